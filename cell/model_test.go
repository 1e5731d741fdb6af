package cell

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bulkhead/box"
)

// The model is an exhaustive search ([explorer]) over a group of seven: founders A and B, A's
// pair c and d, B's pair e and f, and g, whom c leads. Every member is a real
// [State], every word a real packet in a queue. Anybody may be seized, up to
// two; one more member is a liar; honest people miss somebody, suspect, take
// back and confirm; packets arrive or are lost; clocks go on by the longest
// delay, a quarantine or a fortnight, and devices notice that or do not. All of
// this in every order, within the budgets of a run.
//
// A member's state depends on its own events alone, so each of its states and
// steps is computed once, and the search combines them.

// places are the seven. The search for a liar f is that for e with the two
// exchanged.
const places = "ABcdefg"

// budget bounds a run of the model: how often each thing happens at most.
type budget struct{ seized, lies, words, silences, clocks, losses uint8 }

// A node is one state of the whole group.
type node struct {
	members [len(places)]int32 // index into model.known
	queue   [len(places)][len(places)][modelQueue]uint8
	seized  uint8 // one bit a member
	lost    bool  // some packet was lost
	now     box.Round
	left    budget
}

// modelQueue is how many packets wait on a link in one direction at most; an
// event that would send one more does not happen.
const modelQueue = 2

// known is one state of one member, with what the referee knows of it.
type known struct {
	who   int
	s     *State
	cut   uint8 // neighbours whose tie is severed, one bit each
	ghost ghost
	alone uint8 // whom the owner's own writing reaches
	all   uint8 // the same and what is passed on
}

// ghost is the referee's own account of why a tie may be cut.
type ghost struct {
	confirmed uint8                  // whom the owner confirmed
	own       [len(places)]box.Round // when the owner last said it of whom; 0: not, or taken back
	heard     box.Round              // when the partner last said it of the lead
}

// act is one thing that happens to one member's device.
type act struct {
	kind actKind
	to   int   // whom it is about, or who sent the packet
	pkt  uint8 // the packet received
}

type actKind uint8

const (
	doSuspect actKind = iota
	doTakeBack
	doTakeBackDrill
	doConfirm
	doSilence
	doReceive
	doTick
)

func (a act) String() string {
	name := [...]string{"suspects", "takes back", "takes back the drill for", "confirms", "misses", "hears from", "lets time go by"}[a.kind]
	if a.kind == doTick {
		return name
	}
	return name + " " + places[a.to:a.to+1]
}

// deed is one transition of the group, as told when a promise is broken.
type deed struct {
	what   int
	who    int
	to     int
	act    act
	back   bool
	rounds box.Round
}

const (
	acts = iota
	isSeized
	lies
	isLost
	clockGoesOn
)

func (d deed) String() string {
	who, to := places[d.who:d.who+1], places[d.to:d.to+1]
	switch d.what {
	case isSeized:
		return who + " is seized"
	case lies:
		return fmt.Sprintf("%s lies to %s (taken back: %v)", who, to, d.back)
	case isLost:
		return "a packet from " + to + " to " + who + " is lost"
	case clockGoesOn:
		return fmt.Sprintf("%d rounds go by", d.rounds)
	}
	return who + " " + d.act.String()
}

// step is what an act leads to.
type step struct {
	next  int32
	sends []modelSend
	drops uint8
	err   bool
}

type modelSend struct {
	to  int
	pkt uint8
}

type stepKey struct {
	from int32
	act  act
	now  box.Round
}

type model struct {
	explorer[node, deed]
	liar     int
	tie      [len(places)][len(places)]TieID // 0: none
	packets  []string                        // by number, from 1
	known    []known
	index    map[string]int32
	steps    map[stepKey]step
	allCut   int // states in which a seized member was cut by all
	bothSaid int // the same for a lead said to be taken by both of its pair
	now      box.Round
	plant    fault  // for the test of the model itself; nil: none
	notice   []byte // a founder's, to be passed on
}

