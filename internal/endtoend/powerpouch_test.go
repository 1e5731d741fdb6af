//go:build linux

package endtoend

import (
	"bytes"
	"errors"
	"fmt"

	"bulkhead/box"
	"bulkhead/pouch"
)

// soundPouch returns what is wrong with a pouch as docs/protocol/pouch.md has
// it: what a disk never wrote reads as zeros, and there are none among the ids
// and the boxes. The round that was in progress is left out: a first sealing
// has none.
func soundPouch(data []byte) error {
	p, err := pouch.Parse(data)
	if err != nil {
		return err
	}
	const sector = 512
	slots, n := p.Plan().Slots(), entriesOf(p)
	for i := slots; i < n; i++ {
		if zero(idsOf(data, i)) {
			return errors.New("the new pouch has no ids where there must be some")
		}
		for at := boxesOf(n) + box.Size*i; at < boxesOf(n)+box.Size*(i+1); at += sector {
			if zero(data[at:][:sector]) {
				return errors.New("a box in the new pouch is not whole")
			}
		}
	}
	return nil
}

func zero(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }

// Where things stand in a pouch's file: docs/protocol/pouch.md.
const pouchHead, pouchMeta, pouchIDs = 16384, 128, 64

func entriesOf(p *pouch.Pouch) int { return (p.Plan().Rounds() + 1) * p.Plan().Slots() }

func idsOf(data []byte, entry int) []byte { return data[pouchHead+pouchMeta*entry:][:pouchIDs] }

func boxesOf(entries int) int { return (pouchHead + pouchMeta*entries + 4095) / 4096 * 4096 }

// lidsOf returns the lids of a pouch's entries by their ids, but for those
// of the round that was in progress.
func lidsOf(data []byte) (map[string]string, error) {
	p, err := pouch.Parse(data)
	if err != nil {
		return nil, err
	}
	lids, n := map[string]string{}, entriesOf(p)
	for i := p.Plan().Slots(); i < n; i++ {
		lids[string(idsOf(data, i))] = string(data[boxesOf(n)+box.Size*i:][:pouch.LidSize])
	}
	return lids, nil
}

// restarted returns an error unless every entry that is in both pouches has
// another lid in the second. No box has travelled from either.
func restarted(before, after []byte) error {
	was, err := lidsOf(before)
	if err != nil {
		return err
	}
	is, err := lidsOf(after)
	if err != nil {
		return err
	}
	both, same := 0, 0
	for id, lid := range is {
		if old, ok := was[id]; ok {
			both++
			if old == lid {
				same++
			}
		}
	}
	if same > 0 || both < len(was)/2 {
		return fmt.Errorf("of %d entries that were not sent %d are still there, and %d of them begin as before", len(was), both, same)
	}
	return nil
}
