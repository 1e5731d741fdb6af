package book

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/report"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// Pending is a letter that was sealed and is not at the desk, as far as is known. A report's
// own words are the entry's.
type Pending struct {
	What     report.What
	Revision uint16
	Why      report.Why // of a withdrawal
	Answers  uint16     // of an answer: the number of the desk's reply
	Text     string     // of an answer
	Way      seal.Way   // of its newest packet
	Message  uint32     // the number under which the packet waits for its link; 0: none
	At       box.Round  // when it was sealed, passed on or stopped last
	Tries    uint8      // how often it was sealed
	Failed   uint8      // how often it was due, and could not be sealed
	Anyway   bool       // its owner was told that the tie it goes over is in quarantine
	Passed   bool       // the next hop has it
	Stop     uint8      // why it went no further; 0: it did not stop. Its meaning is the caller's
	GaveUp   bool       // it is not sealed again
}

// Format implements [fmt.Formatter] and prints nothing of the letter.
func (Pending) Format(f fmt.State, _ rune) { io.WriteString(f, "pending(hidden)") }

// Letter returns the letter that carries an entry's draft as it would leave now. [ErrNone],
// [ErrNoDraft], [ErrClosed], [ErrWithdrawn], [ErrPending], [ErrRevisions].
func (b *Book) Letter(number uint32) (*report.Letter, error) {
	e, err := b.Entry(number)
	switch {
	case err != nil:
		return nil, err
	case e.Draft == nil:
		return nil, ErrNoDraft
	case e.closed():
		return nil, ErrClosed
	}
	if err := e.more(report.AReport); err != nil {
		return nil, err
	}
	r := *e.Draft
	r.ID, r.Revision = e.ID, e.Revision()+1
	l := report.LetterOf(r, e.key)
	return &l, nil
}

// more reports whether the entry can have one more letter.
func (e *Entry) more(what report.What) error {
	pending := 0
	for i := range e.Pending {
		if !replaces(what, e.Pending[i].What) {
			pending++
		}
	}
	switch {
	case e.Withdrawn != 0:
		return ErrWithdrawn
	case e.Revision() == 0xffff:
		return ErrRevisions
	case pending >= MaxPending:
		return ErrPending
	}
	return nil
}

// replaces reports whether a new letter makes an older one needless: an edit the report before
// it, a withdrawal everything.
func replaces(new, old report.What) bool {
	return new == report.AWithdrawal || new == report.AReport && old == report.AReport
}

// Withdrawal returns the letter that takes a report back. [ErrNone], [ErrNotSent],
// [ErrWithdrawn], [ErrRevisions].
func (b *Book) Withdrawal(number uint32, why report.Why) (*report.Letter, error) {
	e, err := b.Entry(number)
	switch {
	case err != nil:
		return nil, err
	case e.Revision() == 0:
		return nil, ErrNotSent
	case why < report.Wrong || why > report.NotSafe:
		return nil, report.ErrValue
	}
	if err := e.more(report.AWithdrawal); err != nil {
		return nil, err
	}
	return &report.Letter{What: report.AWithdrawal, Key: e.key, ID: e.ID, Revision: e.Revision() + 1, Why: why}, nil
}

// Answer returns the letter that answers one of the desk's texts. [ErrNone], [ErrNoReply],
// [ErrClosed], [ErrWithdrawn], [ErrPending], [ErrRevisions], [report.ErrText].
func (b *Book) Answer(number uint32, reply uint16, text string) (*report.Letter, error) {
	e, err := b.Entry(number)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(e.Replies, func(r Reply) bool { return r.Number == reply })
	switch {
	case at < 0:
		return nil, ErrNoReply
	case e.closed():
		return nil, ErrClosed
	case text == "" || len(text) > report.MaxText || !place.Plain(text, true):
		return nil, report.ErrText
	}
	if err := e.more(report.AnAnswer); err != nil {
		return nil, err
	}
	return &report.Letter{What: report.AnAnswer, Key: e.key, ID: e.ID, Revision: e.Revision() + 1, Answers: reply, Text: text}, nil
}

// Leaves reads back what a desk reads of a letter: a preview shows this, and nothing else. It
// is the padded form that is sealed.
func Leaves(l *report.Letter) (back *report.Letter, length int, err error) {
	b, err := l.MarshalPadded()
	if err != nil {
		return nil, 0, err
	}
	defer clear(b)
	back, err = report.ReadLetter(b)
	return back, len(b), err
}

