package card

import (
	"bytes"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

// sealedUnder seals a card under the key of another hash, as nobody honest does.
func sealedUnder(t testing.TB, h Hash, s *Signed) *[SealedSize]byte {
	seal, err := chacha20poly1305.New(h.derive("bulkhead/card/1 key"))
	if err != nil {
		t.Fatal(err)
	}
	c := s.Card.Bytes()
	plain := append(append(append(append([]byte(nil), c[:]...), s.By), s.Signatures[0][:]...), s.Signatures[1][:]...)
	return (*[SealedSize]byte)(seal.Seal(nil, make([]byte, chacha20poly1305.NonceSize), plain, nil))
}

// FuzzCard: whatever is read as a card is written back as the same bytes, and can be
// sealed.
func FuzzCard(f *testing.F) {
	for _, c := range samples(f) {
		b, err := c.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c Card
		if c.UnmarshalBinary(data) != nil {
			return
		}
		if again := must[[]byte](t)(c.MarshalBinary()); !bytes.Equal(again, data) {
			t.Fatal("it is written in another way than it was read")
		}
		s := Signed{Card: c}
		sealed := s.Sealed()
		if back, err := Open(c.Hash(), &sealed); err != nil || back.Card != c {
			t.Fatalf("it does not open: %v", err)
		}
	})
}
