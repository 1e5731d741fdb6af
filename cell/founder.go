package cell

import (
	"crypto/ed25519"
	"fmt"
	"io"

	"bulkhead/keys"

	"golang.org/x/crypto/cryptobyte"
)

// Founder says which of the two founders.
type Founder uint8

const (
	FirstFounder  Founder = iota // founded the group
	SecondFounder                // was invited by the first
)

// String returns the founder's code, that of the Standing.
func (f Founder) String() string { return (FounderA + Standing(f)).String() }

// MarshalText returns the code.
func (f Founder) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

func (f Founder) other() Founder { return FirstFounder + SecondFounder - f }

func (f *Founder) read(s *cryptobyte.String) bool {
	return s.ReadUint8((*uint8)(f)) && *f <= SecondFounder
}

// PublicKey is a founder's Ed25519 public key.
type PublicKey [keyLen]byte

type signature [sigLen]byte

type founderUse struct{}

// signingKey is the seed of a founder's Ed25519 key.
type signingKey = keys.Key[founderUse]

func newSigningKey(rand io.Reader) (signingKey, PublicKey, error) {
	k, err := keys.Read[founderUse](rand)
	if err != nil {
		return signingKey{}, PublicKey{}, fmt.Errorf("a founder's key: %w", err)
	}
	return k, publicOf(&k), nil
}

func publicOf(k *signingKey) PublicKey {
	return PublicKey(ed25519.NewKeyFromSeed(k.Bytes()).Public().(ed25519.PublicKey))
}

// Domains of signatures: one signature never stands for another kind.
const (
	domainOffer      = "bulkhead/cell/1 key offer\x00"
	domainFounderKey = "bulkhead/cell/1 founder key\x00"
	domainReply      = "bulkhead/cell/1 reply\x00"
	domainNotice     = "bulkhead/cell/1 notice\x00"
	domainRevocation = "bulkhead/cell/1 revocation\x00"
)

// signedBytes is a domain and then the packet's fields without the signature.
func signedBytes(domain string, add func(*cryptobyte.Builder)) []byte {
	b := cryptobyte.NewBuilder([]byte(domain))
	add(b)
	return b.BytesOrPanic()
}

func sign(k *signingKey, domain string, add func(*cryptobyte.Builder)) signature {
	private := ed25519.NewKeyFromSeed(k.Bytes())
	defer clear(private)
	return signature(ed25519.Sign(private, signedBytes(domain, add)))
}

func verify(k *PublicKey, sig *signature, domain string, add func(*cryptobyte.Builder)) bool {
	return ed25519.Verify(k[:], signedBytes(domain, add), sig[:])
}

func (k *PublicKey) addTo(b *cryptobyte.Builder) { b.AddBytes(k[:]) }

// keyring is the founders' public keys: the first one's, which a member has
// from its welcome, and the second one's once the first has vouched for it.
//
//	32  the first founder's key
//	 1  1 if the second founder's key follows, else 0
//	32  the second founder's key
//	64  the first founder's signature over it
type keyring struct {
	first  PublicKey
	second PublicKey
	vouch  signature
	both   bool
}

func (k *keyring) add(b *cryptobyte.Builder) {
	b.AddBytes(k.first[:])
	if !k.both {
		b.AddUint8(0)
		return
	}
	b.AddUint8(1)
	b.AddBytes(k.second[:])
	b.AddBytes(k.vouch[:])
}

// read refuses a second key that the first founder has not signed.
func (k *keyring) read(s *cryptobyte.String) bool {
	var both uint8
	if !s.CopyBytes(k.first[:]) || !s.ReadUint8(&both) || both > 1 {
		return false
	}
	k.both = both == 1
	if !k.both {
		return true
	}
	return s.CopyBytes(k.second[:]) && s.CopyBytes(k.vouch[:]) &&
		verify(&k.first, &k.vouch, domainFounderKey, k.second.addTo)
}

// of returns a founder's key; nil if it is not known.
func (k *keyring) of(f Founder) *PublicKey {
	switch {
	case f == FirstFounder:
		return &k.first
	case k.both:
		return &k.second
	}
	return nil
}
