package device_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
)

// takeCopy copies the victim's files: as they lie there, or in the midst of an
// opening of the device or the decoy.
func (h *history) takeCopy() error {
	p := h.people[h.victim]
	b := &h.copied
	var err error
	if b.pouch, err = p.m.Env.Dir.ReadFile(device.PouchFile); err != nil {
		return err
	}
	if h.midway {
		open := h.sit
		if h.c.IntN(3) == 0 {
			open = h.look
		}
		if err := open(p); err != nil {
			return err
		}
	}
	b.mine = p.mine.clone()
	b.vault, err = p.m.Env.Dir.ReadFile(device.VaultFile)
	return err
}

// steal puts the copy to use.
func (h *history) steal() {
	h.stolen = true
	h.seer.stolenIn = h.seer.round()
	p := h.people[h.victim]
	h.seer.atTheft = p.mine.clone()
	if h.theft == cloned {
		h.clone = &person{m: p.m.Copy(), who: p.who, mine: h.copied.mine.clone()}
		p = h.clone
	} else {
		p.m.SwitchOff()
	}
	if h.theft != oldPouch {
		h.replace(p, device.VaultFile, h.copied.vault)
		p.mine = h.copied.mine.clone()
	}
	if h.theft != oldVault {
		p.floor = 0
		h.replace(p, device.PouchFile, h.copied.pouch)
	}
	p.m.SwitchOn()
}

func (h *history) replace(p *person, name string, data []byte) {
	if err := p.m.Env.Dir.Replace(name, data); err != nil && !errors.Is(err, durable.ErrPower) {
		panic(err) // a disk in memory
	}
}

// plantedFault is a mistake that a device could make, played by changing its
// pouch from outside, to show that the histories would see it.
type plantedFault uint8

const (
	noFault      plantedFault = iota
	ignoresTag                // the vault takes any pouch for its own
	resetsFloor               // a rewritten pouch forgets which rounds it has run
	repeatsFresh              // another lid begins with the fresh bytes of the one before
)

// plantTag makes the pouch's tag the one that the vault expects.
func (h *history) plantTag(p *person, l *glimpse) {
	if h.fault == ignoresTag && l.tag != p.mine.last && p.mine.last != (tag{}) {
		h.patch(p, func(file []byte) { copy(pouchFile(file).tag(), p.mine.last[:]) })
	}
}

// plantRewrite changes what an opening of a decoy has rewritten.
func (h *history) plantRewrite(p *person) {
	switch h.fault {
	case resetsFloor:
		h.patch(p, func(file []byte) { clear(file[512:516]) })
	case repeatsFresh:
		h.patch(p, func(file []byte) {
			n, at := writesOf(file)
			for i := range n {
				file[at+4096*i+32] ^= 1
			}
		})
	}
}

// patch changes a pouch's head and makes its checks fit (docs/protocol/pouch.md).
func (h *history) patch(p *person, change func(file []byte)) {
	file, err := p.m.Env.Dir.ReadFile(device.PouchFile)
	if err != nil {
		return // the power is gone
	}
	change(file)
	pouchFile(file).mend()
	h.replace(p, device.PouchFile, file)
}

// TestPlantedFaultsOfADeviceAreSeen: within so many histories, each.
func TestPlantedFaultsOfADeviceAreSeen(t *testing.T) {
	if testing.Short() {
		t.Skip("takes several histories for each fault")
	}
	const patience = 60
	for name, f := range map[string]struct {
		fault plantedFault
		theft theft
	}{
		"the vault takes any pouch for its own":     {ignoresTag, oldVault},
		"a rewritten pouch forgets what it has run": {resetsFloor, honest},
		"another lid repeats the fresh bytes":       {repeatsFresh, honest},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= patience; seed++ {
				p := newHistoryPlan(seed)
				p.quicken(f.theft)
				if _, err := liveHistory(p, f.fault); isBroken(err) {
					t.Logf("seen in history %d: %v", seed, err)
					return
				} else if err != nil {
					t.Fatal(err)
				}
			}
			t.Fatalf("unseen in %d histories", patience)
		})
	}
}

