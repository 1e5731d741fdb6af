package device_test

import (
	"errors"
	"fmt"

	"bulkhead/device"
	"bulkhead/vault"
)

// opening is one attempt with some passphrase.
func (h *history) opening(p *person, cut func() bool) error {
	var err error
	switch {
	case p.who == h.victim && h.c.Float64() < h.decoy:
		err = h.look(p)
	case h.c.Float64() < h.wrong:
		_, err = device.Unlock(p.m.Env, secret(passes.wrong))
		if errors.Is(err, vault.ErrNoMatch) {
			err = nil
		}
	default:
		err = h.sit(p)
	}
	switch {
	case err == nil || isBroken(err):
		return err
	case cut():
		return nil
	}
	return broken("a device that is whole opens", "%v", err)
}

// look opens the decoy, and writes in it or not.
func (h *history) look(p *person) error {
	h.tally.decoys++
	u, err := device.Unlock(p.m.Env, secret(passes.decoy))
	if err != nil {
		return err
	}
	if u.Notebook == nil {
		return broken("the decoy's passphrase opens the notebook", "it opened the device")
	}
	if _, err := u.Notebook.Book().Write("batteries", h.w.Now()); err != nil {
		return err
	}
	if h.c.IntN(2) == 0 {
		u.Notebook.Abandon()
	} else if err := u.Notebook.Close(); err != nil {
		return err
	}
	h.plantRewrite(p)
	h.seer.pouch(p)
	return nil
}

// sit is one opening of the device: take in, write, turn.
func (h *history) sit(p *person) error {
	h.tally.openings++
	seen, err := h.seer.before(p)
	if err != nil {
		return err
	}
	h.plantTag(p, seen)
	if err := p.m.Unlock(); err != nil {
		return err
	}
	d := p.m.Device
	defer func() {
		d.Abandon()
		p.m.Device = nil
	}()
	h.seer.status(p, d, seen)
	if err := d.TakeIn(); err != nil {
		return err
	}
	if err := h.seer.after(p, d, seen); err != nil {
		return err
	}
	if err := h.writeSome(p, d); err != nil {
		return err
	}
	err = d.Turn()
	h.seer.turned(p, d, seen)
	return err
}

func (h *history) writeSome(p *person, d *device.Device) error {
	for n := range h.people {
		tie, tied := p.m.Ties[n]
		if !tied || h.c.Float64() >= h.write {
			continue
		}
		st, _ := d.LinkStatus(tie)
		_, err := d.Send(tie, fmt.Sprintf("from %d to %d at step %d", p.who, n, h.now))
		if errors.Is(err, device.ErrFrozen) != (st.Frozen != 0) {
			return broken("a frozen link takes no message, another does", "the other way round")
		}
		if err != nil {
			h.tally.refusals++ // the rules, or the room, do not allow it
			continue
		}
		h.tally.messages++
	}
	if h.c.IntN(3) == 0 {
		return d.Save()
	}
	return nil
}
