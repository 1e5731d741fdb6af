package device_test

import (
	"fmt"
	"maps"

	"bulkhead/box"
)

// reckon is the end: both ends of a link are frozen, or neither, if they can
// hear each other; and what nobody was told of is counted.
func (h *history) reckon() error {
	o, t := h.seer, h.tally
	if h.theft == honest {
		return nil
	}
	type end struct {
		frozen bool
		heard  box.Round
	}
	ends := map[[2]int]end{}
	told, foreign := false, false
	for _, p := range h.people {
		told = told || p.told
		if err := p.m.Unlock(); err != nil {
			return err
		}
		d := p.m.Device
		for n, tie := range p.m.Ties {
			if st, ok := d.LinkStatus(tie); ok {
				ends[[2]int{p.who, n}] = end{st.Frozen != 0, st.HeardRound}
			}
		}
		p.m.Device.Abandon()
		p.m.Device = nil
	}
	victim := h.people[h.victim]
	for s := range o.read {
		if s != nil && s.who == h.victim && !victim.mine.all[s.tag] {
			foreign = true
		}
	}
	deaf := false
	now := h.plannedRound()
	for key, a := range ends {
		b, ok := ends[[2]int{key[1], key[0]}]
		if !ok || key[0] > key[1] {
			continue
		}
		hears := a.heard+3 >= now && b.heard+3 >= now
		deaf = deaf || !hears
		if a.frozen != b.frozen && hears {
			return broken("both ends of a link are frozen, or neither", "members %d and %d: %+v, %+v, now %d", key[0], key[1], a, b, now)
		}
	}
	t.judged[h.theft]++
	if o.met {
		t.met++
		if told || h.clone != nil && h.clone.told {
			t.metOf++
		}
	}
	if told {
		t.toldOf[h.theft]++
		t.delays = append(t.delays, t.first)
		if victim.told {
			t.owners++
		}
		return nil
	}
	why := "read, and overtaken before any contradiction arrived"
	switch {
	case h.clone != nil && h.clone.told:
		why = "only the second phone was told"
	case h.nothingNewer():
		why = "nothing had been sealed since the copy"
	case deaf && h.theft == oldPouch:
		return broken("a vault that is the newest state goes on, or says why not", "the two ends of a link hear each other no more")
	case deaf:
		why = "a key exchange behind, so the two ends hear each other no more"
	case h.theft == oldPouch:
		why = "the vault is the newest state, and the link goes on"
	case !foreign:
		why = "nobody had read what the other state sealed"
	}
	t.silent[fmt.Sprintf("%s: %s", h.theft, why)]++
	t.quietSeeds = append(t.quietSeeds, fmt.Sprintf("%d %s: %s", h.seed, h.theft, why))
	return nil
}

// nothingNewer reports whether the copy was no older state at all, or never
// sealed anything.
func (h *history) nothingNewer() bool {
	if h.theft == cloned {
		return maps.Equal(h.clone.mine.all, h.copied.mine.all)
	}
	return maps.Equal(h.seer.atTheft.all, h.copied.mine.all)
}

// plannedRound is the round of the world's clock, as links number it.
func (h *history) plannedRound() box.Round {
	return box.Round(h.w.Now().Unix() / int64(roundLength.Seconds()))
}
