package vault

import (
	"encoding/binary"
	"math/bits"
)

// choice is what a region of the file becomes.
type choice uint8

const (
	keep   choice = iota // the bytes it has
	random               // noise
	reseal               // a compartment sealed anew
)

// choose makes dst, which holds what keep stands for, the chosen one of three
// equally long byte strings. It reads all of them and branches on none.
func choose(dst, noise, sealed []byte, c choice) {
	pick := func(x choice) uint64 { // all ones if c is x
		_, borrow := bits.Sub64(uint64(c^x), 1, 0)
		return -borrow
	}
	k, n, s := pick(keep), pick(random), pick(reseal)
	noise, sealed = noise[:len(dst)], sealed[:len(dst)]
	const words, size = 8, 64 // at a time
	for len(dst) >= size {
		d, r, c := (*[size]byte)(dst), (*[size]byte)(noise), (*[size]byte)(sealed)
		for i := 0; i < size; i += words {
			binary.NativeEndian.PutUint64(d[i:], k&binary.NativeEndian.Uint64(d[i:])|
				n&binary.NativeEndian.Uint64(r[i:])|s&binary.NativeEndian.Uint64(c[i:]))
		}
		dst, noise, sealed = dst[size:], noise[size:], sealed[size:]
	}
	for i := range dst {
		dst[i] = byte(k)&dst[i] | byte(n)&noise[i] | byte(s)&sealed[i]
	}
}
