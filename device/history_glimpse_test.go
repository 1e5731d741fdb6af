package device_test

import (
	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/link"
	"bulkhead/pouch"
)

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
	now := file.Plan().Calendar.At(p.m.Env.Now())
	for res := range file.Results(now) {
		if c := res.Read.Content; c != nil {
			l.find(o.bodies[body(c)], res.Round)
		}
		c := res.Write.ReadBack
		if res.Write.State != pouch.WriteConflict || c == nil || c.IsAbsent() {
			continue
		}
		by := o.bodies[body(c)]
		if by != nil && !p.mine.all[by.tag] && res.Round+box.Round(file.Plan().Rounds) > now+2 {
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
