package card

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"bulkhead/box"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/cryptobyte"
)

const (
	// HashSize is the length of a card's hash, in bytes: a second card of one hash
	// takes 2¹²⁸ attempts to find.
	HashSize = 16

	// DigestSize is the length of what a founder signs of a card, in bytes.
	DigestSize = sha256.Size

	// SignatureSize is the length of a founder's signature (Ed25519), in bytes.
	SignatureSize = 64

	// SealedSize is the length of every sealed card, in bytes: a box's, so that who
	// sees one fetched cannot tell it from a box by its length.
	SealedSize = box.Size

	overhead   = chacha20poly1305.Overhead
	signatures = 1 + 2*SignatureSize
)

// Hash names a card. Whoever has it can fetch the card and open it, so it formats as a
// fixed word.
type Hash [HashSize]byte

// Digest is the SHA-256 of a card: what founders sign. Its first bytes are its hash.
type Digest [DigestSize]byte

// Hash returns the digest's first 16 bytes.
func (d Digest) Hash() Hash { return Hash(d[:HashSize]) }

// Digest returns SHA-256("bulkhead/card/1 card" ‖ 00 ‖ the card's bytes). It panics on a
// card that Check refuses.
func (c *Card) Digest() Digest {
	all, err := c.MarshalBinary()
	if err != nil {
		panic(err)
	}
	return sha256.Sum256(append([]byte("bulkhead/card/1 card\x00"), all...))
}

// Hash returns the card's name.
func (c *Card) Hash() Hash { return c.Digest().Hash() }

// GroupHash returns the hash of the founding card of the card's group.
func (c *Card) GroupHash() Hash {
	if c.Serial == 0 {
		return c.Hash()
	}
	return c.Group
}

// Format implements [fmt.Formatter] and prints no byte of the hash.
func (Hash) Format(f fmt.State, _ rune) { io.WriteString(f, "card.Hash(hidden)") }

// Text returns the hash as 26 characters of upper-case base32 without padding, for a
// person who hands a sealed card over.
func (h Hash) Text() string { return hashEncoding().EncodeToString(h[:]) }

// fingerprintLetters is how many letters and digits say which place one is: 80 bits, so that nobody
// finds another that looks the same.
const fingerprintLetters = 16

// Fingerprint returns 16 letters and digits, in capitals, that say which place the one with this
// number, from 0, is: of base32, without padding, of SHA-256("bulkhead/card/1 place" ‖ 00 ‖
// the place, with the number of its gateway's keys as 0 ‖ 2 length and those keys). Without
// a relay there are none.
func (c *Card) Fingerprint(place int) string {
	p := c.Places[place]
	var keys string
	if p.Relay != (Server{}) {
		keys, p.Gateway = c.Gateways[p.Gateway], 0
	}
	b := cryptobyte.NewBuilder([]byte("bulkhead/card/1 place\x00"))
	p.add(b)
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(keys)) })
	sum := sha256.Sum256(b.BytesOrPanic())
	return hashEncoding().EncodeToString(sum[:])[:fingerprintLetters]
}

// Said returns what a header says of the card (docs/protocol/link.md, bytes 98 and 99), in
// one that says that its sender's last passphrase was given in the round unlocked: the low
// byte of the serial, and a mark, the first byte of SHA-256("bulkhead/card/1 mark" ‖ 00 ‖
// digest ‖ 4 unlocked). Two cards of one serial have the same mark in one round of 256,
// whatever their signer did to make them alike. Zero for the founding card.
func (c *Card) Said(unlocked box.Round) uint16 {
	if c.Serial == 0 {
		return 0
	}
	d := c.Digest()
	b := append([]byte("bulkhead/card/1 mark\x00"), d[:]...)
	sum := sha256.Sum256(binary.BigEndian.AppendUint32(b, uint32(unlocked)))
	return c.Serial<<8 | uint16(sum[0])
}

// ErrHash is the error of a text that is no hash.
var ErrHash = errors.New("a card's name has 26 letters and digits")

