package testworld

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
)

// Rejoin has a lead cut its link with a member whom it leads, and the two meet:
// the member begins anew, with an empty disk, by an invitation of the lead's.
// It ends when the new link is secured.
func (w *World) Rejoin(host, guest *Member) error {
	if err := host.sever(guest.Number); err != nil {
		return err
	}
	guest.SwitchOff()
	for _, name := range []string{device.VaultFile, device.PouchFile} {
		if err := guest.Env.Dir.Remove(name); err != nil {
			return err
		}
	}
	clear(guest.Ties)
	clear(guest.read)
	if err := w.invite(host, guest, cell.Led); err != nil {
		return err
	}
	return w.secure([][2]int{{host.Number, guest.Number}})
}

// Reintroduce has the lead of two make them a pair again, after the one that
// did not begin anew has cut what it had.
func (w *World) Reintroduce(lead, a, b *Member) error {
	for _, m := range []*Member{a, b} {
		if _, tied := m.Ties[partnerOf(m.Number)]; tied {
			if err := m.sever(partnerOf(m.Number)); err != nil {
				return err
			}
		}
	}
	return w.introduce([][2]int{{lead.Number, a.Number}, {lead.Number, b.Number}})
}

// sever cuts a link of the member's own.
func (m *Member) sever(other int) error {
	if err := m.Unlock(); err != nil {
		return err
	}
	err := m.Device.Sever(m.Ties[other], false)
	delete(m.Ties, other)
	if locked := m.Lock(); err == nil {
		err = locked
	}
	if err != nil {
		return fmt.Errorf("member %d severs: %w", m.Number, err)
	}
	return nil
}
