package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"io"
)

// noise is the randomness of one write: AES-256 in counter mode under a key
// drawn for it. A write needs megabytes of it, which a system's source gives
// slowly, and always the same amount from that source, whatever it is for.
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

// fill fills b whole.
func (n *noise) fill(b []byte) {
	clear(b)
	n.stream.XORKeyStream(b, b)
}

// Read implements [io.Reader] and fills b whole.
func (n *noise) Read(b []byte) (int, error) {
	n.fill(b)
	return len(b), nil
}

// below draws a number in [0, n), n ≤ 256, without bias.
func (n *noise) below(limit int) int {
	var b [1]byte
	for {
		if n.fill(b[:]); int(b[0]) < 256-256%limit {
			return int(b[0]) % limit
		}
	}
}
