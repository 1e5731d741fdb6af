package noise

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"io"
)

// Source is AES-256 in counter mode under a key drawn for it. It is one
// goroutine's.
type Source struct{ stream cipher.Stream }

// New draws a key and a start from rand, 48 bytes, and returns their source. It
// fails only if rand does.
func New(rand io.Reader) (*Source, error) {
	var seed [32 + aes.BlockSize]byte
	if _, err := io.ReadFull(rand, seed[:]); err != nil {
		return nil, fmt.Errorf("drawing noise: %w", err)
	}
	defer clear(seed[:])
	block, err := aes.NewCipher(seed[:32])
	if err != nil {
		return nil, fmt.Errorf("drawing noise: %w", err)
	}
	return &Source{cipher.NewCTR(block, seed[32:])}, nil
}

// Fill fills b whole.
func (s *Source) Fill(b []byte) {
	for len(b) > 0 {
		part := b[:min(len(b), len(zeros))]
		s.stream.XORKeyStream(part, zeros[:len(part)])
		b = b[len(part):]
	}
}

// zeros is never written.
var zeros [4096]byte

// Read implements [io.Reader]. It fills b whole and never fails.
func (s *Source) Read(b []byte) (int, error) {
	s.Fill(b)
	return len(b), nil
}

// Below draws a number from 0 to limit−1, without bias. The limit is 1 to 256.
func (s *Source) Below(limit int) int {
	var b [1]byte
	for {
		if s.Fill(b[:]); int(b[0]) < 256-256%limit {
			return int(b[0]) % limit
		}
	}
}
