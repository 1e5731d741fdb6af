package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode"

	"bulkhead/box"
	"bulkhead/report/place"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// Version of records, packets and replies.
	Version = 1
	// GroupSize is the length of a group's name: the hash of its founding card.
	GroupSize = 16
	// PublicSize is the length of a desk's public key: ML-KEM-768's and X25519's.
	PublicSize = 1184 + 32
	// MaxName is the longest name of a desk, in bytes.
	MaxName = 40
	// MaxLife is how many rounds after its issue a record can expire: a year at 15 minutes.
	MaxLife = 35_040
	// Ahead is how far ahead of a device's round a record may be issued: clocks differ.
	Ahead = 2

	recordFixed = 1 + GroupSize + 3*4 + PublicSize
	// MaxRecord is the longest form of a record.
	MaxRecord = recordFixed + 1 + MaxName
	nameSize  = 8
)

// Refusal is why something is not taken. The sentence that a person reads is a
// catalogue's, by this value.
type Refusal string

// Error returns the reason for developers.
func (r Refusal) Error() string { return string(r) }

const (
	ErrNewer     Refusal = "a newer program made this"
	ErrRecord    Refusal = "this is not a desk's record"
	ErrGroup     Refusal = "this desk's record is another group's"
	ErrSignature Refusal = "a founder's signature is missing or wrong"
	ErrEarly     Refusal = "this desk's record is from a later round than this"
	ErrExpired   Refusal = "this desk's record has expired"
	ErrRevoked   Refusal = "a founder has revoked this desk's record"
	ErrNoRoom    Refusal = "no room for one more desk or revocation"
	ErrPacket    Refusal = "this is not a packet to a desk or back"
	ErrNotOurs   Refusal = "this packet is sealed to another key, or was changed"
	ErrSeed      Refusal = "this is not a desk's private key"
)

// Group names a group: the hash of its founding card.
type Group [GroupSize]byte

// Digest names a desk's record.
type Digest [sha256.Size]byte

// Name is the first bytes of a digest, by which a packet says to whom it goes.
type Name [nameSize]byte

// Record is what a device must know of a desk to seal to it.
type Record struct {
	Group   Group
	Issued  box.Round
	Begins  box.Round
	Expires box.Round // the last round in which reports are sealed to it
	Public  [PublicSize]byte
	Name    string
}

// Check returns ErrRecord if r is no record.
func (r *Record) Check() error {
	if r.Begins < r.Issued || r.Expires < r.Begins || r.Expires <= r.Issued || r.Expires-r.Issued > MaxLife ||
		len(r.Name) > MaxName || !nameIs(r.Name) {
		return ErrRecord
	}
	if _, err := kem.NewPublicKey(r.Public[:]); err != nil {
		return ErrRecord
	}
	return nil
}

// nameIs reports whether s is a desk's name: every character of it is seen, so that no two
// names are one on a screen because of blanks, joiners or marks of direction.
func nameIs(s string) bool {
	if s == "" || !place.Plain(s, false) || strings.Join(strings.Fields(s), " ") != s {
		return false
	}
	for _, r := range s {
		if r != ' ' && unicode.In(r, unicode.Z, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
			return false
		}
	}
	return true
}

// MarshalBinary returns the one form of r.
func (r *Record) MarshalBinary() ([]byte, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, MaxRecord))
	b.AddUint8(Version)
	b.AddBytes(r.Group[:])
	for _, round := range []box.Round{r.Issued, r.Begins, r.Expires} {
		b.AddUint32(uint32(round))
	}
	b.AddBytes(r.Public[:])
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(r.Name)) })
	return b.Bytes()
}

// UnmarshalBinary reads the one form of a record. r is as it was if it fails.
func (r *Record) UnmarshalBinary(b []byte) error {
	var n Record
	var version uint8
	var name cryptobyte.String
	s := cryptobyte.String(b)
	if s.ReadUint8(&version) && version > Version {
		return ErrNewer
	}
	if version != Version || !s.CopyBytes(n.Group[:]) || !s.ReadUint32((*uint32)(&n.Issued)) || !s.ReadUint32((*uint32)(&n.Begins)) ||
		!s.ReadUint32((*uint32)(&n.Expires)) || !s.CopyBytes(n.Public[:]) || !s.ReadUint8LengthPrefixed(&name) || !s.Empty() {
		return ErrRecord
	}
	n.Name = string(name)
	if again, err := n.MarshalBinary(); err != nil || !bytes.Equal(again, b) {
		return ErrRecord
	}
	*r = n
	return nil
}

