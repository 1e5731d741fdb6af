package device

import (
	"errors"
	"fmt"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
)

const (
	// lifetime is how long a message lives, on the way and on a device
	// (docs/design.md, "Vault").
	lifetime = 7 * 24 * time.Hour

	// maxLifetime is the longest lifetime in rounds: as far as a link's chains
	// are walked.
	maxLifetime = link.MaxWalk
)

// lifetime returns the life of a message in rounds.
func (d *Device) lifetime() box.Round {
	return min(d.calendar.Rounds(lifetime), maxLifetime)
}

// carryOut carries out what the cell's rules ask for on the owner's wish; err is
// the rules' own.
func (d *Device) carryOut(effects []cell.Effect, err error) error {
	return d.carryOutFor(0, nil, effects, err)
}

// carryOutFor does so for whatever came over the tie from, to whose account all
// of it goes; 0: the owner's and the device's own. The effects' sends are the
// parts of sent, if that is not nil.
func (d *Device) carryOutFor(from cell.TieID, sent *Sent, effects []cell.Effect, err error) error {
	if err != nil {
		return err
	}
	for _, e := range effects {
		switch e := e.(type) {
		case cell.StartLink:
			if err := d.startLink(e); err != nil {
				return err
			}
		case cell.Send:
			d.post(from, e, sent)
		case cell.DropLink:
			d.dropLink(e)
		case cell.Show:
			if e.Tie == 0 && brings(e.What) {
				e.Tie = from // to whose share of the vault it goes
			}
			d.show(e)
		}
	}
	return nil
}

// follow carries out what the rules ask for where nobody asked them, and erases
// the secrets of the links that were begun: nobody is to be shown them.
func (d *Device) follow(from cell.TieID, effects []cell.Effect, err error) {
	d.must(d.carryOutFor(from, nil, effects, err))
	for _, e := range effects {
		if s, is := e.(cell.StartLink); is {
			s.Invitation.Secret.Erase()
		}
	}
}

// must keeps an error of the rules for the next Save; what only says that the
// other side is odd is no error of this device.
func (d *Device) must(err error) {
	if err != nil && !errors.Is(err, cell.ErrNoTie) && !errors.Is(err, cell.ErrHeardInFuture) {
		d.failed = errors.Join(d.failed, err)
	}
}

func (d *Device) startLink(e cell.StartLink) error {
	context, err := e.Invitation.Context()
	if err != nil {
		return fmt.Errorf("starting a link: %w", err)
	}
	secret, err := link.ShownOf(e.Invitation.Secret.Bytes())
	if err != nil {
		return fmt.Errorf("starting a link: %w", err)
	}
	defer secret.Erase()
	role := link.Shower
	if e.Role == cell.Scanner {
		role = link.Scanner
	}
	length := int(d.group.PouchRounds)
	if p := d.cell.Pace(e.Tie); p != nil {
		length = p.Pouch()
	}
	l, err := link.Start(link.Params{
		Role: role, Context: context, Base: e.Invitation.Base, PouchRounds: length,
	}, &secret)
	if err != nil {
		return fmt.Errorf("starting a link: %w", err)
	}
	d.links[e.Tie] = l
	d.linksChanged()
	return nil
}

func (d *Device) show(s cell.Show) {
	if s.What == cell.NoteStopped || s.What == cell.ReplyStopped {
		d.mail.stopped(&s)
	}
	if !brings(s.What) {
		d.tell(told{
			toldKey: toldKey{what: s.What, why: s.Why, tie: s.Tie, by: s.By, id: s.ID},
			kind:    s.Kind, founder: s.Founder, rel: s.Rel, doubt: s.Doubt,
		})
		return
	}
	gone := d.known + d.lifetime()
	if s.What == cell.NoticeArrived {
		gone = min(gone, s.Expires)
	}
	d.mail.received = append(d.mail.received, Received{
		Number: d.mail.next(), What: s.What, Tie: s.Tie, Doubt: s.Doubt, Text: s.Text, ID: s.ID, Founder: s.Founder,
		Sure: s.Sure, Came: d.cameNow(), At: d.known, Gone: gone, First: d.known, Count: 1,
	})
}
