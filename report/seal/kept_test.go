package seal

import (
	"bytes"
	"testing"

	"bulkhead/box"
)

// Promise: what a device knows of desks is kept in one form, within its bounds, and nothing
// else is read.
func TestWhatIsKeptOfDesksHasOneForm(t *testing.T) {
	var d Desks
	if d.Sum() != 0 {
		t.Error("nothing has a sum")
	}
	sums := map[uint32]bool{0: true}
	changed := func(what string) {
		t.Helper()
		if sums[d.Sum()] {
			t.Errorf("%s: the sum does not change", what)
		}
		sums[d.Sum()] = true
	}
	for i := range byte(MaxByBoth + 2*MaxByOne) {
		r, _ := desk(t, 30+i)
		by := uint8(3)
		if i >= MaxByBoth {
			by = 1 + i%2
		}
		if err := d.Take(signed(t, r, by), 2000+box.Round(i), Group{5}, founders()); err != nil {
			t.Fatal(err)
		}
		changed("a record")
	}
	r, _ := desk(t, 100)
	for range MaxRevoked {
		r.Expires++
		for by := range uint8(2) {
			if err := d.Revoke(revoked(t, r, by), 2000, Group{5}, founders()); err != nil {
				t.Fatal(err)
			}
			changed("a revocation")
		}
	}
	full := must[[]byte](t)(d.MarshalBinary())
	if len(full) > MaxDesks {
		t.Errorf("%d bytes, more than %d", len(full), MaxDesks)
	}
	var again Desks
	if err := again.Unmarshal(full, Group{5}); err != nil || !bytes.Equal(must[[]byte](t)(again.MarshalBinary()), full) || again.Sum() != d.Sum() {
		t.Errorf("it does not come back: %v", err)
	}
	if new(Desks).Unmarshal(full, Group{6}) == nil {
		t.Error("another group's desks are read")
	}
	for n := 0; n < len(full); n += 307 {
		if new(Desks).Unmarshal(full[:n], Group{5}) == nil {
			t.Errorf("cut to %d bytes it is read", n)
		}
		bad := bytes.Clone(full)
		bad[n] ^= 0x41
		var other Desks
		if other.Unmarshal(bad, Group{5}) == nil && !bytes.Equal(must[[]byte](t)(other.MarshalBinary()), bad) {
			t.Errorf("byte %d does not count", n)
		}
	}
	again.Known = append(again.Known, again.Known[0])
	if new(Desks).Unmarshal(must[[]byte](t)(again.MarshalBinary()), Group{5}) == nil {
		t.Error("one record twice is read")
	}
	again = Desks{Known: d.Known[:1]}
	again.Revoked = []Revoked{{Revocation: revoked(t, &d.Known[0].Record, 1)}}
	if new(Desks).Unmarshal(must[[]byte](t)(again.MarshalBinary()), Group{5}) == nil {
		t.Error("a record that is revoked is read")
	}
}
