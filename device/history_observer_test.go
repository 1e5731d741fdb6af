package device_test

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/link"
	"bulkhead/pouch"
	"bulkhead/round"
)

type tag = [pouch.TagSize]byte

// errBroken is a promise that a history broke.
type errBroken struct{ promise, how string }

func (e *errBroken) Error() string { return fmt.Sprintf("broken: %s: %s", e.promise, e.how) }

func broken(promise, format string, args ...any) error {
	return &errBroken{promise, fmt.Sprintf(format, args...)}
}

func isBroken(err error) bool {
	var b *errBroken
	return errors.As(err, &b)
}

// sealing is one filling of a pouch, as known from outside.
type sealing struct {
	who    int
	tag    tag
	gen    map[int]uint32   // by the other end's number
	frozen map[int]bool     // its boxes say so
	copied map[int]bool     // and that a copy is why
	echo   map[int]*sealing // the highest of the other end's that it had heard; nil: not known
}

// half is one of a box's two seals: what its fresh bytes stood before.
type half struct {
	id    box.ID
	fresh [32]byte
}

// content is what is kept of a box that left.
type content struct {
	all  [32]byte // SHA-256
	body [32]byte // its fresh bytes, which an opening without keys does not change
}

// heardKey names the box of a round that one end opened.
type heardKey struct {
	by, from int
	round    box.Round
}

// observer sees every write that leaves a device, and every pouch.
type observer struct {
	h        *history
	calendar round.Calendar
	bodies   map[[32]byte]*sealing
	halves   map[half][32]byte
	tried    map[box.ID]content // of each id, the first that left a device
	accepted map[box.ID][32]byte
	met      bool              // two sealings, under one id
	read     map[*sealing]bool // whose boxes another member took in
	heard    map[heardKey]*sealing
	stolenIn box.Round
	atTheft  ownTags // of the vault that the copy took the place of, or ran beside
	broken   error   // seen where nobody could be told
}

func newObserver(h *history) *observer {
	return &observer{
		h: h, calendar: round.Calendar{Length: roundLength},
		bodies: map[[32]byte]*sealing{}, halves: map[half][32]byte{}, tried: map[box.ID]content{},
		accepted: map[box.ID][32]byte{}, heard: map[heardKey]*sealing{}, read: map[*sealing]bool{},
	}
}

// round numbers rounds for reports.
func (o *observer) round() box.Round { return o.calendar.At(o.h.w.Now()) }

func (o *observer) breaks(err error) {
	if o.broken == nil {
		o.broken = err
	}
}

// put is told of every write that leaves a device.
func (o *observer) put(a testworld.Attempt) {
	t := o.h.tally
	t.puts++
	sum := sha256.Sum256(a.Content[:])
	o.keys(a.Ref.ID, a.Content[:])
	first, again := o.tried[a.Ref.ID]
	if !again {
		o.tried[a.Ref.ID] = content{sum, body(a.Content)}
	}
	if again && first.all != sum {
		t.clashes++
		o.met = o.met || first.body != body(a.Content)
		if !o.h.stolen {
			o.breaks(broken("without a copy no id ever leaves with two contents", "round %d", a.Ref.Round))
		}
	}
	switch a.Outcome {
	case carrier.Stored, carrier.Same:
		if before, ok := o.accepted[a.Ref.ID]; ok && before != sum {
			o.breaks(broken("no id is accepted with two contents", "round %d", a.Ref.Round))
		}
		o.accepted[a.Ref.ID] = sum
	case carrier.Conflict:
		t.refused++
	}
}

// keys is the promise that no key is used twice: the same fresh bytes under
// one id always stand before the same seal.
func (o *observer) keys(id box.ID, c []byte) {
	for _, part := range [2][3]int{{0, 32, 148}, {148, 180, box.Size}} {
		if part[2] > len(c) {
			continue
		}
		key := half{id, [32]byte(c[part[0]:part[1]])}
		sum := sha256.Sum256(c[part[1]:part[2]])
		if before, ok := o.halves[key]; ok && before != sum {
			o.breaks(broken("no key is ever used for two plaintexts", "the part at %d", part[0]))
		}
		o.halves[key] = sum
	}
}

// pouch holds every box of a pouch against all that were ever seen.
func (o *observer) pouch(p *person) { o.eachBox(p, o.keys) }

