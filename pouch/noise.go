package pouch

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"io"
)

// noise is the randomness of one sealing: AES-256 in counter mode under a key
// drawn for it. A sealing needs megabytes of it for loops' boxes, which a
// system's source gives slowly.
type noise struct{ stream cipher.Stream }

func newNoise(rand io.Reader) (*noise, error) {
	var seed [32 + aes.BlockSize]byte
	if _, err := io.ReadFull(rand, seed[:]); err != nil {
		return nil, fmt.Errorf("drawing noise: %w", err)
	}
	defer clear(seed[:])
	block, err := aes.NewCipher(seed[:32])
	if err != nil {
		return nil, fmt.Errorf("drawing noise: %w", err)
	}
	return &noise{cipher.NewCTR(block, seed[32:])}, nil
}

// Read fills b whole.
func (n *noise) Read(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		k := min(len(rest), len(zeros))
		n.stream.XORKeyStream(rest[:k], zeros[:k])
		rest = rest[k:]
	}
	return len(b), nil
}
