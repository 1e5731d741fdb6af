package pouch

// Mend puts right the checksums of a changed file's head, so that a fuzzer
// gets past them.
func Mend(data []byte) []byte {
	if len(data) < headUsed {
		return data
	}
	h := (*head)(data)
	copy(h[192:], h.planCheck())
	h.sumRound()
	return data
}

// Dirty leaves memory full of other things for the next pouches of a plan.
func Dirty(p Plan) {
	for range 4 {
		image := make([]byte, p.Size())
		for i := range image {
			image[i] = 0xdd
		}
		giveBack(image)
	}
}
