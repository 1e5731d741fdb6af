package cell

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

const (
	// maxText240 is how many bytes 240 characters of base32 hold.
	maxText240 = 150

	// checkLen is the length of the check behind an invitation's text, in
	// bytes: a typo passes once in 16 million.
	checkLen = 3

	// textGroup is how many characters a printed invitation keeps together.
	textGroup = 5
)

// ErrTypo is the error of a text that looks like an invitation but was
// mistyped or cut off.
var ErrTypo = errors.New("the invitation was mistyped or is incomplete")

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

// GroupText returns a text in groups of five characters, for reading aloud and
// typing.
func GroupText(text string) string {
	var b strings.Builder
	for i, r := range text {
		if i > 0 && i%textGroup == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// ParseInvitation reads a text as a person typed it: case, white space and
// dashes do not matter, and 0, 1 and 8, which base32 does not have, are read as
// the letters they look like. ErrTypo if its check fails, ErrInvitation if it is
// something else.
func ParseInvitation(text string) (*Invitation, error) {
	clean := strings.Map(func(r rune) rune {
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
	}, text)
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