// quicken makes a history small, and dense with what brings faults out.
func (p *plan) quicken(kind theft) {
	p.members, p.victim, p.theft = 2, int(p.seed%2), kind
	p.steps = max(p.theftAt+6, 30)
	p.loss, p.crash, p.wrong, p.off = 0, 0, 0, 0
	p.decoy, p.skew, p.idle, p.quick = .5, .2, .3, true
}

// beginAnew is what ends an alarm: the link is cut and made anew in person, and
// messages flow. The founders' own link cannot be made anew; see the test's
// documentation.
func (h *history) beginAnew() error {
	if h.theft == honest || h.members < 4 || h.victim == 1 || !h.people[h.victim].told {
		return nil
	}
	lead, guests := h.w.Members[0], []int{2, 3}
	if h.victim != 0 {
		guests = []int{h.victim}
	}
	for _, g := range guests {
		if err := h.w.Rejoin(lead, h.w.Members[g]); err != nil {
			return broken("a new link ends an alarm", "%v", err)
		}
	}
	if err := h.calm(2, 3); err != nil {
		return err
	}
	if err := h.w.Reintroduce(lead, h.w.Members[2], h.w.Members[3]); err != nil {
		return broken("a new link ends an alarm", "%v", err)
	}
	ways := [][2]int{{2, 3}, {3, 2}}
	for _, g := range guests {
		ways = append(ways, [2]int{0, g}, [2]int{g, 0})
	}
	if err := h.flow(ways); err != nil {
		return err
	}
	h.tally.anew++
	return nil
}

// calm waits until none of these holds its lead in quarantine any more: from a lead in
// quarantine nobody takes an introduction. Everybody opens their device meanwhile, or it
// is silence that puts the lead into the next one as the first one ends.
func (h *history) calm(who ...int) error {
	for range 1000 {
		held := false
		for n, m := range h.w.Members {
			if err := m.Unlock(); err != nil {
				return err
			}
			if err := m.Device.TakeIn(); err != nil { // what time brings is in the status only then
				return err
			}
			for _, t := range m.Device.Status().Ties {
				held = held || slices.Contains(who, n) && t.Relation == cell.Lead && t.Quarantined()
			}
			if err := m.Lock(); err != nil {
				return err
			}
		}
		if !held {
			return nil
		}
		h.w.NextRound()
	}
	return broken("a quarantine ends", "not within 1000 rounds")
}

// flow has a message go each way given and arrive: mostly within a few rounds, but the
// cover of links that were cut may have the slots for as long as it lasts.
func (h *history) flow(ways [][2]int) error {
	text := func(w [2]int) string { return fmt.Sprintf("anew, from %d to %d", w[0], w[1]) }
	for _, w := range ways {
		m := h.w.Members[w[0]]
		if err := m.Unlock(); err != nil {
			return err
		}
		if _, err := m.Device.Send(m.Ties[w[1]], text(w)); err != nil {
			return broken("messages flow over the new link", "%d to %d: %v", w[0], w[1], err)
		}
		if err := m.Lock(); err != nil {
			return err
		}
	}
	left := slices.Clone(ways)
	for rounds := 0; len(left) > 0 && rounds < 48; rounds++ { // three pouch lengths: one has needed 26 rounds
		h.w.NextRound()
		for n, m := range h.w.Members {
			if err := m.Unlock(); err != nil {
				return err
			}
			got := texts(m.Device)
			left = slices.DeleteFunc(left, func(w [2]int) bool { return w[1] == n && slices.Contains(got, text(w)) })
			if err := m.Lock(); err != nil {
				return err
			}
		}
	}
	for _, w := range left {
		return broken("messages flow over the new link", "%d to %d: nothing came", w[0], w[1])
	}
	return nil
}
