package device_test

import (
	"errors"

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
