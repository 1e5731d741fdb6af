package cell

import (
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"bulkhead/box"
)

// The model of healing is an exhaustive search like that of cutting, over trees
// of seven whose lifelines are set up (healTrees): every member a real [State],
// every word a real packet. Anybody may be seized, up to two; one more is a
// liar; a captor and the liar send whatever their links carry; honest people
// confirm what is true; packets arrive in any order or are lost; clocks go on,
// and devices notice that sooner or later.
//
// What happens to a device and its Upkeep of the same round are one step. A
// link is known by its secret and its two ends; a lifeline's and an adoption's
// are real. Randomness is drawn from what the step depends on, so that the same
// step leads to the same state. Stamps are left out.

// healTree is a group of seven. A pair is two letters, and who leads it comes
// before it.
type healTree struct{ name, seats, what string }

var healTrees = []healTree{
	// i and j: rank 1 to d, rank 2 to A; g, c, d: to B.
	{"deep", "ABcdgij", "A leads c and d, c leads g, g leads i and j"},
	// c and d: to B; e and f: to A; g: to B. Whoever adopts leads a pair already.
	// The same, and just now g asked c for a lifeline for somebody who is not there,
	// and c, saying the same of itself, d: who is seized may have planted a way back.
	{"planted", "ABcdgij", "the first, with two lifelines for nobody, g's and c's own, at d"},
	{"top", "ABcdefg", "A leads c and d, B leads e and f, c leads g"},
}

// healBudget bounds a run: how often each thing happens at most.
type healBudget struct{ seized, lies, words, silences, clocks, losses, adopts uint8 }

const healQueue = 20 // packets on their way in the whole group, at most

// healNode is one state of the whole group.
type healNode struct {
	members [len(places)]int32  // index into healModel.wards; 0: seized, or the liar
	mail    [healQueue]healMail // by link and direction, the oldest first
	now     box.Round
	left    healBudget
	seized  uint8
}

// healMail is a packet on its way: its link, whether it goes to the end that
// began the link, and its number, in one word. 0 is none.
type healMail uint32

func mailed(link uint16, back bool, pkt uint16) healMail {
	p := healMail(link)<<16 | healMail(pkt)
	if back {
		p |= 1 << 15
	}
	return p
}

func (p healMail) link() uint16 { return uint16(p >> 16) }
func (p healMail) back() bool   { return p&(1<<15) != 0 }
func (p healMail) pkt() uint16  { return uint16(p) &^ (1 << 15) }

// queue is the link and the direction.
func (p healMail) queue() healMail { return p >> 15 }

// healTold is one thing that happened, as told when a promise is broken: what,
// or an act of a member in a state.
type healTold struct {
	what string
	from int32
	act  healAct
	to   int
	pkt  uint16
}

// healLink is a link: its ends are the one who began it and the other one.
type healLink struct {
	secret string
	ends   [2]int
}

// ward is one state of one member, with what the referee knows of it.
type ward struct {
	who   int
	s     *State
	links []uint16 // by tie
	ghost wardGhost
	shape string // of its ties: all that decides what passes
}

// wardGhost is the referee's own account, one bit a tie.
type wardGhost struct {
	confirmed uint64 // the owner confirmed
	suspected uint64 // the owner's word stands
	told      uint64 // the partner's word stands
	adopt     uint64 // the owner said Adopt
	asked     uint64 // an own lifeline over which it has asked
	asks      uint64 // a kept lifeline over which the other end asked, and was not adopted since
	lostLead  uint64 // a kept lifeline of whose asker's lead somebody on the way said it was lost
}

type healKind uint8

const (
	healConfirm healKind = iota
	healSuspect
	healAdopt
	healSilence
	healReceive
	healLives // the link's first box opens
	healTick
)

// healAct is one thing that happens to one member's device.
type healAct struct {
	kind healKind
	tie  TieID
	pkt  uint16
}

// healStep is what an act leads to.
type healStep struct {
	next  int32
	sends []healMail
	drops []uint16
	err   bool
}

type healStepKey struct {
	from int32
	act  healAct
	now  box.Round
}

type healModel struct {
	explorer[healNode, healTold]
	t       testing.TB
	tree    healTree
	liar    int // -1: nobody
	links   []healLink
	askers  map[ID]int
	begun   [len(places)]int32
	ids     [len(places)][]ID // of asks that a member asked, passed on or answered
	leads   [len(places)]int  // who leads a member to begin with; -1: nobody
	refs    [len(places)][refLen]byte
	packets []string
	numbers map[string]uint16
	wards   []ward
	index   map[string]int32
	steps   map[healStepKey]healStep
	passes  map[[2]string]string
	reached map[string][]uint16
	healed  map[uint64]box.Round // how long it takes from there
	full    int                  // moves left out because too many packets were on their way
	count   healCount
	plant   healFault
	notice  []byte
	key     [askKeyLen]byte // of false asks
}

