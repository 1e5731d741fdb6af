package drop

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"bulkhead/carrier/cause"
)

// PinSize is the length of a pin, in bytes: SHA-256.
const PinSize = sha256.Size

// Pin is the SHA-256 of a certificate's public key (its
// SubjectPublicKeyInfo), so that a drop may renew a self-made certificate
// while it keeps its key. It formats as a fixed word.
type Pin [PinSize]byte

// PinOf returns the pin of cert.
func PinOf(cert *x509.Certificate) Pin { return sha256.Sum256(cert.RawSubjectPublicKeyInfo) }

// ErrPin is the error of a TLS connection to another key than the pinned one.
var ErrPin = fmt.Errorf("the server does not hold the drop's key: %w", cause.OtherKey)

// Verify checks the other side's key, in a connection that has finished its
// handshake, against p.
func (p Pin) Verify(state tls.ConnectionState) error {
	if len(state.PeerCertificates) == 0 {
		return ErrPin
	}
	got := PinOf(state.PeerCertificates[0])
	if subtle.ConstantTimeCompare(got[:], p[:]) != 1 {
		return ErrPin
	}
	return nil
}

// Text returns the 43 characters that stand in an address: base64url without
// padding (RFC 4648, section 5).
func (p Pin) Text() string { return base64.RawURLEncoding.EncodeToString(p[:]) }

// ParsePin reads the form that [Pin.Text] writes, and no other.
func ParsePin(s string) (Pin, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != PinSize || Pin(b).Text() != s {
		return Pin{}, errors.New("a pin is 43 characters of base64url")
	}
	return Pin(b), nil
}

// Format implements [fmt.Formatter] and prints no byte of the pin.
func (Pin) Format(f fmt.State, _ rune) { io.WriteString(f, "drop.Pin(hidden)") }
