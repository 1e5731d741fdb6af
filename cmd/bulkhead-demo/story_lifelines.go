package main

import (
	"context"
	"fmt"
	"slices"

	"bulkhead/device"
)

// lifelineRounds is how long lifelines may take to be secured.
const lifelineRounds = 120

// lifelines waits until everybody who is about to lose the lead has a lifeline,
// and has the words at both ends compared, of every one that is there.
func (w *world) lifelines(ctx context.Context) error {
	w.page.act("Lifelines", "For the day a lead is lost: set up by way of the lead, to somebody further up, end to end. Neither end knows the other.")
	need := w.led(w.first(w.Seize))
	var found []lifeline
	err := w.wait(ctx, "lifelines", lifelineRounds, func() (done, of int, err error) {
		if found, err = w.lifelinesNow(); err != nil {
			return 0, 0, err
		}
		for _, l := range found {
			if slices.Contains(need, l.of) {
				done++
			}
		}
		return done, len(need), nil
	})
	if err != nil {
		return err
	}
	w.report.Lifelines = len(found)
	for _, l := range found {
		for _, n := range []int{l.of, l.keeper} {
			// Not found: another key exchange has begun meanwhile.
			err := w.people[n].do(func(d *device.Device) error { _, err := d.ConfirmWords(l.words); return err })
			if err != nil {
				return fmt.Errorf("comparing words: %w", err)
			}
		}
	}
	w.page.say("%d of %d members below the founders have one by now; the six words at both ends, compared another way, are equal", len(found), w.Members-2)
	return nil
}

// lifeline is one of somebody's own, and who keeps its other end.
type lifeline struct {
	of, keeper int
	sixWords
}

// lifelinesNow finds a secured lifeline of everybody who has one. The two ends
// know nothing of each other; here they are told by their words.
func (w *world) lifelinesNow() (found []lifeline, err error) {
	own, keepers := map[int][]sixWords{}, map[string]int{}
	for _, p := range w.alive() {
		err := p.do(func(d *device.Device) error {
			for _, l := range d.Lifelines() {
				six := sixWords{l.Epoch, l.Words}
				switch {
				case !l.Secured || l.Words == nil:
				case l.Rank == 0:
					keepers[six.key()] = p.number
				default:
					own[p.number] = append(own[p.number], six)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for n, all := range own {
		for _, six := range all {
			if keeper, ok := keepers[six.key()]; ok {
				found = append(found, lifeline{n, keeper, six})
				break
			}
		}
	}
	return found, nil
}

func (w sixWords) key() string { return fmt.Sprint(w.epoch, join(w.words)) }