// healCount is what a search came across: nothing tried is nothing shown.
type healCount struct {
	allCut    int // states in which a seized member was cut by all
	again     int // adoptions of a seized member that all who knew it had cut, where nobody was left to say so
	adopted   int // adoptions, by state of the one who adopts
	promised  int // states that promise somebody without a lead a new one
	fair      int // fair runs
	fairMoves int
	longest   box.Round // the longest time to heal in a fair run
}

// healFault spoils what a rule did, or what it asks for.
type healFault func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect

func newHealModel(t testing.TB, tree healTree, liar byte) (*healModel, healNode) {
	w, people := healWorld(t, tree)
	m := &healModel{
		t: t, tree: tree, liar: strings.IndexByte(tree.seats, liar), links: make([]healLink, 1), askers: map[ID]int{},
		packets: []string{""}, numbers: map[string]uint16{}, wards: make([]ward, 1), index: map[string]int32{},
		steps: map[healStepKey]healStep{}, passes: map[[2]string]string{}, reached: map[string][]uint16{}, key: falseKey(),
		healed: map[uint64]box.Round{},
	}
	m.explorer = newExplorer(m.expand, m.say)
	n := healNode{now: w.now + 100}
	at := func(p *person) int { return strings.Index(tree.seats, p.name) }
	made := map[end]uint16{}
	for i := range tree.seats {
		p := people[tree.seats[i:i+1]]
		k := ward{who: i, s: p.s, links: make([]uint16, p.s.last+1)}
		p.s.seen, p.s.routes = nil, nil
		if partner := p.s.only(Partner); partner != nil {
			m.refs[i] = partner.ref
		}
		for tie := TieID(1); tie <= p.s.last; tie++ {
			other, ok := p.peers[tie]
			if !ok {
				continue
			}
			if other.p == nil { // planted, by one who makes it secure
				_ = p.s.Secured(tie)
				k.links[tie] = m.link("planted", i, strings.IndexByte(tree.seats, p.s.lifeline(tie).id[1]))
				continue
			}
			if made[end{p, tie}] == 0 {
				m.links = append(m.links, healLink{fmt.Sprintf("made before, %d", len(m.links)), [2]int{i, at(other.p)}})
				made[end{p, tie}] = uint16(len(m.links) - 1)
				made[other] = uint16(len(m.links) - 1)
			}
			k.links[tie] = made[end{p, tie}]
		}
		for _, l := range p.s.lifelines {
			m.ids[i] = append(m.ids[i], l.id)
		}
		for _, p := range p.s.passed {
			m.ids[i] = append(m.ids[i], p.id)
		}
		m.leads[i] = -1
		if lead := p.s.only(Lead); lead != nil {
			m.leads[i] = at(p.peers[lead.ID].p)
		}
		n.members[i] = m.intern(k)
	}
	if founder := people["A"]; founder != nil {
		_, effects, err := clone(founder.s).Issue("notice", 9999, n.now, w.rand)
		w.must(err)
		m.notice = effects[0].(Send).Message
	}
	if m.liar >= 0 {
		n.members[m.liar] = 0
	}
	m.begun = n.members
	return m, n
}

// healWorld builds a tree and sets its lifelines up.
func healWorld(t testing.TB, tree healTree) (*world, map[string]*person) {
	t.Helper()
	var w *world
	var people map[string]*person
	switch tree.name {
	case "top":
		w, people = seven(t, 78)
	case "deep", "planted":
		w = newWorld(t, 79)
		a := w.found("A", group())
		b := w.join(a, Partner, "B")
		c, d := w.join(a, Led, "c"), w.join(a, Led, "d")
		w.introduce(a, c, d)
		g := w.join(c, Led, "g")
		w.run()
		i, j := w.join(g, Led, "i"), w.join(g, Led, "j")
		w.introduce(g, i, j)
		people = map[string]*person{"A": a, "B": b, "c": c, "d": d, "g": g, "i": i, "j": j}
	}
	w.ripen()
	if tree.name == "planted" {
		c, g := people["c"], people["g"]
		w.do(g, []Effect{Send{w.tie(g, c), marshal(&lifelineAsk{plantedID('g'), 1, stepLead, falseKey()}), 0}})
		w.do(c, []Effect{Send{w.tie(c, people["d"]), marshal(&lifelineAsk{plantedID('c'), 1, stepAnswerer, falseKey()}), 0}})
		w.run()
	}
	return w, people
}

