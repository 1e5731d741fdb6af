package device_test

import (
	"fmt"
	"slices"
	"time"

	"bulkhead/internal/durable"
)

// awake are the phones that somebody holds, the second one in its time.
func (h *history) awake() []*person {
	all := slices.Clone(h.people)
	if h.clone != nil && h.now < h.theftAt+h.stay {
		all = append(all, h.clone)
	}
	h.c.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// advance lets about half a round pass; a worker may lose its power in it.
func (h *history) advance() error {
	d := time.Duration((.05 + .9*h.c.Float64()) * float64(roundLength))
	p := h.people[h.c.IntN(len(h.people))]
	if h.c.Float64() >= h.crash || !p.m.IsOn() {
		h.w.Advance(d)
		return nil
	}
	return h.underCuts(p, func(func() bool) error {
		h.w.Advance(d)
		return nil
	})
}

// underCuts does something while the power of a phone goes at one of the next
// operations on its disk, if there are so many.
func (h *history) underCuts(p *person, do func(cut func() bool) error) error {
	mem, gone, on := p.m.Mem(), false, p.m.IsOn()
	at := mem.Ops() + 1 + h.c.IntN(8)
	fault := []durable.Fault{durable.CutDuring, durable.CutAfter}[h.c.IntN(2)]
	mem.SetHook(func(n int, _ durable.Op) durable.Fault {
		if n == at {
			gone = true
			return fault
		}
		return durable.NoFault
	})
	err := do(func() bool { return gone })
	mem.SetHook(nil)
	if gone {
		p.m.Crash()
		h.seer.settle(p)
		p.sealed = nil
		h.tally.crashes++
		if on {
			p.m.SwitchOn()
		}
	}
	return err
}

func (h *history) act(p *person) error {
	switch x := h.c.Float64(); {
	case x < h.off:
		if p.m.IsOn() {
			p.m.SwitchOff()
		} else {
			p.m.SwitchOn()
		}
		return nil
	case x < h.off+h.skew:
		ahead := []time.Duration{0, roundLength, -roundLength / 2, roundLength / 2}
		if h.quick {
			ahead = ahead[:2]
		}
		p.m.SetClock(ahead[h.c.IntN(len(ahead))])
		return nil
	}
	if h.c.Float64() >= h.crash {
		return h.opening(p, func() bool { return false })
	}
	return h.underCuts(p, func(cut func() bool) error { return h.opening(p, cut) })
}

// calmDown lets quiet rounds pass, in which everybody but the second phone
// opens their device and nothing is lost.
func (h *history) calmDown() error {
	const quiet = 10
	h.w.Loss = 0
	if h.clone != nil {
		h.clone.m.SwitchOff()
	}
	for _, p := range h.people {
		p.m.SetClock(0)
		p.m.SwitchOn()
	}
	for range quiet {
		h.now++
		h.w.NextRound()
		for _, p := range h.people {
			if err := h.sit(p); err != nil {
				return fmt.Errorf("member %d: %w", p.who, err)
			}
		}
	}
	return h.seer.broken
}