// eachBox yields what a pouch's file writes (docs/protocol/pouch.md, "The file").
func (o *observer) eachBox(p *person, see func(id box.ID, content []byte)) (t tag) {
	file, err := p.m.Env.Dir.ReadFile(device.PouchFile)
	if err != nil || len(file) < metaStart {
		return t // the power is gone
	}
	floor := binary.BigEndian.Uint32(file[512:])
	if floor < p.floor {
		o.breaks(broken("no pouch forgets which rounds it has run", "member %d: floor %d after %d", p.who, floor, p.floor))
	}
	p.floor = floor
	n, at := writesOf(file)
	for i := range n {
		see(box.ID(file[metaStart+128*i:][:32]), file[at+4096*i:][:4096])
	}
	return tag(pouchFile(file).tag())
}

// writesOf returns how many boxes a pouch's file writes, and where they begin.
func writesOf(file []byte) (n, at int) {
	f := pouchFile(file)
	return f.entries(), f.boxes()
}

// glimpse is what an opening finds, and so has to tell of.
type glimpse struct {
	tag     tag // of the pouch that it finds
	signs   []string
	found   map[int]map[box.Round]*sealing // by whose box it is and its round; nil: of two sealings
	before  map[int]link.Status            // by the other end's number
	freezes uint32                         // told before
}

// before looks into the pouch for what the protocol promises to see.
func (o *observer) before(p *person) (*glimpse, error) {
	l := &glimpse{found: map[int]map[box.Round]*sealing{}, before: map[int]link.Status{}}
	file, err := pouch.Load(p.m.Env.Dir, device.PouchFile)
	if err != nil {
		return nil, err
	}
	l.tag = file.Tag()
	if len(p.mine.all) > 0 && !p.mine.all[l.tag] {
		l.signs = append(l.signs, signNewer)
	}
	now := file.Plan().Calendar().At(p.m.Env.Now())
	for res := range file.Results(now) {
		if c := res.Read.Content; c != nil {
			l.find(o.bodies[body(c)], res.Round)
		}
		c := res.Write.ReadBack
		if res.Write.State != pouch.WriteConflict || c == nil || c.IsAbsent() {
			continue
		}
		by := o.bodies[body(c)]
		if by != nil && !p.mine.all[by.tag] && res.Round+box.Round(file.Plan().Rounds()) > now+2 {
			l.signs = append(l.signs, signConflict)
		}
	}
	return l, nil
}

const (
	signNewer    = "a pouch newer than the vault"
	signConflict = "another's box in the place of its own"
	signOrder    = "sealings of the other end that contradict each other"
	signEcho     = "an echo of a sealing that is not its own"
	signFrozen   = "the other end's frozen flag"
	signOld      = "three boxes that do not open"
)

func body(c *box.Content) [32]byte { return [32]byte(c[148:180]) }

// find notes a box that the pouch has read.
func (l *glimpse) find(s *sealing, r box.Round) {
	if s == nil {
		return // sealed before anybody looked, or a false one
	}
	rounds := l.found[s.who]
	if rounds == nil {
		rounds = map[box.Round]*sealing{}
		l.found[s.who] = rounds
	}
	if other, ok := rounds[r]; ok && other != s {
		s = nil
	}
	rounds[r] = s
}

// sealed notes what the device has sealed, as far as that reached its pouch.
func (o *observer) sealed(p *person, d *device.Device, l *glimpse) {
	s := &sealing{
		who: p.who, gen: map[int]uint32{}, frozen: map[int]bool{}, copied: map[int]bool{}, echo: map[int]*sealing{},
	}
	for n, tie := range p.m.Ties {
		if st, ok := d.LinkStatus(tie); ok {
			s.gen[n], s.frozen[n] = st.Gen, st.Frozen != 0
			s.copied[n] = st.Frozen != link.NotFrozen && st.Frozen != link.ReasonTold
			s.echo[n] = o.heard[heardKey{p.who, n, st.HeardRound}]
		}
	}
	p.sealed, p.found = s, l.tag
	o.settle(p)
}

// settle takes a sealing in, once its pouch is in place; after a power cut that
// shows when the power is back.
func (o *observer) settle(p *person) {
	s, t := p.sealed, o.tagOf(p)
	if s == nil || t == p.found || t == (tag{}) {
		return
	}
	p.sealed, s.tag = nil, t
	p.mine.all[t], p.mine.last = true, t
	o.eachBox(p, func(id box.ID, c []byte) {
		o.keys(id, c)
		if key := [32]byte(c[148:180]); o.bodies[key] == nil {
			o.bodies[key] = s
		}
	})
}

func (o *observer) tagOf(p *person) tag { return o.eachBox(p, func(box.ID, []byte) {}) }
