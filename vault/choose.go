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
	i := 0
	for ; i+8 <= len(dst); i += 8 {
		binary.NativeEndian.PutUint64(dst[i:], k&binary.NativeEndian.Uint64(dst[i:])|
			n&binary.NativeEndian.Uint64(noise[i:])|s&binary.NativeEndian.Uint64(sealed[i:]))
	}
	for ; i < len(dst); i++ {
		dst[i] = byte(k)&dst[i] | byte(n)&noise[i] | byte(s)&sealed[i]
	}
}