func newModel(t testing.TB, liar byte) (*model, node) {
	w, people := seven(t, 77)
	m := &model{
		liar: strings.IndexByte(places, liar), packets: []string{""}, index: map[string]int32{},
		steps: map[stepKey]step{},
	}
	m.explorer = newExplorer(m.expand, deed.String)
	var n node
	n.now = w.now + 100
	for i := range places {
		for id, end := range people[places[i:i+1]].peers {
			m.tie[i][strings.Index(places, end.p.name)] = id
		}
	}
	_, effects, err := people["A"].s.Issue("notice", 9999, n.now, w.rand)
	w.must(err)
	m.notice = effects[0].(Send).Message
	for i := range places {
		s := people[places[i:i+1]].s
		s.seen, s.routes = nil, nil
		n.members[i] = m.intern(known{who: i, s: s}, n.now)
	}
	return m, n
}

// clone copies a state without its bytes: reading those checks signatures.
func clone(s *State) *State {
	c := *s
	c.ties, c.routes, c.seen = slices.Clone(s.ties), slices.Clone(s.routes), slices.Clone(s.seen)
	return &c
}

// intern numbers a member's state, and judges it when it is new.
func (m *model) intern(k known, now box.Round) int32 {
	b, err := k.s.Marshal()
	if err != nil {
		m.fail("%c: %v", places[k.who], err)
	}
	key := fmt.Sprintf("%d %v %s", k.who, k.ghost, b)
	if i, ok := m.index[key]; ok {
		return i
	}
	for x := range places {
		if id := m.tie[k.who][x]; id != 0 {
			if t, ok := k.s.Tie(id); !ok || !t.live() {
				k.cut |= 1 << x
			}
		}
	}
	m.writes(&k, now)
	i := int32(len(m.known))
	m.known = append(m.known, k)
	m.index[key] = i
	if again, err := Unmarshal(b); err != nil || !bytes.Equal(mustMarshal(again), b) {
		m.fail("%c: kept and read again it is another state (%v)", places[k.who], err)
	}
	return i
}

func mustMarshal(s *State) []byte { b, _ := s.Marshal(); return b }

// writes finds out whom anything written or passed on here reaches.
func (m *model) writes(k *known, now box.Round) {
	reach := func(mask *uint8, effects []Effect) {
		for _, e := range effects {
			if send, ok := e.(Send); ok {
				*mask |= 1 << m.at(k.who, send.Tie)
			}
		}
	}
	rand := seeded(1)
	for x := range places {
		id := m.tie[k.who][x]
		if id == 0 {
			continue
		}
		effects, _ := clone(k.s).SendTextAnyway(id, "text")
		reach(&k.alone, effects)
		s := clone(k.s)
		s.seen = nil
		effects, _ = s.Receive(id, m.notice, now, rand)
		reach(&k.all, effects)
		effects, _ = clone(k.s).Receive(id, marshal(&note{ID{1}, nil}), now, rand)
		reach(&k.all, effects)
	}
	_, effects, _ := clone(k.s).SendNoteAnyway("note", now, rand)
	reach(&k.alone, effects)
	_, effects, _ = clone(k.s).Issue("notice", 9, now, rand)
	reach(&k.alone, effects)
	k.all |= k.alone
}

// at returns whom a member's tie leads to.
func (m *model) at(who int, id TieID) int {
	return slices.Index(m.tie[who][:], id)
}

// perform runs one act on one member's real state, once for all.
func (m *model) perform(from int32, a act, now box.Round) step {
	key := stepKey{from, a, now}
	if st, ok := m.steps[key]; ok {
		return st
	}
	m.now = now
	before := m.known[from]
	k := known{who: before.who, s: clone(before.s), ghost: before.ghost}
	effects, err := m.rule(&k, a, now)
	st := step{err: err != nil}
	if m.plant != nil && err == nil {
		effects = m.plant(m, &k, a, effects)
	}
	for _, e := range effects {
		switch e := e.(type) {
		case Send:
			to := m.at(k.who, e.Tie)
			if a.kind != doReceive && a.kind != doTick && to == a.to {
				m.fail("%c %v and tells %c of it", places[k.who], a, places[to])
			}
			st.sends = append(st.sends, modelSend{to, m.packet(e.Message)})
		case DropLink:
			st.drops |= 1 << m.at(k.who, e.Tie)
			if e.Cover != now+2*192 {
				m.fail("a dead link's cover ends in round %d", e.Cover)
			}
		}
	}
	if err == nil {
		st.next = m.intern(k, now)
		m.judge(&before, &m.known[st.next], a, now)
	}
	m.steps[key] = st
	return st
}