// plantedID is the ask's by which somebody planted a lifeline.
func plantedID(by byte) ID { return ID{0xff, by} }

// copyState copies a state without its bytes.
func copyState(s *State) *State {
	c := clone(s)
	c.paces, c.lifelines = slices.Clone(s.paces), slices.Clone(s.lifelines)
	c.asks, c.passed = slices.Clone(s.asks), slices.Clone(s.passed)
	return c
}

func (k *ward) fork() *ward {
	return &ward{who: k.who, s: copyState(k.s), links: slices.Clone(k.links), ghost: k.ghost}
}

func (m *healModel) name(i int) string { return m.tree.seats[i : i+1] }

// intern numbers a member's state.
func (m *healModel) intern(k ward) int32 {
	b, err := k.s.Marshal()
	if err != nil {
		m.fail("%s: %v", m.name(k.who), err)
		return 0
	}
	key := fmt.Sprintf("%d %v %v %s", k.who, k.ghost, k.links, b)
	if i, ok := m.index[key]; ok {
		return i
	}
	for _, t := range k.s.ties {
		k.shape += fmt.Sprint(t.ID, t.Relation, t.Phase, t.Cut != 0, t.Quarantined(), t.spokenAgainst(), t.Probation != 0, k.links[t.ID], " ")
	}
	k.shape += fmt.Sprint(k.who)
	m.wards = append(m.wards, k)
	m.index[key] = int32(len(m.wards) - 1)
	return m.index[key]
}

// packet numbers a packet's bytes.
func (m *healModel) packet(b []byte) uint16 {
	i, ok := m.numbers[string(b)]
	if !ok {
		if len(m.packets) >= 1<<15 || len(m.links) >= 1<<16 {
			m.t.Fatal("more packets or links than can be numbered")
		}
		i = uint16(len(m.packets))
		m.packets = append(m.packets, string(b))
		m.numbers[string(b)] = i
	}
	return i
}

// link returns the number of a link, made if it is new.
func (m *healModel) link(secret string, from, to int) uint16 {
	for i := len(m.links) - 1; i > 0; i-- {
		if l := &m.links[i]; l.secret == secret && l.ends == [2]int{from, to} {
			return uint16(i)
		}
	}
	m.links = append(m.links, healLink{secret, [2]int{from, to}})
	return uint16(len(m.links) - 1)
}

// other returns who is at the other end of a member's tie.
func (m *healModel) other(k *ward, tie TieID) int {
	l := &m.links[k.links[tie]]
	if l.ends[0] == k.who {
		return l.ends[1]
	}
	return l.ends[0]
}

// live returns a member's live tie of a link.
func (k *ward) live(link uint16) *Tie {
	if i := slices.Index(k.links, link); i > 0 {
		if t := k.s.tie(TieID(i)); t != nil && t.live() {
			return t
		}
	}
	return nil
}

// draws is the randomness of a step: from who it is, when, and the highest
// number of a tie, which no two adoptions share.
func (k *ward) draws(now box.Round) *rand.ChaCha8 {
	var seed [12]byte
	binary.BigEndian.PutUint32(seed[:], uint32(k.who))
	binary.BigEndian.PutUint32(seed[4:], uint32(k.s.last))
	binary.BigEndian.PutUint32(seed[8:], uint32(now))
	return rand.NewChaCha8(sha256.Sum256(seed[:]))
}

// perform runs one act on one member's real state, once for all.
func (m *healModel) perform(from int32, a healAct, now box.Round) healStep {
	key := healStepKey{from, a, now}
	if st, ok := m.steps[key]; ok {
		return st
	}
	was := m.wards[from]
	k := was.fork()
	effects, err := m.rule(k, a, now)
	st := healStep{err: err != nil}
	if err == nil {
		if m.plant != nil {
			effects = m.plant(m, &was, k, a, now, effects)
		}
		m.effects(k, a, effects, &st)
		m.judge(&was, k, a, effects, now)
		st.next = m.intern(*k)
	}
	m.steps[key] = st
	return st
}

