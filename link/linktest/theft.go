package linktest

import (
	"slices"

	"bulkhead/box"
	"bulkhead/link"
)

// NewTheftPlan draws a history in which one device is copied, or an older
// state of it is put back, once.
func NewTheftPlan(seed uint64) Plan {
	p := NewPlan(seed)
	c := newChance(seed, 4)
	p.Spoil = 0 // spoilt boxes make their own alarms
	p.Theft = []kind{oldVault, oldPouch, oldBoth, copied, copied}[c.IntN(5)]
	p.Victim = c.IntN(2)
	p.Rounds = max(p.Rounds, 150)
	p.CopyAt = c.between(10, p.Rounds-60)
	p.TheftAt = p.CopyAt + c.between(0, 50)
	if c.hit(.3) {
		p.TheftAt = p.CopyAt + c.between(0, 3)
	}
	return p
}

// theft copies a device and, some rounds later, lets the copy act.
func (w *World) theft() {
	victim := w.devices[w.plan.Victim]
	if w.now == base+box.Round(w.plan.CopyAt) {
		w.copy = victim.clone("copy")
	}
	if w.copy == nil || w.now != base+box.Round(w.plan.TheftAt) {
		return
	}
	old := w.copy
	if w.plan.Theft == copied {
		w.tally.Clones++
		w.devices = append(w.devices, old)
		return
	}
	w.tally.Restores++
	victim.crash()
	if w.plan.Theft != oldPouch {
		for _, m := range victim.vault.got {
			victim.before[m] = true
		}
		for _, m := range victim.vault.whole {
			victim.before[m] = true
		}
		victim.vault = old.vault
	}
	if w.plan.Theft != oldVault {
		victim.pouch = old.pouch
		victim.pouch.forget()
		if w.boxes.hit(.5) {
			victim.shelf = old.shelf
		}
	}
}

// checkRefused is the promise that a device that is shown in its box's place
// one that it never sealed freezes, or warns. An earlier sealing of its own
// proves nothing: a stand-in may still have run the old pouch.
func (d *device) checkRefused(wr *write, mine bool) error {
	w := d.w
	if !mine || wr.readback == nil || wr.readback.IsAbsent() {
		return nil
	}
	if tag, ok := w.sealings[[32]byte(wr.readback[:32])]; ok && slices.Contains(d.session.tags, tag) {
		w.tally.OwnEarlier++
		return nil
	}
	w.proof = true
	if d.alarmed || d.session.link.Status().Frozen != link.NotFrozen {
		return nil
	}
	return w.broken("a device that is refused its place says so", "it went on")
}

// reckoning is the promise that a second writer does not stay unseen: if a
// device was ever shown other bytes in its box's place, somebody was told.
func (w *World) reckoning() error {
	for range w.plan.PL + 16 {
		if err := w.quietRound(); err != nil {
			return err
		}
	}
	if w.alarmed {
		w.tally.Alarms++
	}
	if w.proof && !w.alarmed {
		return w.broken("no two contents under one id are accepted silently", "nobody was told")
	}
	return nil
}

// conflicted is a 409, which no honest history may see.
func (w *World) conflicted() error {
	w.tally.Refused++
	if w.plan.Theft == honest {
		return w.broken("no round and id is ever written with two contents", "the drop refused a box")
	}
	return nil
}