// rule is the real one, and the referee's note of what happened.
func (m *model) rule(k *known, a act, now box.Round) ([]Effect, error) {
	id, g := m.tie[k.who][a.to], &k.ghost
	switch a.kind {
	case doSuspect:
		g.own[a.to] = now
		return k.s.Suspect(id, now)
	case doTakeBack:
		g.own[a.to] = 0
		return k.s.TakeBack(id, now)
	case doTakeBackDrill:
		g.own[a.to] = 0
		g.confirmed &^= 1 << a.to
		return k.s.TakeBackDrill(id, now)
	case doConfirm:
		g.confirmed |= 1 << a.to
		return k.s.ConfirmTaken(id, now, bytes.NewReader([]byte{maxDelay - 1}))
	case doSilence:
		t, err := k.s.liveTie(id)
		if err != nil || t.Overdue {
			return nil, ErrNoTie
		}
		t.quiet = k.s.mustListen() // this device listened and heard no unlock
		return k.s.Tick(now), nil
	case doReceive:
		t, err := k.s.liveTie(id)
		if err != nil {
			return nil, err
		}
		if p, _ := parsePacket([]byte(m.packets[a.pkt])); t.Relation == Partner {
			g.heard = now
			if p.(*taken).back {
				g.heard = 0
			}
		}
		return k.s.Receive(id, []byte(m.packets[a.pkt]), now, nil)
	}
	return k.s.Tick(now), nil
}

// packet numbers a packet's bytes.
func (m *model) packet(b []byte) uint8 {
	i := slices.Index(m.packets, string(b))
	if i < 0 {
		i = len(m.packets)
		m.packets = append(m.packets, string(b))
	}
	return uint8(i)
}

// judge holds one member's step to the promises.
func (m *model) judge(was, k *known, a act, now box.Round) {
	name := places[k.who : k.who+1]
	lead := -1
	for x := range places {
		if t, ok := k.s.Tie(m.tie[k.who][x]); ok && t.Relation == Lead {
			lead = x
		}
	}
	fresh := func(r box.Round) bool { return r != 0 && now-r < k.s.group.wordRounds() }
	both := lead >= 0 && fresh(k.ghost.own[lead]) && fresh(k.ghost.heard)
	for x := range places {
		bit := uint8(1) << x
		gone := k.cut&^was.cut&bit != 0
		if gone && k.ghost.confirmed&bit == 0 && !(x == lead && both) {
			m.fail("%s lost the tie to %c, which nobody confirmed", name, places[x])
		}
		if k.ghost.confirmed&bit != 0 && k.alone&bit != 0 {
			m.fail("%s confirmed %c, and what %s writes goes there", name, places[x], name)
		}
		if k.cut&k.all&bit != 0 {
			m.fail("%s cut %c, and something still goes there", name, places[x])
		}
	}
	partnerThere := lead >= 0 && k.s.only(Partner) != nil
	if both && partnerThere && k.cut&(1<<lead) == 0 {
		m.fail("%s and the partner gave their words, and the lead %c is there", name, places[lead])
	}
	later := k.fork()
	later.s.Tick(now + maxDelay)
	for x := range places {
		if t, ok := later.s.Tie(m.tie[k.who][x]); ok && t.live() && k.ghost.confirmed&(1<<x) != 0 {
			m.fail("%s confirmed %c, and %d rounds later the tie is there", name, places[x], maxDelay)
		}
	}
	later.s.Tick(now + k.s.group.QuarantineRounds())
	for _, t := range later.s.Ties() {
		if t.live() && t.Quarantined() {
			m.fail("a quarantine of %s's does not end", name)
		}
	}
}

func (k *known) fork() *known { return &known{who: k.who, s: clone(k.s), ghost: k.ghost} }
