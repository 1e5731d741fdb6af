package main

import (
	"crypto/hkdf"
	"crypto/sha256"

	"bulkhead/link"
	"bulkhead/pouch"

	"golang.org/x/crypto/chacha20poly1305"
)

// setsIn opens what a decoy's or a duress compartment keeps ready for the pouch
// that lies beside it: other lids for its boxes. The layout is that of room
// device/ready, read here by itself: this is the adversary.
func setsIn(ready []byte, p *pouch.Pouch) (sets [][]byte) {
	const maxPlaces = 3
	plan, tag := p.Plan(), p.Tag()
	size := sha256.Size + 1 + 4 + link.SeedSize + plan.Rounds()*plan.Slots()*link.HeadLen + chacha20poly1305.Overhead
	for i := 0; i < maxPlaces && (i+1)*size <= len(ready); i++ {
		place := ready[i*size:][:size]
		key, err := hkdf.Key(sha256.New, tag[:], place[:sha256.Size], "bulkhead/ready/1", chacha20poly1305.KeySize)
		if err != nil {
			return sets
		}
		aead, err := chacha20poly1305.New(key)
		if err != nil {
			return sets
		}
		plain, err := aead.Open(nil, make([]byte, chacha20poly1305.NonceSize), place[sha256.Size:], []byte{byte(i)})
		if err == nil {
			sets = append(sets, plain)
		}
	}
	return sets
}
