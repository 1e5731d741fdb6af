package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"bulkhead/cell"
	"bulkhead/device"
)

// secure waits until links are secured at both ends and confirmed: both people
// compared the six words of one epoch, and they were equal.
func (w *world) secure(ctx context.Context, links [][2]int) error {
	left := slices.Clone(links)
	err := w.wait(ctx, "securing links", securingRounds, func() (done, of int, err error) {
		var still [][2]int
		for _, l := range left {
			ok, err := w.compare(w.people[l[0]], w.people[l[1]])
			if err != nil {
				return 0, 0, err
			}
			if !ok {
				still = append(still, l)
			}
		}
		left = still
		return len(links) - len(left), len(links), nil
	})
	if errors.Is(err, errLate) {
		for _, l := range left {
			err = errors.Join(err, w.endOf(l[0], l[1]), w.endOf(l[1], l[0]))
		}
	}
	return err
}

// endOf says, as an error, how far one end of a link is.
func (w *world) endOf(of, other int) error {
	var said error
	p := w.people[of]
	err := p.do(func(d *device.Device) error {
		s := d.Status()
		said = fmt.Errorf("%s has no link with %s", w.name(of), w.name(other))
		for _, t := range s.Ties {
			if t.ID == p.ties[other] {
				said = fmt.Errorf("%s with %s: %s, epoch %d, securing %v, frozen %v, heard %d rounds ago",
					w.name(of), w.name(other), t.Phase, t.Epoch, t.Securing, t.Frozen != 0, int(s.Now)-int(t.Heard))
			}
		}
		return nil
	})
	return errors.Join(said, err)
}

// errWords is the error of two people whose six words differ.
var errWords = errors.New("six words of one epoch differ")

// compare has both ends of a link look at their six words; false if one of
// them is not ready.
func (w *world) compare(a, b *person) (bool, error) {
	wa, err := a.words(b.number)
	if err != nil || wa.words == nil {
		return false, err
	}
	wb, err := b.words(a.number)
	if err != nil || wb.words == nil || wa.epoch != wb.epoch {
		return false, err
	}
	if !slices.Equal(wa.words, wb.words) {
		return false, errWords
	}
	for _, one := range []struct{ p, of *person }{{a, b}, {b, a}} {
		err := one.p.do(func(d *device.Device) error { return d.Confirm(one.p.ties[one.of.number]) })
		if errors.Is(err, cell.ErrNotSecured) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// sixWords are what one end shows of a link. words is nil if it is too early.
type sixWords struct {
	epoch uint32
	words []string
}

// words looks at one end of a link. Before the key exchange, or the welcome, it
// is too early.
func (p *person) words(other int) (w sixWords, err error) {
	err = p.do(func(d *device.Device) error {
		if p.ties[other] == 0 && !p.findPartner(d, other) {
			return nil
		}
		epoch, words, err := d.Words(p.ties[other])
		if errors.Is(err, device.ErrNotYet) || err == nil && d.Status().Standing == cell.Joining {
			return nil
		}
		w = sixWords{epoch, words}
		return err
	})
	return w, err
}

// findPartner looks for the tie that an introduction has made.
func (p *person) findPartner(d *device.Device, partner int) bool {
	for _, t := range d.Status().Ties {
		if t.Relation == cell.Partner {
			p.ties[partner] = t.ID
			return p.callByCanary(d, t.ID) == nil
		}
	}
	return false
}

// showWords prints what two members see.
func (w *world) showWords(a, b int) error {
	for _, l := range [][2]int{{a, b}, {b, a}} {
		got, err := w.people[l[0]].words(l[1])
		if err != nil {
			return err
		}
		w.page.say("six words on %s's device (epoch %d): %s", w.name(l[0]), got.epoch, join(got.words))
	}
	return nil
}
