package linktest

import (
	"bulkhead/box"
	"bulkhead/link"
)

// setsOfLids is how many sets of lids of each kind a sealing makes.
const setsOfLids = 2

// lid is what a box begins with.
type lid uint8

const (
	own    lid = iota
	plain      // another that tells the same
	duress     // one that also tells of duress
	spoilt     // random bytes, of a device wiped in a hurry
	lidKinds
)

// seeds are those of one sealing's lids: nil where none are made.
type lidSeeds struct {
	plain, duress []link.Seed
	said          said // what its headers say
}

// said is what a device has its headers say of itself.
type said struct {
	presence link.Presence
	card     uint16
}

// says draws it: another thing for every sealing, and now and then nothing.
func (w *World) says() (s said) {
	if w.words.hit(.2) {
		return s
	}
	w.words.Read(s.presence[:])
	s.card = uint16(w.words.Uint32())
	return s
}

// newSeeds draws the seeds of a sealing, in histories that need them.
func (w *World) newSeeds() (*lidSeeds, error) {
	s := &lidSeeds{said: w.says()}
	if w.plan.Relid == 0 {
		return s, nil
	}
	for range setsOfLids {
		for _, kind := range []*[]link.Seed{&s.plain, &s.duress} {
			seed, err := link.ReadSeed(w.draw)
			if err != nil {
				return nil, w.broken("a seed can be drawn", err.Error())
			}
			*kind = append(*kind, seed)
		}
	}
	return s, nil
}

// maybeRelid is an opening without the link's keys: every box that the pouch
// has not begun to write gets another lid, and rounds that are over may be
// forgotten, whatever became of them.
func (d *device) maybeRelid() error {
	p, c := &d.w.plan, d.w.c
	if d.pouch == nil || !c.hit(p.Relid) {
		return nil
	}
	kind, set := []lid{plain, duress}[c.IntN(2)], c.IntN(setsOfLids)
	if c.hit(p.Spoil) {
		kind = spoilt
	}
	for _, e := range d.pouch.entries {
		for i := range e.writes {
			if wr := &e.writes[i]; wr.tries == 0 || d.w.Fault == RelidSent {
				wr.relid(kind, set, c)
			}
		}
	}
	if c.hit(p.Forget) {
		d.forgetRounds()
	}
	return nil
}

// forgetRounds drops the pouch's rounds before the current one with all their
// results: nobody will ever tell the link of them.
func (d *device) forgetRounds() {
	from, kept := max(d.now(), d.pouch.floor), []*entry(nil)
	for _, e := range d.pouch.entries {
		if e.round >= from {
			kept = append(kept, e)
		} else if !e.taken() {
			d.w.tally.Forgotten++
		}
	}
	d.pouch.entries = kept
}

// relid puts another lid on a box; the box itself is a copy, since
// others may hold the one that was.
func (wr *write) relid(kind lid, set int, c chance) {
	content := *wr.Content
	wr.Content = &content
	wr.lid = kind
	var other [link.LidLen]byte
	switch kind {
	case plain:
		other = link.LidOf(&wr.seeds.plain[set], wr.ID, &wr.Plain[set])
	case duress:
		other = link.LidOf(&wr.seeds.duress[set], wr.ID, &wr.Duress[set])
	case spoilt:
		c.Read(other[:])
	}
	copy(content[:], other[:])
}

// left notes the lid of a box that leaves its device, by its first bytes.
func (w *World) left(c *box.Content, s lid) {
	if s != own {
		w.lids[[32]byte(c[:32])] = s
		w.tally.Lids[s]++
	}
}

// checkLid is the promise that a lid tells of duress if it was made for
// that, and that a spoilt one costs its own box and nothing more.
func (d *device) checkLid(r *read, events []link.Event) error {
	s := d.w.lids[[32]byte(r.content[:32])]
	if s == spoilt {
		d.spoilt++
	}
	for _, event := range events {
		heard, ok := event.(*link.Heard)
		switch {
		case !ok:
		case s == spoilt:
			return d.w.broken("a spoilt box does not open", "it did")
		case heard.Duress != (s == duress):
			return d.w.broken("a box tells of duress if its lid does", "the other way round")
		case heard.Duress:
			d.w.tally.Alarmed++
		}
	}
	return nil
}

// spoils reports whether a box is one that cannot open.
func (w *World) spoils(c *box.Content) bool { return w.lids[[32]byte(c[:32])] == spoilt }
