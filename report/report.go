package report

import (
	"bytes"
	"fmt"
	"io"

	"bulkhead/report/place"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// Version of the form.
	Version = 1
	// IDSize is the length of an id, in bytes: as many of them as there will ever be are
	// drawn without a repeat.
	IDSize = 16
	// MaxText is the longest text, in bytes. With every other field as long as can be, it
	// still fits the longer letter: a test holds that.
	MaxText = 10_000
	// MaxBytes is the longest form of a report.
	MaxBytes = 1 + IDSize + 2 + 8 + 3*4 + 10 + 2*place.MaxBytes + 2 + MaxText
)

// ID is drawn with a report and stays with its revisions. It is between the writer and
// the desk: whoever holds a phone and finds it published knows who wrote.
type ID [IDSize]byte

// Format implements [fmt.Formatter] and prints nothing of the id.
func (ID) Format(f fmt.State, _ rune) { io.WriteString(f, "id(hidden)") }

// Report is one report in one revision.
type Report struct {
	ID         ID
	Revision   uint16 // from 1; an edit has the next one
	Kind       Kind
	Type       uint8 // of Kind.Types, from 1; 0 another
	State      uint8 // of Kind.States, from 1; 0 not said
	Access     Access
	Severity   Severity
	How        How
	Confidence Confidence
	Consent    Consent
	People     Count // concerned
	Killed     Count
	Injured    Count
	When       When
	Where      place.Place
	To         place.Place // of a movement
	Text       string
}

// Format implements [fmt.Formatter] and prints nothing of the report.
func (Report) Format(f fmt.State, _ rune) { io.WriteString(f, "report(hidden)") }

// Refusal is why something is no report. The sentence that a person reads is a
// catalogue's, by this value. No refusal holds what was written.
type Refusal string

// Error returns the reason for developers.
func (r Refusal) Error() string { return string(r) }

const (
	ErrNewer      Refusal = "a newer program made this report"
	ErrBytes      Refusal = "these bytes are not a report"
	ErrID         Refusal = "a report has an id and a revision"
	ErrKind       Refusal = "a report is of one of five kinds, with the types and states of that kind"
	ErrValue      Refusal = "a value of a field is not one of those that it has"
	ErrNotOfKind  Refusal = "this kind of report does not have that field"
	ErrCount      Refusal = "a number of people above 99 has two digits and then zeros, and ends at 9,900,000"
	ErrUnit       Refusal = "a time is known to a quarter of an hour, an hour, six hours or a day"
	ErrTime       Refusal = "a time is between 1970 and 2200, and its end not before its begin"
	ErrText       Refusal = "a text is of at most 10,000 bytes, without control characters"
	ErrPlaceNotTo Refusal = "only a movement goes somewhere"
)

// TypeCode and StateCode return the codes of type and state, "" for none.
func (r *Report) TypeCode() string  { return code(r.Kind.Types(), r.Type) }
func (r *Report) StateCode() string { return code(r.Kind.States(), r.State) }

// Check returns why r cannot leave, or nil: a [Refusal] of this package or of place.
func (r *Report) Check() error {
	switch {
	case r.ID == ID{} || r.Revision == 0:
		return ErrID
	case !r.Kind.valid() || int(r.Type) > len(r.Kind.Types()) || int(r.State) > len(r.Kind.States()):
		return ErrKind
	case r.Access > AccessCutOff || r.Severity > Extreme || r.How < Seen || r.How > Public ||
		r.Confidence < Doubtful || r.Confidence > Sure || r.Consent > MayNotify|MayPublish:
		return ErrValue
	case r.Kind == Movement && (r.Access != 0 || r.Consent&MayPublish != 0), r.Kind == Hazard && r.People != 0,
		r.Kind != Harm && (r.Killed != 0 || r.Injured != 0):
		return ErrNotOfKind
	case r.Kind != Movement && !r.To.IsZero():
		return ErrPlaceNotTo
	case !r.People.valid() || !r.Killed.valid() || !r.Injured.valid():
		return ErrCount
	case !r.When.valid():
		return ErrTime
	case len(r.Text) > MaxText || !place.Plain(r.Text, true):
		return ErrText
	}
	if err := r.Where.Check(); err != nil {
		return err
	}
	return r.To.Check()
}

// MarshalBinary returns the one form of r.
func (r *Report) MarshalBinary() ([]byte, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewBuilder(make([]byte, 0, 256+len(r.Text)))
	appendHead(b, r.ID, r.Revision)
	b.AddBytes([]byte{byte(r.Kind), r.Type, r.State, byte(r.Access), byte(r.Severity), byte(r.How), byte(r.Confidence), byte(r.Consent)})
	for _, n := range []Count{r.People, r.Killed, r.Injured} {
		b.AddUint32(uint32(n))
	}
	r.When.append(b)
	r.Where.Append(b)
	if r.Kind == Movement {
		r.To.Append(b)
	}
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(r.Text)) })
	return b.Bytes()
}

// UnmarshalBinary reads the one form of a report, and refuses everything else. r is as it
// was if it fails.
func (r *Report) UnmarshalBinary(b []byte) error {
	var n Report
	s := cryptobyte.String(b)
	if err := takeHead(&s, &n.ID, &n.Revision); err != nil {
		return err
	}
	for _, field := range []*uint8{(*uint8)(&n.Kind), &n.Type, &n.State, (*uint8)(&n.Access), (*uint8)(&n.Severity),
		(*uint8)(&n.How), (*uint8)(&n.Confidence), (*uint8)(&n.Consent)} {
		if !s.ReadUint8(field) {
			return ErrBytes
		}
	}
	var text cryptobyte.String
	if !s.ReadUint32((*uint32)(&n.People)) || !s.ReadUint32((*uint32)(&n.Killed)) || !s.ReadUint32((*uint32)(&n.Injured)) || !n.When.take(&s) {
		return ErrBytes
	}
	var err error
	if n.Where, err = place.Take(&s); err != nil {
		return err
	}
	if n.Kind == Movement {
		if n.To, err = place.Take(&s); err != nil {
			return err
		}
	}
	if !s.ReadUint16LengthPrefixed(&text) || !s.Empty() {
		return ErrBytes
	}
	n.Text = string(text)
	// Written again it is these bytes, or it is no report: one report, one byte string.
	again, err := n.MarshalBinary()
	if err == nil && !bytes.Equal(again, b) {
		err = ErrBytes
	}
	if err == nil {
		*r = n
	}
	return err
}

// appendHead adds what begins everything that goes to a desk.
func appendHead(b *cryptobyte.Builder, id ID, revision uint16) {
	b.AddUint8(Version)
	b.AddBytes(id[:])
	b.AddUint16(revision)
}

func takeHead(s *cryptobyte.String, id *ID, revision *uint16) error {
	var version uint8
	switch {
	case !s.ReadUint8(&version) || version == 0:
		return ErrBytes
	case version > Version:
		return ErrNewer
	case !s.CopyBytes(id[:]) || !s.ReadUint16(revision):
		return ErrBytes
	case *id == ID{} || *revision == 0:
		return ErrID
	}
	return nil
}
