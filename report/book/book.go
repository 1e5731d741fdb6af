package book

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/report"
	"bulkhead/report/seal"
)

const (
	// MaxEntries is how many reports a book has at most, drafts among them.
	MaxEntries = 64
	// MaxPending is how many letters of one report are on their way at a time.
	MaxPending = 4
	// MaxReplies is how many of a desk's texts are kept of one report: the oldest that was
	// read goes first.
	MaxReplies = 4
	// MaxWays is how many ways are kept of one report: enough that a reply to any of its letters
	// finds its way, and no more than that to tell whose packets these were.
	MaxWays = 8
	// MaxTries is how often a letter is sealed: once, and five times again.
	MaxTries = 6

	// SentCost is by how much a report is charged more once it was sent, in bytes, besides what
	// an edit's or an answer's own words take.
	SentCost = seal.MaxProgress + MaxReplies*replyCost + MaxWays*seal.WaySize

	// entryCost is what an entry takes besides its texts, in bytes: a test holds that it is
	// enough for everything but reports, letters' texts, replies and progress.
	entryCost = 208
	// pendingCost is what a letter on its way takes besides its text.
	pendingCost = 40
	// replyCost is what a reply takes at most.
	replyCost = 16 + seal.MaxReply
)

// Refusal is why the book does not do what it was asked for. The sentence that a person reads
// is a catalogue's, by this value.
type Refusal string

// Error returns the reason for developers.
func (r Refusal) Error() string { return string(r) }

// What is refused.
const (
	ErrNone      Refusal = "no report has this number"
	ErrFull      Refusal = "there is room for 64 reports"
	ErrNoDraft   Refusal = "nothing of this report is not sent yet"
	ErrNotSent   Refusal = "this report was never sent"
	ErrPending   Refusal = "four letters of this report are on their way"
	ErrClosed    Refusal = "the desk has closed this report"
	ErrWithdrawn Refusal = "this report is withdrawn"
	ErrNoReply   Refusal = "the desk said nothing with this number that can be answered"
	ErrOtherDesk Refusal = "this report is at another desk"
	ErrRevisions Refusal = "this report has no more revisions"
	ErrBook      Refusal = "these bytes are not a book of reports"
)

// Book is what a member has written for desks. The zero Book is empty. It is one goroutine's.
type Book struct {
	last    uint32
	entries []*Entry // by number
}

// Entry is one report, from its first draft until it is forgotten. What a caller gets is its
// own to read; only the book changes it.
type Entry struct {
	Number    uint32
	ID        report.ID
	Kind      report.Kind    // stays when the report itself is gone
	Draft     *report.Report // what is not sent yet; nil: nothing
	Sent      *report.Report // the newest revision that was sealed; nil: none, or closed, or withdrawn
	Desk      seal.Digest    // of the record to which it was sealed last; zero before
	DeskKey   [32]byte       // SHA-256 of that record's public key
	DeskName  string         // that record's
	Pending   []Pending      // letters that are not at the desk, as far as is known
	Replies   []Reply        // texts, by number
	Withdrawn report.Why     // 0: not
	Odd       uint16         // replies that were refused: two of one number, or of a revision that was never sent
	Dropped   uint16         // texts that gave way to later ones
	At        box.Round      // when it last was written, sealed, or heard of

	key      report.ReplyKey
	progress seal.Progress
	ways     []seal.Way // of its packets, newest last: each of those that are pending is here
}

// Format implements [fmt.Formatter] and prints nothing of the entry.
func (*Entry) Format(f fmt.State, _ rune) { io.WriteString(f, "entry(hidden)") }

// Format implements [fmt.Formatter] and prints nothing of the book.
func (*Book) Format(f fmt.State, _ rune) { io.WriteString(f, "book(hidden)") }

// Revision returns the newest revision that was sealed, 0 for none.
func (e *Entry) Revision() uint16 { return e.progress.Sealed() }

// Stage returns how far the newest revision is; of what was never sealed, [seal.Waiting].
func (e *Entry) Stage() seal.Stage { return e.progress.Stage() }

// SameDesk reports whether a record, which is signed by so many founders as by says
// ([seal.Signed]), is of the desk that has the report: it has the same public key; or both
// founders have signed it, and it has the same name. Whoever has a report's reply key can write
// in its writer's name, so that nothing less is enough.
func (e *Entry) SameDesk(r *seal.Record, by uint8) bool {
	return e.Revision() != 0 && (sha256.Sum256(r.Public[:]) == e.DeskKey || by == 3 && r.Name == e.DeskName)
}

// Missing returns how many of the desk's replies have not come, though later ones have.
func (e *Entry) Missing() int { return e.progress.Order.Missing() }

// Ways returns the ways over which the desk's replies to a report come. Whoever has a packet can
// reckon its way: the device forgets every other way of its owner's.
func (e *Entry) Ways() []seal.Way { return slices.Clone(e.ways) }

// addWay keeps one more way, and drops the oldest that no pending letter has.
func (e *Entry) addWay(w seal.Way) {
	e.ways = append(e.ways, w)
	for len(e.ways) > MaxWays {
		old := slices.IndexFunc(e.ways, func(w seal.Way) bool {
			return !slices.ContainsFunc(e.Pending, func(p Pending) bool { return p.Way == w })
		})
		e.ways = slices.Delete(e.ways, max(old, 0), max(old, 0)+1)
	}
}