// Left records that a letter was sealed to the desk of a record in round now, as the packet of
// a way, and waits for its link as message; anyway says that its owner was told that the tie it
// goes over is in quarantine. A letter that is pending was sealed anew.
func (b *Book) Left(number uint32, l *report.Letter, desk *seal.Record, way seal.Way, message uint32, anyway bool, now box.Round) error {
	e, err := b.Entry(number)
	if err != nil {
		return err
	}
	digest, err := desk.Digest()
	if err != nil {
		return err
	}
	e.At, e.Desk, e.DeskKey, e.DeskName = now, digest, sha256.Sum256(desk.Public[:]), desk.Name
	if p := e.pending(l.Revision); p != nil {
		p.Way, p.Message, p.At, p.Passed, p.Stop = way, message, now, false, 0
		p.Tries = min(p.Tries+1, MaxTries)
		e.addWay(way)
		return nil
	}
	e.progress.Sent(l.Revision)
	e.Pending = slices.DeleteFunc(e.Pending, func(p Pending) bool { return replaces(l.What, p.What) })
	e.Pending = append(e.Pending, Pending{
		What: l.What, Revision: l.Revision, Why: l.Why, Answers: l.Answers, Text: l.Text, Way: way, Message: message, At: now, Tries: 1, Anyway: anyway,
	})
	if l.What == report.AWithdrawal && l.Why == report.NotSafe { // nor that the others were its writer's
		e.ways = nil
	}
	e.addWay(way)
	switch l.What {
	case report.AReport:
		r := l.Report
		e.Sent, e.Draft, e.Kind = &r, nil, r.Kind
	case report.AWithdrawal:
		e.Sent, e.Draft, e.Withdrawn = nil, nil, l.Why
		if l.Why == report.NotSafe { // to keep here either
			e.Replies = nil
		}
	case report.AnAnswer:
		for i := range e.Replies {
			e.Replies[i].Answered = e.Replies[i].Answered || e.Replies[i].Number == l.Answers
		}
	}
	if e.Draft != nil {
		e.Draft.Revision = e.Revision() + 1
	}
	return nil
}

func (e *Entry) pending(revision uint16) *Pending {
	for i := range e.Pending {
		if e.Pending[i].Revision == revision {
			return &e.Pending[i]
		}
	}
	return nil
}

// Recall undoes the first sealing of a report of which nothing has left: it is a draft again.
// The caller knows that nothing left. [ErrNone], [ErrNotSent].
func (b *Book) Recall(number uint32) error {
	e, err := b.Entry(number)
	if err != nil {
		return err
	}
	if e.Revision() != 1 || e.Sent == nil || len(e.Pending) != 1 || e.Pending[0].Passed || e.Pending[0].Tries != 1 {
		return ErrNotSent
	}
	if e.Draft == nil {
		e.Draft = e.Sent
	}
	e.Draft.Revision = 1
	e.Sent, e.Pending, e.ways, e.progress = nil, nil, nil, seal.Progress{}
	e.Desk, e.DeskKey, e.DeskName = seal.Digest{}, [32]byte{}, ""
	return nil
}

// PassedOn records that the next hop has the packet of a way.
func (b *Book) PassedOn(way seal.Way, now box.Round) { b.happened(way, now, true, 0) }

// Stopped records that the packet of a way went no further, and why: 1 to 255, by the caller's
// codes. A packet that was sealed anew since does not stop with it.
func (b *Book) Stopped(way seal.Way, why uint8, now box.Round) { b.happened(way, now, false, why) }

func (b *Book) happened(way seal.Way, now box.Round, passed bool, stop uint8) {
	for _, e := range b.entries {
		for i := range e.Pending {
			p := &e.Pending[i]
			if p.Way != way || p.Stop != 0 || passed && p.Passed {
				continue
			}
			p.At, p.Stop, p.Passed = now, stop, p.Passed || passed
			if passed {
				e.progress.PassedOn(p.Revision)
			}
		}
	}
}

// Waits says after how many rounds a letter is sealed anew.
type Waits struct {
	Silent  box.Round // it was passed on, and the desk has not said that it is there
	Stopped box.Round // it went no further
}

// Due is a letter that is to be sealed anew.
type Due struct {
	Number uint32
	Letter *report.Letter
	Anyway bool // see [Pending]
}

// Due returns the letters that are to be sealed anew in round now, and the numbers of the
// reports of which one was sealed often enough and is given up: the entry shows it from then on.
func (b *Book) Due(now box.Round, w Waits) (due []Due, givenUp []uint32) {
	for _, e := range b.entries {
		for i := range e.Pending {
			p := &e.Pending[i]
			wait := w.Silent
			if p.Stop != 0 {
				wait = w.Stopped
			}
			if p.GaveUp || p.Stop == 0 && !p.Passed || now < p.At+wait {
				continue
			}
			if l := e.again(p); l == nil || p.Tries+p.Failed >= MaxTries {
				p.GaveUp = true
				givenUp = append(givenUp, e.Number)
			} else {
				due = append(due, Due{e.Number, l, p.Anyway})
			}
		}
	}
	return due, givenUp
}

// NotSealed records that a letter which was due could not be sealed: it is no packet, but counts
// towards the end, so that its owner is told one day.
func (b *Book) NotSealed(number uint32, revision uint16, now box.Round) {
	if e, err := b.Entry(number); err == nil {
		if p := e.pending(revision); p != nil {
			p.At, p.Failed = now, min(p.Failed+1, MaxTries)
		}
	}
}

// again returns a pending letter once more; nil if its words are gone.
func (e *Entry) again(p *Pending) *report.Letter {
	if p.What == report.AReport {
		if e.Sent == nil || e.Sent.Revision != p.Revision {
			return nil
		}
		l := report.LetterOf(*e.Sent, e.key)
		return &l
	}
	return &report.Letter{What: p.What, Key: e.key, ID: e.ID, Revision: p.Revision, Why: p.Why, Answers: p.Answers, Text: p.Text}
}
