package device

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"bulkhead/box"
	"bulkhead/device/ready"
	"bulkhead/pouch"
)

// KeptLook says what somebody finds who opens a decoy's compartment with its
// passphrase, beside copies of the pouch: of each place, whether it opens with
// the pouch's tag, whether it is marked as used, and in how many entries of
// each copy its starts are.
func KeptLook(kept []byte, copies ...[]byte) string {
	p, err := pouch.Parse(copies[len(copies)-1])
	if err != nil {
		return err.Error()
	}
	var look bytes.Buffer
	fmt.Fprintf(&look, "%d bytes", len(kept))
	for i, set := range ready.MarkOf(p).Open(kept) {
		fmt.Fprintf(&look, "; place %d", i)
		if set == nil {
			look.WriteString(" is noise")
			continue
		}
		fmt.Fprintf(&look, " used %v, in the copies", set.Used())
		for _, file := range copies {
			fmt.Fprintf(&look, " %d", countIn(set, p.Plan(), file))
		}
	}
	return look.String()
}

// countIn counts the entries of a pouch's file that begin as the set says.
func countIn(set *ready.Set, p pouch.Plan, file []byte) (n int) {
	entries := (p.Rounds + 1) * p.Slots
	boxes := (4096 + 128*entries + 4095) / 4096 * 4096
	first := box.Round(binary.BigEndian.Uint32(file[180:]))
	for i := range entries {
		e := pouch.Entry{Round: first - 1 + box.Round(i/p.Slots), Slot: i % p.Slots, ID: box.ID(file[4096+128*i:][:32])}
		start, ok := set.Start(p, e)
		if ok && bytes.Equal(start[:], file[boxes+4096*i:][:len(start)]) {
			n++
		}
	}
	return n
}
