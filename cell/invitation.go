package cell

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/keys"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// invitationVersion begins every invitation. 1 had the group's settings in it.
	invitationVersion = 2

	// maxInvitation is the longest invitation, in bytes: with the check of its text 96,
	// which are 154 characters of base32, the most that a QR of version 5 holds at level
	// L (docs/design.md, "Link").
	maxInvitation = maxText154 - checkLen

	// MaxFirstName is the longest name of a first host that fits, in bytes.
	MaxFirstName = maxInvitation - (1 + keys.Size + 4 + 1 + 2 + 2 + card.HashSize)
)

type secretUse struct{}

// Secret is the 32 bytes in which one link is rooted. Whoever sees them can be
// that link's other side.
type Secret = keys.Key[secretUse]

// Invitation is what one person shows another in person, or a lead sends to the
// two it introduces: everything a link needs to begin, beside the card that it names.
//
//	offset  length  field
//	     0       1  version, 2
//	     1      32  secret
//	    33       4  b(0), the link's base round
//	    37       1  π of who shows it, in 48ths: see round.Rate.Parts; 0: not told, as in packets
//	    38          the first host: see [First]
//	            16  hash of the card; in packets, of the founding card
//
// Integers are big-endian. At most 93 bytes.
type Invitation struct {
	Secret Secret
	Base   box.Round
	Rate   uint8     // π that who joins begins with, in 48ths; 0: not told
	First  First     // where the card is to be had; zero: it is handed over
	Card   card.Hash // of the card that who joins begins with
}

// First is the host that has the sealed card which an invitation names. The zero
// value is none.
//
//	offset  length  field
//	     0       1  kind: 0 none, 1 IPv4, 2 IPv6, 3 name, 4 onion service; + 128: http
//	     1          4, 16, 1+n, 32 bytes of it; nothing for kind 0
//	             2  port; nothing for kind 0
type First struct {
	Host  string // name or address, colon, port, as [card.ParseHost] writes it
	Plain bool   // http: on this machine, or an onion service
}

// FirstOf returns the first host of a card: that of the first place which a request can
// reach directly and whose name fits into an invitation. The zero value if none does.
func FirstOf(c *card.Card) First {
	for _, p := range c.Places[:c.Count()] {
		to := p.First()
		f := First{to.Host, to.Plain}
		if host, _, err := net.SplitHostPort(f.Host); err == nil && !to.IsOnion() && (len(host) <= MaxFirstName || isIP(host)) {
			return f
		}
	}
	return First{}
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

const (
	firstNone = iota
	firstIPv4
	firstIPv6
	firstName
	firstOnion

	firstPlain = 128
)

func (f *First) add(b *cryptobyte.Builder) {
	if f.Host == "" {
		b.AddUint8(firstNone)
		return
	}
	var plain uint8
	if f.Plain {
		plain = firstPlain
	}
	host, portText, _ := net.SplitHostPort(f.Host)
	n, _ := strconv.ParseUint(portText, 10, 16)
	port := uint16(n)
	ip, ipErr := netip.ParseAddr(host)
	if key, _, onion := card.OnionOf(f.Host); onion {
		b.AddUint8(firstOnion | plain)
		b.AddBytes(key[:])
	} else if ipErr == nil && ip.Is4() {
		b.AddUint8(firstIPv4 | plain)
		b.AddBytes(ip.AsSlice())
	} else if ipErr == nil {
		b.AddUint8(firstIPv6 | plain)
		b.AddBytes(ip.AsSlice())
	} else {
		b.AddUint8(firstName | plain)
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(host)) })
	}
	b.AddUint16(port)
}