// closed reports whether the desk has closed the newest revision.
func (e *Entry) closed() bool { return e.Revision() != 0 && e.Stage() == seal.Closed }

// Unread returns how many of the desk's texts the person has not seen.
func (e *Entry) Unread() (n int) {
	for i := range e.Replies {
		if !e.Replies[i].Read {
			n++
		}
	}
	return n
}

// All returns the entries, by number.
func (b *Book) All() []*Entry { return slices.Clone(b.entries) }

// Entry returns the entry with this number. [ErrNone].
func (b *Book) Entry(number uint32) (*Entry, error) {
	for _, e := range b.entries {
		if e.Number == number {
			return e, nil
		}
	}
	return nil, ErrNone
}

// New keeps a new draft, in round now. r needs neither id nor revision: they are its own. An
// error is [ErrFull], or what [report.Report.Check] refuses.
func (b *Book) New(r report.Report, now box.Round, rand io.Reader) (*Entry, error) {
	if len(b.entries) >= MaxEntries {
		return nil, ErrFull
	}
	id, key, err := report.NewThread(rand)
	if err != nil {
		return nil, err
	}
	e := &Entry{ID: id, key: key, At: now}
	if err := e.draft(r); err != nil {
		return nil, err
	}
	b.last++
	e.Number = b.last
	b.entries = append(b.entries, e)
	return e, nil
}

// draft puts r in the place of the draft.
func (e *Entry) draft(r report.Report) error {
	if e.Revision() == 0xffff {
		return ErrRevisions
	}
	r.ID, r.Revision = e.ID, e.Revision()+1
	if err := r.Check(); err != nil {
		return err
	}
	e.Draft, e.Kind = &r, r.Kind
	return nil
}

// Text returns what an edit of the report begins with: the draft, else what was sent. [ErrNone],
// [ErrClosed], [ErrWithdrawn].
func (b *Book) Text(number uint32) (report.Report, error) {
	e, err := b.Entry(number)
	switch {
	case err != nil:
		return report.Report{}, err
	case e.Withdrawn != 0:
		return report.Report{}, ErrWithdrawn
	case e.Draft != nil:
		return *e.Draft, nil
	case e.Sent == nil:
		return report.Report{}, ErrClosed
	}
	return *e.Sent, nil
}

// Edit puts r in the place of the draft; of a report that was sent it becomes the next
// revision's draft. Errors are those of [Book.Text] and [Book.New].
func (b *Book) Edit(number uint32, r report.Report, now box.Round) error {
	if _, err := b.Text(number); err != nil {
		return err
	}
	e, _ := b.Entry(number)
	if err := e.draft(r); err != nil {
		return err
	}
	e.At = now
	return nil
}

// Delete forgets an entry. What a desk says to it from then on is nobody's. [ErrNone].
func (b *Book) Delete(number uint32) error {
	e, err := b.Entry(number)
	if err != nil {
		return err
	}
	e.erase()
	b.entries = slices.DeleteFunc(b.entries, func(o *Entry) bool { return o == e })
	return nil
}

func (e *Entry) erase() {
	e.key.Erase()
	*e = Entry{Number: e.Number}
}

// Erase forgets everything.
func (b *Book) Erase() {
	for _, e := range b.entries {
		e.erase()
	}
	*b = Book{}
}

// Bytes returns what the book takes in a vault at most until its owner does something: what a
// desk can still say is counted as if it had been said.
func (b *Book) Bytes() (n int) {
	for _, e := range b.entries {
		n += e.cost()
	}
	return n
}

func (e *Entry) cost() int {
	n := entryCost + MaxPending*pendingCost
	for _, r := range []*report.Report{e.Draft, e.Sent} {
		if r != nil {
			n += report.MaxBytes - report.MaxText + len(r.Text)
		}
	}
	for i := range e.Pending {
		n += len(e.Pending[i].Text)
	}
	if e.Revision() == 0 {
		return n
	}
	return n + SentCost
}

// MarkRead records that the person has seen what the desk has said to a report.
func (b *Book) MarkRead(number uint32) {
	if e, err := b.Entry(number); err == nil {
		for i := range e.Replies {
			e.Replies[i].Read = true
		}
	}
}

// Life says how long entries stay, in rounds.
type Life struct {
	Over   box.Round // after the desk closed it, or a withdrawal is at the desk
	Silent box.Round // after anything was last sealed or heard: no reply comes any more
}

// Tidy drops reports that are over, or of which nothing was heard for as long as a reply can
// take. Drafts stay until their owner deletes or sends them.
func (b *Book) Tidy(now box.Round, l Life) {
	b.entries = slices.DeleteFunc(b.entries, func(e *Entry) bool {
		if e.Revision() == 0 || e.Draft != nil {
			return false
		}
		life := l.Silent
		if e.closed() || e.Withdrawn != 0 && e.Stage() >= seal.AtDesk {
			life = l.Over
		}
		if now <= e.At || now-e.At <= life {
			return false
		}
		e.erase()
		return true
	})
}
