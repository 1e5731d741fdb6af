package report

import (
	"fmt"
	"io"

	"bulkhead/keys"
	"bulkhead/report/place"

	"golang.org/x/crypto/cryptobyte"
)

type replyUse struct{}

// ReplyKey is drawn with a report's id. Whoever has it may write in the report's thread,
// and read and write replies: the writer and the desk.
type ReplyKey = keys.Key[replyUse]

// NewThread draws the id and the reply key of a report.
func NewThread(rand io.Reader) (ID, ReplyKey, error) {
	var id ID
	for id == (ID{}) {
		if _, err := io.ReadFull(rand, id[:]); err != nil {
			return ID{}, ReplyKey{}, fmt.Errorf("drawing a report's id: %w", err)
		}
	}
	key, err := keys.Read[replyUse](rand)
	return id, key, err
}

// The two lengths of a letter: what one box of a link and what three leave of a packet.
const (
	ShortLetter  = 2690
	LongLetter   = 10_394
	letterFields = 1 + keys.Size + 2
)

// The longest report has room in the longer letter.
const _ = uint(LongLetter - letterFields - MaxBytes)

// What says what a letter is.
type What uint8

const (
	AReport     What = iota + 1
	AWithdrawal      // the writer takes the report back
	AnAnswer         // to a question of the desk's
)

// Why is why a report is withdrawn.
type Why uint8

const (
	Wrong   Why = iota + 1 // it was not so
	Over                   // it is not so any more
	NotSafe                // keeping it puts somebody in danger
)

// Letter is what one packet carries to a desk. Of a report, ID and Revision are the
// report's own. Format prints nothing of it.
type Letter struct {
	What     What
	Key      ReplyKey
	Report   Report // of a report
	ID       ID
	Revision uint16
	Why      Why    // of a withdrawal
	Answers  uint16 // of an answer: the number of the desk's reply
	Text     string // of an answer
}

// Format implements [fmt.Formatter] and prints nothing of the letter.
func (Letter) Format(f fmt.State, _ rune) { io.WriteString(f, "letter(hidden)") }

const (
	ErrLetter Refusal = "these bytes are not a letter to a desk"
	ErrLong   Refusal = "this is longer than three boxes carry"
)

// LetterOf returns the letter that carries r.
func LetterOf(r Report, key ReplyKey) Letter {
	return Letter{What: AReport, Key: key, Report: r, ID: r.ID, Revision: r.Revision}
}

// body returns what the letter says without reply key and padding.
func (l *Letter) body() ([]byte, error) {
	switch l.What {
	case AReport:
		if l.Report.ID != l.ID || l.Report.Revision != l.Revision {
			return nil, ErrID
		}
		return l.Report.MarshalBinary()
	case AWithdrawal, AnAnswer:
	default:
		return nil, ErrLetter
	}
	if l.ID == (ID{}) || l.Revision == 0 {
		return nil, ErrID
	}
	b := cryptobyte.NewBuilder(nil)
	appendHead(b, l.ID, l.Revision)
	switch {
	case l.What == AWithdrawal && l.Why >= Wrong && l.Why <= NotSafe:
		b.AddUint8(uint8(l.Why))
	case l.What == AnAnswer && l.Answers != 0:
		if l.Text == "" || len(l.Text) > MaxText || !place.Plain(l.Text, true) {
			return nil, ErrText
		}
		b.AddUint16(l.Answers)
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(l.Text)) })
	default:
		return nil, ErrValue
	}
	return b.Bytes()
}

// MarshalPadded returns the letter in the shorter of its two lengths that it fits.
func (l *Letter) MarshalPadded() ([]byte, error) {
	body, err := l.body()
	if err != nil {
		return nil, err
	}
	size := ShortLetter
	if letterFields+len(body) > size {
		size = LongLetter
	}
	if letterFields+len(body) > size {
		return nil, ErrLong
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, size))
	b.AddUint8(uint8(l.What))
	b.AddBytes(l.Key.Bytes())
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(body) })
	b.AddBytes(make([]byte, size-letterFields-len(body)))
	return b.Bytes()
}

// ReadLetter reads a letter with its padding, and refuses everything that MarshalPadded
// would not have made.
func ReadLetter(b []byte) (*Letter, error) {
	var l Letter
	var key, body cryptobyte.String
	s := cryptobyte.String(b)
	if len(b) != ShortLetter && len(b) != LongLetter || !s.ReadUint8((*uint8)(&l.What)) ||
		!s.ReadBytes((*[]byte)(&key), keys.Size) || !s.ReadUint16LengthPrefixed(&body) {
		return nil, ErrLetter
	}
	for _, padding := range s {
		if padding != 0 {
			return nil, ErrLetter
		}
	}
	if len(b) == LongLetter && letterFields+len(body) <= ShortLetter {
		return nil, ErrLetter
	}
	copy(l.Key.Bytes(), key)
	if l.What == AReport {
		if err := l.Report.UnmarshalBinary(body); err != nil {
			return nil, err
		}
		l.ID, l.Revision = l.Report.ID, l.Report.Revision
		return &l, nil
	}
	if err := takeHead(&body, &l.ID, &l.Revision); err != nil {
		return nil, err
	}
	switch l.What {
	case AWithdrawal:
		if !body.ReadUint8((*uint8)(&l.Why)) || l.Why < Wrong || l.Why > NotSafe {
			return nil, ErrLetter
		}
	case AnAnswer:
		var text cryptobyte.String
		if !body.ReadUint16(&l.Answers) || !body.ReadUint16LengthPrefixed(&text) || l.Answers == 0 {
			return nil, ErrLetter
		}
		if l.Text = string(text); l.Text == "" || len(l.Text) > MaxText || !place.Plain(l.Text, true) {
			return nil, ErrText
		}
	default:
		return nil, ErrLetter
	}
	if !body.Empty() {
		return nil, ErrLetter
	}
	return &l, nil
}
