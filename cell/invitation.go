package cell

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"bulkhead/box"
	"bulkhead/keys"
	"bulkhead/round"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// invitationVersion begins every invitation.
	invitationVersion = 1

	// fixedLen is an invitation without the two addresses and without hours, in bytes.
	fixedLen = 1 + keys.Size + 4 + 4 + 1 + 1 + 4 + 1 + 1

	// spanSize is what a span of the group's hours takes, in bytes.
	spanSize = 8

	// maxInvitation is the longest invitation, in bytes: with the check of its
	// text 150, which are 240 characters of base32 (docs/design.md, "Link").
	maxInvitation = maxText240 - checkLen
)

type secretUse struct{}

// Secret is the 32 bytes in which one link is rooted. Whoever sees them can be
// that link's other side.
type Secret = keys.Key[secretUse]

// Invitation is what one person shows another in person, or a lead sends to the
// two it introduces: everything a link needs to begin.
//
//	offset  length  field
//	     0       1  version, 1
//	     1      32  secret
//	    33       4  b(0), the link's base round
//	    37       4  T in milliseconds
//	    41       1  S
//	    42       1  PL
//	    43       4  spans of the group's hours, 0 to 4
//	    47     1+n  drop address: length, bytes
//	  48+n     1+m  relay address: length, bytes
//	 49+n+m     8s  each span as in a calendar (docs/protocol/calendar.md)
//
// Integers are big-endian. At most 147 bytes.
type Invitation struct {
	Secret Secret
	Base   box.Round
	Group  Group
}

// ErrInvitation is the error of bytes or text that are no invitation.
var ErrInvitation = errors.New("not an invitation")

// MarshalBinary returns the invitation's bytes, the secret among them.
func (i *Invitation) MarshalBinary() ([]byte, error) {
	if err := i.Group.check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, maxInvitation))
	i.add(b, true)
	return b.Bytes()
}

// Context returns all bytes of the invitation except the secret: what both
// sides of the link hash at its start (docs/protocol/link.md).
func (i *Invitation) Context() ([]byte, error) {
	if err := i.Group.check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, maxInvitation))
	i.add(b, false)
	return b.Bytes()
}

func (i *Invitation) add(b *cryptobyte.Builder, secret bool) {
	b.AddUint8(invitationVersion)
	if secret {
		b.AddBytes(i.Secret.Bytes())
	}
	b.AddUint32(uint32(i.Base))
	i.Group.add(b)
}

func (g *Group) add(b *cryptobyte.Builder) {
	calendar := g.Calendar.Bytes()
	b.AddBytes(calendar[:4])
	b.AddUint8(g.Slots)
	b.AddUint8(g.PouchRounds)
	b.AddUint32(uint32(g.spans()))
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(g.Drop) })
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(g.Relay) })
	b.AddBytes(calendar[4 : 4+g.spans()*spanSize])
}

// spans returns how many spans the group's hours are.
func (g *Group) spans() int {
	n := 0
	for _, s := range g.Calendar.Spans {
		if s.Length > 0 {
			n++
		}
	}
	return n
}

func (g *Group) read(s *cryptobyte.String) bool {
	var drop, relay cryptobyte.String
	var calendar [round.CalendarSize]byte
	var spans uint32
	if !s.CopyBytes(calendar[:4]) || !s.ReadUint8(&g.Slots) || !s.ReadUint8(&g.PouchRounds) ||
		!s.ReadUint32(&spans) || spans > round.MaxSpans || !s.ReadUint8LengthPrefixed(&drop) ||
		!s.ReadUint8LengthPrefixed(&relay) || !s.CopyBytes(calendar[4:4+int(spans)*spanSize]) {
		return false
	}
	var err error
	if g.Calendar, err = round.CalendarOf(calendar); err != nil || g.spans() != int(spans) {
		return false
	}
	g.Drop, g.Relay = append([]byte(nil), drop...), append([]byte(nil), relay...)
	return g.check() == nil
}

// UnmarshalBinary reads what MarshalBinary wrote and nothing else. The bytes
// stay the caller's, to be erased by the caller.
func (i *Invitation) UnmarshalBinary(data []byte) error {
	s := cryptobyte.String(data)
	var version uint8
	var secret []byte
	var base uint32
	var g Group
	if !s.ReadUint8(&version) {
		return ErrInvitation
	}
	if version != invitationVersion {
		return fmt.Errorf("%w of a version this program knows", ErrInvitation)
	}
	if !s.ReadBytes(&secret, keys.Size) || !s.ReadUint32(&base) || !g.read(&s) || !s.Empty() {
		return ErrInvitation
	}
	k, err := keys.Of[secretUse](secret)
	if err != nil {
		return err
	}
	*i = Invitation{k, box.Round(base), g}
	return nil
}

// fairBase reports whether a link can begin at a base that came in a packet: not
// after now, but for clocks that differ, nor so long before that its chains
// could not be walked.
func fairBase(base, now box.Round) bool {
	const clocks, margin = 2, 1000
	return since(base, now) <= clocks && since(now, base) < MaxNoticeRounds-margin
}

// Format implements [fmt.Formatter] and prints neither secret nor address.
func (Invitation) Format(f fmt.State, _ rune) { io.WriteString(f, "cell.Invitation(hidden)") }

