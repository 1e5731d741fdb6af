package device

import (
	"errors"
	"slices"

	"bulkhead/cell"
	"bulkhead/mail"
	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/report/seal"
)

// The way of a person's letters to a desk, and of its replies.

// Desks returns the desks that stand, in the order of their digests.
func (d *Device) Desks() []seal.Standing { return d.cell.Desks(d.known) }

// desk returns the record of a digest, if reports are sealed to it now.
func (d *Device) desk(digest seal.Digest) (seal.Standing, error) {
	for _, s := range d.Desks() {
		if s.Digest == digest && s.Counts {
			return s, nil
		}
	}
	return seal.Standing{}, cell.ErrNoDesk
}

// DeskOf returns the desk that has a report, as it takes letters now: by the very record to which
// the report was sealed last; else by the newest that is the same desk's ([book.Entry.SameDesk]),
// since a record expires, or a founder takes it back, and another takes its place. book.ErrNone,
// cell.ErrNoDesk.
func (d *Device) DeskOf(number uint32) (seal.Standing, error) {
	e, err := d.reports.Entry(number)
	if err != nil {
		return seal.Standing{}, err
	}
	if s, err := d.desk(e.Desk); err == nil {
		return s, nil
	}
	found, err := seal.Standing{}, cell.ErrNoDesk
	for _, s := range d.Desks() {
		if s.Counts && e.SameDesk(&s.Record, s.By) && (err != nil || s.Record.Issued > found.Record.Issued) {
			found, err = s, nil
		}
	}
	return found, err
}

// SendReport seals a report's draft to a desk, and sends it: an edit of what was sent is the
// same report in its next revision. anyway says that the owner was told that the tie it goes
// over is in quarantine. Errors are those of [book.Book.Letter] and [cell.State.SendReport],
// cell.ErrNoDesk, ErrNoRoom, and book.ErrOtherDesk of an edit that would go to another desk than
// the one that has the report: that would have the reply key, and could write in the owner's name.
// Nothing is changed then.
func (d *Device) SendReport(number uint32, to seal.Digest, anyway bool) error {
	l, err := d.reports.Letter(number)
	if err != nil {
		return err
	}
	e, err := d.reports.Entry(number)
	if err != nil {
		return err
	}
	if s, err := d.desk(to); e.Revision() != 0 && err == nil && s.Digest != e.Desk && !e.SameDesk(&s.Record, s.By) {
		return book.ErrOtherDesk
	}
	before := slices.Clone(e.Pending)
	if err := d.sendLetter(number, l, to, anyway); err != nil {
		return err
	}
	for _, p := range before {
		if p.What == report.AReport { // the edit takes its place
			d.mail.TakeBack(post{d}, p.Message)
		}
	}
	return nil
}

// AnswerReport answers one of the desk's texts. Errors as of SendReport, and those of
// [book.Book.Answer].
func (d *Device) AnswerReport(number uint32, reply uint16, text string, anyway bool) error {
	l, err := d.reports.Answer(number, reply, text)
	if err != nil {
		return err
	}
	return d.sendReportTo(number, l, anyway)
}

// Withdrawal is what became of a report that was taken back.
type Withdrawal uint8

// What became of it.
const (
	DeskTold   Withdrawal = iota + 1 // it is withdrawn, and the desk is told
	Recalled                         // nothing of it had left: it is a draft again
	ErasedHere                       // it is erased here, and the desk cannot be told
)

// WithdrawReport takes a report back. While nothing of it has been in a pouch, it is a draft
// again and nothing has left: recalled. Else what waits of it is taken back, and the desk is
// told; what of it left already is out of reach. A report that is not safe to keep is erased here
// where its desk takes no letters any more ([Device.DeskOf]): the desk is not told then, and never
// will be. Errors as of SendReport, and those of [book.Book.Withdrawal].
func (d *Device) WithdrawReport(number uint32, why report.Why, anyway bool) (Withdrawal, error) {
	l, err := d.reports.Withdrawal(number, why)
	if err != nil {
		return 0, err
	}
	e, err := d.reports.Entry(number)
	if err != nil {
		return 0, err
	}
	if len(e.Pending) == 1 && d.neverSealed(e.Pending[0].Message) {
		message := e.Pending[0].Message
		if d.reports.Recall(number) == nil {
			d.mail.TakeBack(post{d}, message)
			d.forgetWays()
			return Recalled, nil
		}
	}
	if _, err := d.DeskOf(number); why == report.NotSafe && errors.Is(err, cell.ErrNoDesk) {
		return ErasedHere, d.DeleteReport(number)
	}
	messages := slices.Clone(e.Pending)
	if err := d.sendReportTo(number, l, anyway); err != nil {
		return 0, err
	}
	for _, p := range messages {
		d.mail.TakeBack(post{d}, p.Message)
	}
	return DeskTold, nil
}

// sendReportTo sends a letter to the desk that has the report already.
func (d *Device) sendReportTo(number uint32, l *report.Letter, anyway bool) error {
	s, err := d.DeskOf(number)
	if err != nil {
		return err
	}
	return d.sendLetter(number, l, s.Digest, anyway)
}

// neverSealed reports whether a message waits for its link, and no pouch has had any of it.
func (d *Device) neverSealed(message uint32) bool {
	for _, s := range d.allSent() {
		if s.Number == message {
			stage, _ := s.Stage()
			return stage < mail.InPouch
		}
	}
	return false
}

