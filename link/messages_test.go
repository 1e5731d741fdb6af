package link

import (
	"bytes"
	"testing"
)

// A message of any length arrives whole, once, in order, and is confirmed.
func TestAMessageOfAnyLengthArrivesWholeOnceInOrder(t *testing.T) {
	p := newPair(t, MinPouch)
	var want [][]byte
	for _, n := range []int{0, 1, 1267, 1268, 1269, 2552, 2553, 65535, MaxMessage, 0} {
		m := message("length", n)
		id, err := p.ends[0].Send(m, testBase+1000)
		if err != nil || id != MessageID(len(want)+1) {
			t.Fatalf("sending %d bytes: id %d, %v", n, id, err)
		}
		want = append(want, m)
	}
	p.rounds(80)
	got := p.delivered(1)
	if len(got) != len(want) {
		t.Fatalf("got %d messages, want %d", len(got), len(want))
	}
	for i := range want {
		if !bytes.Equal(got[i], want[i]) {
			t.Errorf("message %d of %d bytes arrived otherwise", i, len(want[i]))
		}
		if p.count(0, Confirmed{MessageID(i + 1)}) != 1 {
			t.Errorf("message %d was not confirmed once", i)
		}
	}
	if left := p.ends[0].Outbox(); len(left) != 0 {
		t.Errorf("%d messages are left in the outbox", len(left))
	}
}