func (f *First) read(s *cryptobyte.String) bool {
	var kind uint8
	if !s.ReadUint8(&kind) {
		return false
	}
	if kind == firstNone {
		return true
	}
	var raw []byte
	var name cryptobyte.String
	var ok bool
	switch kind &^ firstPlain {
	case firstIPv4:
		ok = s.ReadBytes(&raw, 4)
	case firstIPv6:
		ok = s.ReadBytes(&raw, 16)
	case firstName:
		ok = s.ReadUint8LengthPrefixed(&name) && len(name) <= MaxFirstName
	case firstOnion:
		ok = s.ReadBytes(&raw, 32)
	}
	var port uint16
	if !ok || !s.ReadUint16(&port) {
		return false
	}
	host := string(name)
	if ip, isIP := netip.AddrFromSlice(raw); isIP && len(raw) < 32 {
		host = ip.String()
	}
	f.Plain, f.Host = kind&firstPlain != 0, net.JoinHostPort(host, strconv.Itoa(int(port)))
	if len(raw) == 32 {
		f.Host = card.OnionHost([32]byte(raw), port)
	}
	return f.check() == nil && f.kind() == kind
}

// kind returns the byte that add begins with: each host has one form.
func (f *First) kind() uint8 {
	b := cryptobyte.NewBuilder(nil)
	f.add(b)
	return b.BytesOrPanic()[0]
}

func (f *First) check() error {
	if *f == (First{}) {
		return nil
	}
	host, err := card.ParseHost(f.Host)
	name, _, _ := net.SplitHostPort(f.Host)
	_, _, onion := card.OnionOf(f.Host)
	if err != nil || host != f.Host || f.Plain != onion && !card.IsLoopback(f.Host) || !onion && !isIP(name) && len(name) > MaxFirstName {
		return fmt.Errorf("%w: its first host is none", ErrInvitation)
	}
	return nil
}

// Format implements [fmt.Formatter] and prints no host.
func (First) Format(f fmt.State, _ rune) { io.WriteString(f, "cell.First(hidden)") }

// ErrInvitation is the error of bytes or text that are no invitation.
var ErrInvitation = errors.New("not an invitation")

// ErrInvitationNewer is the error of an invitation of a newer program's.
var ErrInvitationNewer = fmt.Errorf("%w that this program can read: it was made by a newer one", ErrInvitation)

// MarshalBinary returns the invitation's bytes, the secret among them.
func (i *Invitation) MarshalBinary() ([]byte, error) { return i.bytes(true) }

// Context returns all bytes of the invitation except the secret: what both
// sides of the link hash at its start (docs/protocol/link.md).
func (i *Invitation) Context() ([]byte, error) { return i.bytes(false) }

func (i *Invitation) bytes(secret bool) ([]byte, error) {
	if err := i.First.check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, maxInvitation))
	i.add(b, secret)
	return b.Bytes()
}

func (i *Invitation) add(b *cryptobyte.Builder, secret bool) {
	b.AddUint8(invitationVersion)
	if secret {
		b.AddBytes(i.Secret.Bytes())
	}
	b.AddUint32(uint32(i.Base))
	b.AddUint8(i.Rate)
	i.First.add(b)
	b.AddBytes(i.Card[:])
}

// UnmarshalBinary reads what MarshalBinary wrote and nothing else. The bytes
// stay the caller's, to be erased by the caller. ErrInvitation, ErrInvitationNewer.
func (i *Invitation) UnmarshalBinary(data []byte) error {
	s := cryptobyte.String(data)
	var version uint8
	var secret []byte
	var n Invitation
	if !s.ReadUint8(&version) {
		return ErrInvitation
	}
	if version > invitationVersion {
		return ErrInvitationNewer
	}
	if version != invitationVersion || !s.ReadBytes(&secret, keys.Size) || !s.ReadUint32((*uint32)(&n.Base)) ||
		!s.ReadUint8(&n.Rate) || n.Rate >= 48 || !n.First.read(&s) || !s.CopyBytes(n.Card[:]) || !s.Empty() {
		return ErrInvitation
	}
	var err error
	if n.Secret, err = keys.Of[secretUse](secret); err != nil {
		return err
	}
	*i = n
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
	// maxText154 is how many bytes 154 characters of base32 hold.
	maxText154 = 96

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
	sum := sha256.Sum256(append([]byte("bulkhead/invitation/2 "), b...))
	return sum[:checkLen]
}

// Text returns the invitation as at most 154 characters of upper-case base32
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
	if len(b) <= checkLen || len(b) > maxText154 {
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