// Digest returns the digest of r, which must be a record.
func (r *Record) Digest() (Digest, error) {
	b, err := r.MarshalBinary()
	if err != nil {
		return Digest{}, err
	}
	return sha256.Sum256(append([]byte("bulkhead/report/1 desk\x00"), b...)), nil
}

// Name returns the name of the desk's key.
func (d Digest) Name() Name { return Name(d[:nameSize]) }

// Fingerprint returns 16 letters and digits by which people compare a desk's key.
func (d Digest) Fingerprint() string { return base32.StdEncoding.EncodeToString(d[:10]) }

// Message returns the bytes that a founder signs.
func (d Digest) Message() []byte {
	return append([]byte("bulkhead/report/1 desk signed\x00"), d[:]...)
}

// Founders are both founders' public keys; the second one's is nil as long as there is
// none.
type Founders [2]ed25519.PublicKey

func (f Founders) verify(founder uint8, message, signature []byte) bool {
	return founder < 2 && len(f[founder]) == ed25519.PublicKeySize && ed25519.Verify(f[founder], message, signature)
}

// Signed is a record with one founder's signature or both.
type Signed struct {
	Record     Record
	By         uint8 // 1 the first founder, 2 the second, 3 both
	Signatures [2][ed25519.SignatureSize]byte
}

// MarshalBinary returns the form in which a record travels.
func (s *Signed) MarshalBinary() ([]byte, error) {
	record, err := s.Record.MarshalBinary()
	if err != nil {
		return nil, err
	}
	b := append([]byte{s.By}, s.Signatures[0][:]...)
	return append(append(b, s.Signatures[1][:]...), record...), nil
}

// UnmarshalBinary reads that form. It checks no signature: see [Signed.Check].
func (s *Signed) UnmarshalBinary(b []byte) error {
	const head = signedHead
	if len(b) < head {
		return ErrRecord
	}
	n := Signed{By: b[0], Signatures: [2][ed25519.SignatureSize]byte{[64]byte(b[1:65]), [64]byte(b[65:head])}}
	if err := n.Record.UnmarshalBinary(b[head:]); err != nil {
		return err
	}
	*s = n
	return nil
}

// Check returns ErrSignature if s has not exactly the signatures that it says.
func (s *Signed) Check(f Founders) error {
	digest, err := s.Record.Digest()
	if err != nil {
		return err
	}
	if s.By < 1 || s.By > 3 {
		return ErrSignature
	}
	for i := range uint8(2) {
		if said := s.By>>i&1 == 1; said && !f.verify(i, digest.Message(), s.Signatures[i][:]) || !said && s.Signatures[i] != [64]byte{} {
			return ErrSignature
		}
	}
	return nil
}

// Revocation is a founder's word that nothing is to be sealed to a desk's key any more.
type Revocation struct {
	Group     Group
	Digest    Digest
	Founder   uint8 // 0 the first, 1 the second: either may revoke any
	Signature [ed25519.SignatureSize]byte
}

// RevocationSize is the length of a revocation.
const RevocationSize = GroupSize + sha256.Size + 1 + ed25519.SignatureSize

// Message returns the bytes that the founder signs.
func (v *Revocation) Message() []byte {
	b := append([]byte("bulkhead/report/1 desk revoked\x00"), v.Group[:]...)
	return append(append(b, v.Digest[:]...), v.Founder)
}

// MarshalBinary returns the form in which a revocation travels.
func (v *Revocation) MarshalBinary() ([]byte, error) {
	b := append(append(make([]byte, 0, RevocationSize), v.Group[:]...), v.Digest[:]...)
	return append(append(b, v.Founder), v.Signature[:]...), nil
}

// UnmarshalBinary reads that form. It checks no signature.
func (v *Revocation) UnmarshalBinary(b []byte) error {
	if len(b) != RevocationSize || b[48] > 1 {
		return ErrRecord
	}
	*v = Revocation{Group(b[:16]), Digest(b[16:48]), b[48], [64]byte(b[49:])}
	return nil
}

var kem = hpke.MLKEM768X25519()

func label(text string, parts ...[]byte) []byte {
	b := append([]byte(text), 0)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