// ParseHash reads what [Hash.Text] wrote, and nothing else.
func ParseHash(s string) (Hash, error) {
	b, err := hashEncoding().DecodeString(s)
	if err != nil || len(b) != HashSize || Hash(b).Text() != s {
		return Hash{}, ErrHash
	}
	return Hash(b), nil
}

func hashEncoding() *base32.Encoding { return base32.StdEncoding.WithPadding(base32.NoPadding) }

// Path returns under which id a server keeps the sealed card: from this alone nobody
// can open it.
func (h Hash) Path() box.ID { return box.ID(h.derive("bulkhead/card/1 path")) }

// derive is HKDF-SHA-256 of the hash, without salt, 32 bytes.
func (h Hash) derive(label string) []byte {
	k, err := hkdf.Key(sha256.New, h[:], nil, label, 32)
	if err != nil {
		panic(err) // of lengths that no hash has
	}
	return k
}

// Signed is a card with its signatures, unchecked: what travels and what is sealed.
type Signed struct {
	Card       Card
	By         uint8                  // 1 the first founder's signature is here, 2 the second's
	Signatures [2][SignatureSize]byte // by founder; zero if not here
}

// IsSigned reports whether founder n's signature, 0 or 1, is here.
func (s *Signed) IsSigned(n int) bool { return s.By&(1<<n) != 0 }

// Sealed returns the card as anybody may keep it, under a key made of its hash:
// ChaCha20-Poly1305, nonce zero, no associated data, over 4,080 bytes. The same card
// with the same signatures gives the same bytes. It panics on a card that Check
// refuses.
//
//	   0 3951  the card: see [Card.Bytes]
//	3951    1  whose signatures are here: 1 the first founder's, 2 the second's, 3 both
//	3952   64  the first founder's signature, or zeros
//	4016   64  the second founder's, or zeros
func (s *Signed) Sealed() [SealedSize]byte {
	plain := make([]byte, 0, SealedSize)
	c := s.Card.Bytes()
	plain = append(append(plain, c[:]...), s.By)
	plain = append(append(plain, s.Signatures[0][:]...), s.Signatures[1][:]...)
	seal, err := chacha20poly1305.New(s.Card.Hash().derive("bulkhead/card/1 key"))
	if err != nil {
		panic(err) // of a key of another length
	}
	return [SealedSize]byte(seal.Seal(plain[:0], make([]byte, chacha20poly1305.NonceSize), plain, nil))
}

// ErrSealed is the error of bytes that are not the sealed card of a hash.
var ErrSealed = errors.New("this is not the card that the name names")

// Open opens a sealed card of which the hash is known. The card in it is that hash's
// own; its signatures are not checked. ErrSealed, ErrNewer.
func Open(h Hash, sealed *[SealedSize]byte) (*Signed, error) {
	open, err := chacha20poly1305.New(h.derive("bulkhead/card/1 key"))
	if err != nil {
		panic(err)
	}
	plain, err := open.Open(nil, make([]byte, chacha20poly1305.NonceSize), sealed[:], nil)
	if err != nil {
		return nil, ErrSealed
	}
	s := &Signed{By: plain[Size]}
	if s.Card, err = Of((*[Size]byte)(plain)); errors.Is(err, ErrNewer) {
		return nil, err
	}
	copy(s.Signatures[0][:], plain[Size+1:])
	copy(s.Signatures[1][:], plain[Size+1+SignatureSize:])
	if err != nil || s.Card.IsZero() || s.Card.Hash() != h || s.check() != nil {
		return nil, ErrSealed
	}
	return s, nil
}

// check wants zeros where no signature is.
func (s *Signed) check() error {
	for n := range s.Signatures {
		if !s.IsSigned(n) && s.Signatures[n] != [SignatureSize]byte{} {
			return ErrCard
		}
	}
	if s.By > 3 {
		return ErrCard
	}
	return nil
}
