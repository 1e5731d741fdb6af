package pouch

import (
	"crypto/ed25519"
	"crypto/sha256"

	"bulkhead/box"
)

// Mend puts right the checksums of a changed file's head, and signs it under the key
// that worlds without one have, so that a fuzzer gets past them.
func Mend(data []byte) []byte {
	if len(data) < metaStart {
		return data
	}
	h := (*head)(data)
	sum := sha256.Sum256(data[cardsAt:][:cardsSize])
	copy(h[cardsSumAt:], sum[:])
	signer := signerOf(nil)
	copy(h[signerAt:], signer.Public().(ed25519.PublicKey))
	copy(h[signatureAt:], ed25519.Sign(signer, h.plan()))
	copy(h[planUsed:], h.check())
	h.sumRound()
	return data
}

// SumHead puts right the sums of a changed file's head, and not its signature.
func SumHead(data []byte) []byte {
	h := (*head)(data)
	copy(h[planUsed:], h.check())
	h.sumRound()
	return data
}

// SetWrites puts other boxes in place of what a finished pouch is to write, before it is
// proven: what an entry writes, by its number.
func (f *Fill) SetWrites(write func(entry int) []byte) {
	s := f.plan.shape()
	for i := range s.entries() {
		copy(f.image[s.writeAt(i):][:box.Size], write(i))
	}
}

// Dirty leaves memory full of other things for the next pouches of a plan.
func Dirty(p Plan) {
	for range 4 {
		image := make([]byte, Size(p.Slots(), p.Rounds()))
		for i := range image {
			image[i] = 0xdd
		}
		giveBack(image)
	}
}