const (
	// maxText240 is how many bytes 240 characters of base32 hold.
	maxText240 = 150

	// checkLen is the length of the check behind an invitation's text, in
	// bytes: a typo passes once in 16 million.
	checkLen = 3

	// rowGroups groups of textGroup characters are a row of the text as it is printed,
	// before the row's own check of rowCheck characters: a typo passes once in 32,768.
	rowGroups = 7
	textGroup = 5
	rowCheck  = 3
	rowLen    = rowGroups*textGroup + rowCheck
)

// ErrTypo is the error of a text that looks like an invitation but was
// mistyped or cut off; errors.As finds a [RowError] if the row is known.
var ErrTypo = errors.New("the invitation was mistyped or is incomplete")

// RowError is ErrTypo of one row of a printed invitation.
type RowError struct{ Row int } // from 1

func (e *RowError) Error() string     { return fmt.Sprintf("row %d of the invitation was mistyped", e.Row) }
func (e *RowError) Is(err error) bool { return err == ErrTypo }

func textEncoding() *base32.Encoding { return base32.StdEncoding.WithPadding(base32.NoPadding) }

// check is the first bytes of SHA-256 over a label and the invitation.
func check(b []byte) []byte {
	sum := sha256.Sum256(append([]byte("bulkhead/invitation/1 "), b...))
	return sum[:checkLen]
}

// Text returns the invitation as at most 240 characters of upper-case base32
// without padding: the alphanumeric mode of a QR code holds them. The secret is
// in it.
func (i *Invitation) Text() (string, error) {
	b, err := i.MarshalBinary()
	if err != nil {
		return "", err
	}
	defer clear(b)
	return textEncoding().EncodeToString(append(b, check(b)...)), nil
}

// Rows returns an invitation's text as it is printed, for reading aloud and typing:
// seven groups of five characters a row, and behind them the row's check.
func Rows(text string) (rows []string) {
	for len(text) > 0 {
		n := min(rowGroups*textGroup, len(text))
		var b strings.Builder
		for at := 0; at < n; at += textGroup {
			b.WriteString(text[at:min(at+textGroup, n)])
			b.WriteByte(' ')
		}
		rows = append(rows, b.String()+checkOfRow(len(rows), text[:n]))
		text = text[n:]
	}
	return rows
}

// checkOfRow is three characters of SHA-256 over a label, a row's number from 0 and
// its text.
func checkOfRow(row int, text string) string {
	sum := sha256.Sum256(append([]byte("bulkhead/invitation-row/1 "), append([]byte{byte(row)}, text...)...))
	return textEncoding().EncodeToString(sum[:])[:rowCheck]
}

// ParseInvitation reads a text as a person typed it, whole or as [Rows] printed it:
// case, white space and dashes do not matter, and 0, 1 and 8, which base32 does not
// have, are read as the letters they look like. A row that is too long or too short
// spoils no other if each stands on a line of its own. ErrTypo if a check fails,
// ErrInvitation if it is something else.
func ParseInvitation(text string) (*Invitation, error) {
	var lines []string
	for line := range strings.Lines(text) {
		if line = cleaned(line); line != "" {
			lines = append(lines, line)
		}
	}
	whole := strings.Join(lines, "")
	i, err := parseText(whole)
	if err == nil {
		return i, nil
	}
	printed, isRows, rowErr := textOfRows(lines)
	switch {
	case !isRows:
		return nil, err
	case rowErr != nil:
		return nil, rowErr
	}
	return parseText(printed)
}

// cleaned returns the characters of base32 that somebody meant.
func cleaned(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r):
			return -1
		case r == '0':
			return 'O'
		case r == '1':
			return 'I'
		case r == '8':
			return 'B'
		}
		return unicode.ToUpper(r)
	}, typed)
}

// textOfRows takes the checks out of printed rows. isRows reports whether one row at
// least has its check; the error is of the first that has not.
func textOfRows(lines []string) (text string, isRows bool, err error) {
	rows := lines
	if len(lines) == 1 {
		rows = nil
		for line := lines[0]; line != ""; {
			n := min(rowLen, len(line))
			rows, line = append(rows, line[:n]), line[n:]
		}
	}
	for n, row := range rows {
		at := max(len(row)-rowCheck, 0)
		right := (len(row) == rowLen || n == len(rows)-1 && len(row) < rowLen) && checkOfRow(n, row[:at]) == row[at:]
		isRows = isRows || right
		if !right && err == nil {
			err = &RowError{n + 1}
		}
		text += row[:at]
	}
	return text, isRows, err
}

// parseText reads the text of a whole invitation, cleaned.
func parseText(clean string) (*Invitation, error) {
	b, err := textEncoding().DecodeString(clean)
	if err != nil {
		// The decoder's error would quote what was typed.
		return nil, ErrTypo
	}
	defer clear(b)
	if len(b) <= checkLen || len(b) > maxText240 {
		return nil, ErrInvitation
	}
	body := b[:len(b)-checkLen]
	if !bytes.Equal(check(body), b[len(body):]) || textEncoding().EncodeToString(b) != clean {
		return nil, ErrTypo
	}
	var i Invitation
	if err := i.UnmarshalBinary(body); err != nil {
		return nil, fmt.Errorf("reading the invitation: %w", err)
	}
	return &i, nil
}
