package main

import (
	"io"
	"os"
	"time"

	"bulkhead/device"
	"bulkhead/report/seal"
	"bulkhead/tell"
	"bulkhead/term"
)

// desksCmd are the verbs of desks.
type desksCmd struct {
	List   desksListCmd   `cmd:"" default:"1" help:"desks_list"`
	Add    desksAddCmd    `cmd:"" help:"desks_add"`
	Sign   desksSignCmd   `cmd:"" help:"desks_sign"`
	Revoke desksRevokeCmd `cmd:"" help:"desks_revoke"`
	Line   desksLineCmd   `cmd:"" help:"desks_line"`
}

type desksListCmd struct{}

// Run lists the desks.
func (desksListCmd) Run(a *app) error {
	var r tell.Desks
	return openAndShow(a, &r, term.Desks, visit{reads: true, wish: func(d *device.Device) error {
		r = tell.DesksOf(d)
		return nil
	}})
}

type desksAddCmd struct {
	Name string `arg:"" help:"desks_name"`
	In   string `type:"path" required:"" placeholder:"FILE" help:"desks_in"`
	Days uint16 `default:"90" placeholder:"N" help:"desks_days"`
	Out  string `type:"path" placeholder:"FILE" help:"desks_out"`
}

// Run signs a record for a new desk.
func (c *desksAddCmd) Run(a *app) error {
	public, err := a.deskKey(c.In)
	if err != nil {
		return err
	}
	return a.changeDesk(tell.DeskAdded, c.Out, func(d *device.Device) (seal.Digest, error) {
		rounds := d.Calendar().Rounds(time.Duration(c.Days) * 24 * time.Hour)
		return d.AddDesk(public, c.Name, uint32(min(rounds, seal.MaxLife))) // its screen says until when
	})
}

// deskKey reads a desk's public key.
func (a *app) deskKey(name string) (public [seal.PublicSize]byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return public, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, seal.PublicSize+1))
	if err != nil {
		return public, err
	}
	if len(b) != seal.PublicSize {
		return public, refuse(said(a.say.DesksNoKey(seal.PublicSize)), "")
	}
	return [seal.PublicSize]byte(b), nil
}

// changeDesk is a verb of founders that changes one desk, and writes its record, if to says
// where.
func (a *app) changeDesk(deed tell.DeskDeed, to string, change func(*device.Device) (seal.Digest, error)) error {
	r := tell.DeskChanged{Deed: deed}
	var record []byte
	err := a.open(visit{wish: func(d *device.Device) error {
		digest, err := change(d)
		if err != nil {
			return err
		}
		for _, s := range d.Desks() {
			if s.Digest == digest {
				desk := tell.DeskOf(d, &s)
				r.Desk = &desk
				record, err = s.Signed.MarshalBinary()
			}
		}
		return err
	}})
	if err != nil {
		return err
	}
	if to != "" {
		if err := writeNew(to, record); err != nil {
			return err
		}
		r.File = to
	}
	return show(a, &r, term.DeskChanged)
}

// theDesk returns the desk of a fingerprint, or of a name that one alone has.
func (a *app) theDesk(d *device.Device, named string) (seal.Digest, error) {
	var found []seal.Digest
	for _, s := range d.Desks() {
		if isDesk(&s, named) {
			found = append(found, s.Digest)
		}
	}
	if len(found) != 1 {
		return seal.Digest{}, refuse(said(a.say.DesksNoSuch()), a.say.DesksNoSuchHint())
	}
	return found[0], nil
}

type desksSignCmd struct {
	Desk string `arg:"" placeholder:"DESK" help:"desks_desk"`
	Out  string `type:"path" placeholder:"FILE" help:"desks_out"`
}

// Run signs what the other founder has signed.
func (c *desksSignCmd) Run(a *app) error {
	return a.changeDesk(tell.DeskSigned, c.Out, func(d *device.Device) (seal.Digest, error) {
		digest, err := a.theDesk(d, c.Desk)
		if err != nil {
			return digest, err
		}
		return digest, d.SignDesk(digest)
	})
}

type desksRevokeCmd struct {
	Desk string `arg:"" placeholder:"DESK" help:"desks_desk"`
	Yes  bool   `help:"desks_revoke_yes"`
}

// Run takes a desk back.
func (c *desksRevokeCmd) Run(a *app) error {
	return a.changeDesk(tell.DeskRevoked, "", func(d *device.Device) (seal.Digest, error) {
		digest, err := a.theDesk(d, c.Desk)
		if err != nil {
			return digest, err
		}
		if err := a.agreed(a.say.DesksRevokeQuestion(), c.Yes); err != nil {
			return digest, err
		}
		return digest, d.RevokeDesk(digest)
	})
}