// takeBackReport takes back the letters of a report that the next device has not confirmed.
func (d *Device) takeBackReport(e *book.Entry) {
	for i := range e.Pending {
		d.mail.TakeBack(post{d}, e.Pending[i].Message)
	}
}

// sendLetter seals a letter and gives the packet to the rules.
func (d *Device) sendLetter(number uint32, l *report.Letter, to seal.Digest, anyway bool) error {
	d.readClock()
	e, err := d.reports.Entry(number)
	if err != nil {
		return err
	}
	desk, err := d.desk(to)
	if err != nil {
		return err
	}
	packet, err := seal.Seal(l, &desk.Record)
	if err != nil {
		return err
	}
	way, err := seal.WayOf(packet)
	if err != nil {
		return err
	}
	need := mail.WriteCost(len(packet), 1) + len(l.Text)
	if e.Revision() == 0 {
		need += book.SentCost
	}
	if d.ownRoom() < need {
		return ErrNoRoom
	}
	send := d.cell.SendReport
	if anyway {
		send = d.cell.SendReportAnyway
	}
	effects, err := send(packet, d.known, d.env.Rand)
	if err != nil {
		return err
	}
	message := d.mail.Accept(mail.Sent{What: mail.Report, ID: cell.ID(way), Size: len(packet), At: d.known, Expires: d.known + d.lifetime()})
	if err := d.carryOutFor(0, message, effects, nil); err != nil {
		d.mail.Delete(message)
		return err
	}
	if err := d.reports.Left(number, l, &desk.Record, way, message, anyway, d.known); err != nil {
		return err
	}
	d.forgetWays()
	return nil
}

// forgetWays forgets of every packet of the owner's that no report here needs: the way over which
// its replies would come, and what the mail has of it. Either would say whose packet it was.
func (d *Device) forgetWays() {
	ways := map[seal.Way]bool{}
	for _, e := range d.reports.All() {
		for _, w := range e.Ways() {
			ways[w] = true
		}
	}
	d.cell.KeepReports(ways)
	for _, s := range d.allSent() {
		if s.What == mail.Report && !ways[seal.Way(s.ID)] {
			d.mail.TakeBack(post{d}, s.Number)
			d.mail.Delete(s.Number)
		}
	}
}

// isReport reports whether a number of the mail's is a packet to a desk.
func (d *Device) isReport(message uint32) bool {
	return slices.ContainsFunc(d.allSent(), func(s mail.Sent) bool { return s.Number == message && s.What == mail.Report })
}

// replied takes in what a desk has said. What opens for none of the reports is of one that the
// owner has erased, or was made up on the way: nobody is told.
func (d *Device) replied(packet []byte) {
	_, _, _ = d.reports.Take(packet, d.known)
	d.forgetWays()
}

// turnReports notes what became of packets, seals anew what was lost, and forgets what is over.
func (d *Device) turnReports() {
	defer d.forgetWays()
	if len(d.reports.All()) == 0 {
		return
	}
	sent := map[uint32]mail.Sent{}
	for _, s := range d.allSent() {
		sent[s.Number] = s
	}
	for _, e := range d.reports.All() {
		for _, p := range slices.Clone(e.Pending) {
			s, there := sent[p.Message]
			stage, reason := s.Stage()
			switch {
			case there && stage == mail.ReceivedBy:
				d.reports.PassedOn(p.Way, d.known)
			case there && stage == mail.Undelivered:
				d.reports.Stopped(p.Way, uint8(reason), d.known)
			case !there && !p.Passed:
				d.reports.Stopped(p.Way, uint8(mail.ReasonNotHeard), d.known)
			}
		}
	}
	due, _ := d.reports.Due(d.known, book.Waits{Silent: d.calendar.Rounds(atDeskWithin), Stopped: d.calendar.Rounds(stoppedFor)})
	for _, l := range due {
		if d.sendReportTo(l.Number, l.Letter, l.Anyway) != nil {
			d.reports.NotSealed(l.Number, l.Letter.Revision, d.known)
		}
	}
	d.reports.Tidy(d.known, book.Life{Over: d.lifetime(), Silent: d.calendar.Rounds(silentReports)})
}

// What founders do with desks.

// AddDesk signs a record for a desk with this public key and name, good for so many rounds from
// now, and sends it to everybody. Errors of [cell.State.SignDesk].
func (d *Device) AddDesk(public [seal.PublicSize]byte, name string, rounds uint32) (seal.Digest, error) {
	d.readClock()
	r, err := d.cell.NewDeskRecord(public, name, rounds, d.known)
	if err != nil {
		return seal.Digest{}, err
	}
	effects, err := d.cell.SignDesk(r, d.known)
	if err := d.carryOut(effects, err); err != nil {
		return seal.Digest{}, err
	}
	return r.Digest()
}

// SignDesk signs a record that the other founder has signed. cell.ErrNoDeskRecord; errors of
// [cell.State.SignDesk].
func (d *Device) SignDesk(digest seal.Digest) error {
	d.readClock()
	for _, s := range d.Desks() {
		if s.Digest == digest {
			r := s.Record
			effects, err := d.cell.SignDesk(&r, d.known)
			return d.carryOut(effects, err)
		}
	}
	return cell.ErrNoDeskRecord
}

// RevokeDesk takes a desk's record back, everywhere. Errors of [cell.State.RevokeDesk].
func (d *Device) RevokeDesk(digest seal.Digest) error {
	d.readClock()
	effects, err := d.cell.RevokeDesk(digest, d.known)
	return d.carryOut(effects, err)
}
