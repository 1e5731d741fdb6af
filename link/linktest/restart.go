package linktest

import (
	"bulkhead/box"
	"bulkhead/link"
)

// setsOfStarts is how many sets of starts of each kind a sealing makes.
const setsOfStarts = 2

// start is what a box begins with.
type start uint8

const (
	own    start = iota
	plain        // another that tells the same
	duress       // one that also tells of duress
	spoilt       // random bytes, of a device wiped in a hurry
	startKinds
)

// seeds are those of one sealing's starts: nil where none are made.
type startSeeds struct{ plain, duress []link.Seed }

// newSeeds draws the seeds of a sealing, in histories that need them.
func (w *World) newSeeds() (*startSeeds, error) {
	s := &startSeeds{}
	if w.plan.Restart == 0 {
		return s, nil
	}
	for range setsOfStarts {
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

// maybeRestart is an opening without the link's keys: every box that the pouch
// has not begun to write gets another start, and rounds that are over may be
// forgotten, whatever became of them.
func (d *device) maybeRestart() error {
	p, c := &d.w.plan, d.w.c
	if d.pouch == nil || !c.hit(p.Restart) {
		return nil
	}
	kind, set := []start{plain, duress}[c.IntN(2)], c.IntN(setsOfStarts)
	if c.hit(p.Spoil) {
		kind = spoilt
	}
	for _, e := range d.pouch.entries {
		for i := range e.writes {
			if wr := &e.writes[i]; wr.tries == 0 || d.w.Fault == RestartSent {
				wr.restart(kind, set, c)
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

// restart puts another start in a box's place; the box itself is a copy, since
// others may hold the one that was.
func (wr *write) restart(kind start, set int, c chance) {
	content := *wr.Content
	wr.Content = &content
	wr.start = kind
	var other [link.StartLen]byte
	switch kind {
	case plain:
		other = link.StartOf(&wr.seeds.plain[set], wr.ID, &wr.Plain[set])
	case duress:
		other = link.StartOf(&wr.seeds.duress[set], wr.ID, &wr.Duress[set])
	case spoilt:
		c.Read(other[:])
	}
	copy(content[:], other[:])
}

// left notes the start of a box that leaves its device, by its first bytes.
func (w *World) left(c *box.Content, s start) {
	if s != own {
		w.starts[[32]byte(c[:32])] = s
		w.tally.Starts[s]++
	}
}

// checkStart is the promise that a start tells of duress if it was made for
// that, and that a spoilt one costs its own box and nothing more.
func (d *device) checkStart(r *read, events []link.Event) error {
	s := d.w.starts[[32]byte(r.content[:32])]
	if s == spoilt {
		d.spoilt++
	}
	for _, event := range events {
		heard, ok := event.(link.Heard)
		switch {
		case !ok:
		case s == spoilt:
			return d.w.broken("a spoilt box does not open", "it did")
		case heard.Duress != (s == duress):
			return d.w.broken("a box tells of duress if its start does", "the other way round")
		case heard.Duress:
			d.w.tally.Alarmed++
		}
	}
	return nil
}

// spoils reports whether a box is one that cannot open.
func (w *World) spoils(c *box.Content) bool { return w.starts[[32]byte(c[:32])] == spoilt }
