package seal

import (
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"bulkhead/keys"
	"bulkhead/report"
)

// The two lengths of a packet to a desk, in bytes: what one box of a link carries, and
// what three do.
const (
	ShortPacket = 3836
	LongPacket  = 11_540
	// KindPacket and KindReply are their first bytes: kinds of the link's packets.
	KindPacket = 24
	KindReply  = 25
	// WaySize is the length of a way.
	WaySize = 16

	headSize = 1 + 1 + nameSize
	encSize  = 1088 + 32 // an encapsulation: ML-KEM-768's and X25519's
	tagSize  = 16
)

// Letters fill packets exactly.
const (
	_ = uint(ShortPacket - headSize - encSize - tagSize - report.ShortLetter)
	_ = uint(report.ShortLetter - ShortPacket + headSize + encSize + tagSize)
	_ = uint(LongPacket - headSize - encSize - tagSize - report.LongLetter)
	_ = uint(report.LongLetter - LongPacket + headSize + encSize + tagSize)
)

// Way is by what a hop remembers which tie a packet came over.
type Way [WaySize]byte

// Format implements [fmt.Formatter] and prints nothing of the way.
func (Way) Format(f fmt.State, _ rune) { io.WriteString(f, "way(hidden)") }

// To returns the name of the desk's key that a packet is sealed to. A packet of a later
// version says it in the same place: a hop passes it on unread.
func To(packet []byte) (Name, error) {
	if !whole(packet) {
		return Name{}, ErrPacket
	}
	return Name(packet[2:headSize]), nil
}

// WayOf returns a packet's way.
func WayOf(packet []byte) (Way, error) {
	if !whole(packet) {
		return Way{}, ErrPacket
	}
	h := sha256.New()
	h.Write([]byte("bulkhead/report/1 way\x00"))
	h.Write(packet)
	return Way(h.Sum(nil)[:WaySize]), nil
}

func whole(packet []byte) bool {
	return (len(packet) == ShortPacket || len(packet) == LongPacket) && packet[0] == KindPacket && packet[1] >= Version
}

// String returns the name in hex, for a liaison's own list of desks.
func (n Name) String() string { return hex.EncodeToString(n[:]) }

func info(d Digest) []byte { return label("bulkhead/report/1 to desk", d[:]) }

// Seal seals a letter to the desk of the record.
func Seal(l *report.Letter, to *Record) ([]byte, error) {
	digest, err := to.Digest()
	if err != nil {
		return nil, err
	}
	plain, err := l.MarshalPadded()
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	public, err := kem.NewPublicKey(to.Public[:])
	if err != nil {
		return nil, ErrRecord
	}
	enc, sender, err := hpke.NewSender(public, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info(digest))
	if err != nil {
		return nil, ErrRecord
	}
	name := digest.Name()
	packet := append([]byte{KindPacket, Version}, name[:]...)
	sealed, err := sender.Seal(packet, plain)
	if err != nil {
		return nil, fmt.Errorf("sealing a letter: %w", err)
	}
	return append(append(packet, enc...), sealed...), nil
}

type deskUse struct{}

// Seed is a desk's private key.
type Seed = keys.Key[deskUse]

// NewSeed draws a desk's private key, and returns the public key for the desk's record.
func NewSeed(rand io.Reader) (Seed, [PublicSize]byte, error) {
	seed, err := keys.Read[deskUse](rand)
	if err != nil {
		return Seed{}, [PublicSize]byte{}, err
	}
	public, err := Public(&seed)
	return seed, public, err
}

// Public returns the public key of a seed.
func Public(seed *Seed) ([PublicSize]byte, error) {
	private, err := kem.NewPrivateKey(seed.Bytes())
	if err != nil {
		return [PublicSize]byte{}, ErrSeed
	}
	return [PublicSize]byte(private.PublicKey().Bytes()), nil
}

// Opener opens what is sealed to one of a desk's keys. Several goroutines may use it.
type Opener struct {
	private hpke.PrivateKey
	digest  Digest
}

// NewOpener returns the opener for a record whose private key is the seed.
func NewOpener(seed *Seed, of *Record) (*Opener, error) {
	digest, err := of.Digest()
	if err != nil {
		return nil, err
	}
	private, err := kem.NewPrivateKey(seed.Bytes())
	if err != nil || [PublicSize]byte(private.PublicKey().Bytes()) != of.Public {
		return nil, ErrSeed
	}
	return &Opener{private, digest}, nil
}

// Name returns the name of the key, by which packets say that they are for it.
func (o *Opener) Name() Name { return o.digest.Name() }

// Format implements [fmt.Formatter] and prints nothing of the key.
func (Opener) Format(f fmt.State, _ rune) { io.WriteString(f, "opener(hidden)") }

// Open opens a packet. ErrNotOurs is another desk's, or one that was changed; ErrNewer is
// a newer program's; other errors are of a letter that a writer made wrong.
func (o *Opener) Open(packet []byte) (*report.Letter, error) {
	switch {
	case !whole(packet):
		return nil, ErrPacket
	case packet[1] > Version:
		return nil, ErrNewer
	case Name(packet[2:headSize]) != o.digest.Name():
		return nil, ErrNotOurs
	}
	recipient, err := hpke.NewRecipient(packet[headSize:headSize+encSize], o.private, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info(o.digest))
	if err != nil {
		return nil, ErrNotOurs
	}
	plain, err := recipient.Open(packet[:headSize], packet[headSize+encSize:])
	if err != nil {
		return nil, ErrNotOurs
	}
	defer clear(plain)
	return report.ReadLetter(plain)
}
