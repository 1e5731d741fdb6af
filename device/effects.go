package device

import (
	"errors"
	"fmt"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/report/seal"
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
	return d.carryOutFor(0, 0, effects, err)
}

// carryOutFor does so for whatever came over the tie from, to whose account all
// of it goes; 0: the owner's and the device's own. The effects' sends become
// parts of the owner's message with this number, if that is not 0.
func (d *Device) carryOutFor(from cell.TieID, number uint32, effects []cell.Effect, err error) error {
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
			d.mail.Send(post{d}, from, number, e, d.known, d.lifetime())
		case cell.DropLink:
			d.dropLink(e)
		case cell.Show:
			switch e.What {
			case cell.ReportReplied:
				d.replied(e.Packet)
			case cell.ReportArrived:
				d.arrive(e.Tie, e.Packet)
			}
			if e.Tie == 0 && mail.Brings(e.What) {
				e.Tie = from // to whose share of the vault it goes
			}
			d.mail.Show(e, d.known, d.cameNow(), d.lifetime())
		}
	}
	return nil
}

// follow carries out what the rules ask for where nobody asked them, and erases
// the secrets of the links that were begun: nobody is to be shown them.
func (d *Device) follow(from cell.TieID, effects []cell.Effect, err error) {
	d.must(d.carryOutFor(from, 0, effects, err))
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

// carriedFor is for how long a box that is carried by hand can be opened. Both ends of
// a link have the same.
const carriedFor = 14 * 24 * time.Hour

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
	carried := link.HandBlocksOf(d.group.Calendar.Rounds(carriedFor), length)
	if p := d.cell.Pace(e.Tie); p != nil {
		length, carried = p.Pouch(), 0
	}
	l, err := link.Start(link.Params{
		Role: role, Context: context, Base: e.Invitation.Base, PouchRounds: length, HandBlocks: carried,
	}, &secret)
	if err != nil {
		return fmt.Errorf("starting a link: %w", err)
	}
	d.links[e.Tie] = l
	d.presence.began(e.Tie, d.known)
	d.linksChanged()
	return nil
}

// post is a device's links and rules, as its mail sees them.
type post struct{ *Device }

// Give implements [mail.Post].
func (d post) Give(tie, from cell.TieID, message []byte, expires box.Round) (link.MessageID, error) {
	l := d.links[tie]
	if l == nil {
		return 0, mail.ErrNoLink
	}
	if to, err := seal.To(message); err == nil && d.cell.DeskRevoked(to) {
		return 0, mail.ErrNoWay // it has waited here, and the desk was taken back meanwhile
	}
	if len(message) > link.MaxPlain && !d.paces.paced[tie] {
		return d.giveParcel(tie, from, message, expires)
	}
	return l.Send(message, d.latest(tie, expires))
}

// Reads implements [mail.Post].
func (d post) Reads(tie cell.TieID, message []byte) bool {
	l := d.links[tie]
	return l == nil || l.PeerReads() >= link.FirstVersion+cell.VersionsOn(message)
}

// Cancel implements [mail.Post].
func (d post) Cancel(tie cell.TieID, id link.MessageID) {
	if l := d.links[tie]; l != nil {
		l.Cancel(id)
	}
	d.sentParcel(tie, id)
}

// NotSent implements [mail.Post].
func (d post) NotSent(from cell.TieID, message []byte, why cell.Why) {
	d.follow(from, d.cell.NotSent(from, message, why, d.known), nil)
}

// alarm tells the person something; tie 0 is nobody's.
func (d *Device) alarm(tie cell.TieID, kind mail.AlarmKind, detail uint8) {
	d.mail.Alarm(tie, kind, detail, d.known, d.cameNow())
}

// cameNow is when the last box of what is being taken in was read.
func (d *Device) cameNow() box.Round {
	if d.coming != 0 {
		return d.coming
	}
	return d.known
}

// warned is the alarm of a link's warning.
func warned(k link.WarningKind) mail.AlarmKind {
	switch k {
	case link.WarnDrop:
		return mail.AlarmFalseBox
	case link.WarnNewer:
		return mail.AlarmNewer
	}
	return mail.AlarmUnreadable
}