// rule is the real one, and the referee's note of what happened.
func (m *healModel) rule(k *ward, a healAct, now box.Round) (effects []Effect, err error) {
	bit, draws := uint64(1)<<a.tie, k.draws(now)
	switch a.kind {
	case healConfirm:
		k.ghost.confirmed |= bit
		effects, err = k.s.ConfirmTaken(a.tie, now, draws)
	case healSuspect:
		k.ghost.suspected |= bit
		effects, err = k.s.Suspect(a.tie, now)
	case healAdopt:
		k.ghost.adopt |= bit
		err = k.s.Adopt(a.tie, now)
	case healSilence:
		t := k.s.tie(a.tie)
		if t.Overdue {
			return nil, ErrNoTie
		}
		t.quiet = k.s.mustListen()
		effects = k.s.Tick(now)
	case healReceive:
		m.note(k, a)
		effects, err = k.s.Receive(a.tie, []byte(m.packets[a.pkt]), now, draws)
	case healLives:
		if effects, err = k.s.Heard(a.tie, now, 0, now); err == nil {
			err = k.s.Secured(a.tie)
		}
	case healTick:
		effects = k.s.Tick(now)
	}
	if err != nil {
		return nil, err
	}
	more, err := k.s.Upkeep(now, draws)
	for _, e := range more {
		if send, ok := e.(Send); ok && send.Message[0] == kindOrphan {
			k.ghost.asked |= 1 << send.Tie
		}
	}
	return append(effects, more...), err
}

// note has the referee note what a packet says.
func (m *healModel) note(k *ward, a healAct) {
	p, _ := parsePacket([]byte(m.packets[a.pkt]))
	t := k.s.tie(a.tie)
	switch p := p.(type) {
	case *taken:
		if lead := k.s.only(Lead); t.Relation == Partner && lead != nil && p.whom == Lead {
			k.ghost.told |= 1 << lead.ID
			if p.back {
				k.ghost.told &^= 1 << lead.ID
			}
		}
	case *orphan:
		if l := k.s.lifeline(a.tie); l != nil && l.held {
			k.ghost.asks |= 1 << a.tie
		}
	case *settled:
		k.ghost.asks &^= 1 << a.tie
	case *lifelineLost:
		if l := k.s.lifelineOf(p.id); l != nil && l.over == a.tie && l.held {
			if p.whom == lostLead {
				k.ghost.lostLead |= 1 << l.tie
			}
		}
	}
}

// effects turns what the rules ask for into links, packets and dead links.
func (m *healModel) effects(k *ward, a healAct, effects []Effect, st *healStep) {
	for i, e := range effects {
		switch e := e.(type) {
		case StartLink:
			for len(k.links) <= int(e.Tie) {
				k.links = append(k.links, 0)
			}
			k.links[e.Tie] = m.start(k, e, effects[i:])
		case Send:
			if p, err := parsePacket(e.Message); err == nil && e.Message[0] <= kindSettled {
				m.asks(k, p)
				link := k.links[e.Tie]
				st.sends = append(st.sends, mailed(link, m.links[link].ends[1] == k.who, m.packet(e.Message)))
			}
		case DropLink:
			st.drops = append(st.drops, k.links[e.Tie])
		}
	}
}

// asks notes whose an ask is.
func (m *healModel) asks(k *ward, p packet) {
	if p, ok := p.(*lifelineAsk); ok && slices.ContainsFunc(k.s.asks, func(own ask) bool { return own.id == p.id }) {
		m.askers[p.id] = k.who
	}
}

// start finds the link of a new tie. Who began it also sent the other end an
// adoption, or the answer to its ask.
func (m *healModel) start(k *ward, e StartLink, rest []Effect) uint16 {
	secret := string(e.Invitation.Secret.Bytes())
	if e.Role == Scanner {
		for i := range m.links {
			if m.links[i].secret == secret && m.links[i].ends[1] == k.who {
				return uint16(i)
			}
		}
		m.t.Fatalf("%s took up a link that nobody began", m.name(k.who))
	}
	for _, r := range rest {
		send, ok := r.(Send)
		if !ok {
			continue
		}
		switch p, _ := parsePacket(send.Message); p := p.(type) {
		case *adoption:
			if string(p.secret.Bytes()) == secret {
				return m.link(secret, k.who, m.other(k, send.Tie))
			}
		case *lifelineAnswer:
			if l := k.s.lifelineOf(p.id); l != nil && l.tie == e.Tie {
				return m.link(secret, k.who, m.askers[p.id])
			}
		}
	}
	m.t.Fatalf("%s began a link with nobody", m.name(k.who))
	return 0
}

// falseKey is a key of the liar's for asks of its own.
func falseKey() (key [askKeyLen]byte) {
	private, err := hpke.MLKEM768X25519().NewPrivateKey(make([]byte, 32))
	if err != nil {
		panic(err)
	}
	copy(key[:], private.PublicKey().Bytes())
	return key
}
