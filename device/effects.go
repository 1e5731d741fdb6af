package device

import (
	"errors"
	"fmt"
	"slices"
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
	maxLifetime = 35_040

	// maxWaiting is how many messages wait for room in a link at most.
	maxWaiting = 512
)

// lifetime returns the life of a message in rounds.
func (d *Device) lifetime() cell.Round {
	return cell.Round(min(max(lifetime/d.calendar.Length, 1), maxLifetime))
}

// carryOut carries out what the cell's rules ask for; err is the rules' own.
func (d *Device) carryOut(effects []cell.Effect, err error) error {
	return d.carryOutFor(nil, effects, err)
}

// carryOutFor does so for a message of the person's own, whose parts are the
// effects' sends.
func (d *Device) carryOutFor(sent *Sent, effects []cell.Effect, err error) error {
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
			d.post(e, sent)
		case cell.DropLink:
			d.dropLink(e)
		case cell.Show:
			d.show(e)
		}
	}
	return nil
}

// follow carries out what the rules ask for where nobody asked them, and erases
// the secrets of the links that were begun: nobody is to be shown them.
func (d *Device) follow(effects []cell.Effect, err error) {
	d.must(d.carryOut(effects, err))
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
		Role: role, Context: context, Base: box.Round(e.Invitation.Base), PouchRounds: length,
	}, &secret)
	if err != nil {
		return fmt.Errorf("starting a link: %w", err)
	}
	d.links[e.Tie] = l
	d.linksChanged()
	return nil
}

// post gives a message to its link, or lets it wait for room there.
func (d *Device) post(e cell.Send, sent *Sent) {
	if e.Expires == 0 {
		e.Expires = cell.Round(d.known) + d.lifetime()
	}
	number := uint32(0)
	if sent != nil {
		number = sent.Number
		sent.Parts = append(sent.Parts, Part{Tie: e.Tie})
	}
	if d.give(e, sent) {
		return
	}
	if len(d.waiting) < maxWaiting {
		d.waiting = append(d.waiting, waiting{e, number})
		return
	}
	d.failed = errors.Join(d.failed, ErrNoRoom)
}

// give reports whether the matter is settled: given to the link, or never to
// be.
func (d *Device) give(e cell.Send, sent *Sent) bool {
	var part *Part
	if sent != nil {
		for i := range sent.Parts {
			if p := &sent.Parts[i]; p.Tie == e.Tie && p.id == 0 && p.Stage < ReceivedBy {
				part = p
			}
		}
	}
	l := d.links[e.Tie]
	if l == nil {
		settle(part, 0, Undelivered, severedReason)
		return true
	}
	if e.Expires < cell.Round(d.known) {
		settle(part, 0, Undelivered, "its lifetime ended before the link had room for it")
		return true
	}
	id, err := l.Send(e.Message, d.latest(e.Tie, e.Expires))
	switch {
	case errors.Is(err, link.ErrOutboxFull):
		return false
	case errors.Is(err, link.ErrFrozen):
		settle(part, 0, Undelivered, "the link is frozen")
	case err != nil:
		settle(part, 0, Undelivered, err.Error())
	case part != nil:
		part.id = id
	}
	return true
}

func settle(p *Part, id link.MessageID, s Stage, reason string) {
	if p != nil {
		p.id, p.Stage, p.Reason = id, s, reason
	}
}

// giveWaiting tries again for what had no room in its link. Messages to one
// link keep their order.
func (d *Device) giveWaiting() {
	full := map[cell.TieID]bool{}
	var left []waiting
	for _, w := range d.waiting {
		if full[w.send.Tie] || !d.give(w.send, d.mail.bySentNumber(w.number)) {
			full[w.send.Tie] = true
			left = append(left, w)
		}
	}
	d.waiting = left
}

// forgetWaiting drops what waits for room in a link that was cut.
func (d *Device) forgetWaiting(tie cell.TieID) {
	d.waiting = slices.DeleteFunc(d.waiting, func(w waiting) bool { return w.send.Tie == tie })
}

func (d *Device) show(s cell.Show) {
	if !brings(s.What) {
		d.tell(told{
			toldKey: toldKey{what: s.What, why: s.Why, tie: s.Tie, by: s.By, id: s.ID},
			kind:    s.Kind, founder: s.Founder, rel: s.Rel, doubt: s.Doubt,
		})
		return
	}
	gone := cell.Round(d.known) + d.lifetime()
	if s.What == cell.NoticeArrived {
		gone = min(gone, s.Expires)
	}
	d.mail.received = append(d.mail.received, Received{
		Number: d.mail.next(), What: s.What, Tie: s.Tie, Doubt: s.Doubt, Text: s.Text, ID: s.ID, Founder: s.Founder,
		Sure: s.Sure, Came: d.cameNow(), At: cell.Round(d.known), Gone: gone, First: cell.Round(d.known), Count: 1,
	})
}
