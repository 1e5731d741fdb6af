package pebblestore

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"

	"bulkhead/box"
)

// mark is what the index says of a segment.
//
//	0 4  records
//	4 4  their lowest round
//	8 4  their highest round
type mark struct {
	n           int
	least, most box.Round
}

func markKey(seq uint64) []byte { return binary.BigEndian.AppendUint64([]byte{'m'}, seq) }

func markOf(g *segment) mark { return mark{g.n, g.least, g.most} }

func (m mark) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(m.n))
	b = binary.BigEndian.AppendUint32(b, uint32(m.least))
	return binary.BigEndian.AppendUint32(b, uint32(m.most))
}

// marks returns all marks by segment.
func (x *index) marks() (map[uint64]mark, error) {
	it, err := x.db.NewIter(&pebble.IterOptions{LowerBound: []byte{'m'}, UpperBound: []byte{'m' + 1}})
	if err != nil {
		return nil, fmt.Errorf("reading marks: %w", err)
	}
	defer it.Close()
	marks := make(map[uint64]mark)
	for ok := it.First(); ok; ok = it.Next() {
		k, v := it.Key(), it.Value()
		if len(k) != 1+8 || len(v) != 12 {
			return nil, errors.New("the index holds something else than a mark")
		}
		marks[binary.BigEndian.Uint64(k[1:])] = mark{
			int(binary.BigEndian.Uint32(v)), box.Round(binary.BigEndian.Uint32(v[4:])), box.Round(binary.BigEndian.Uint32(v[8:])),
		}
	}
	if err := it.Error(); err != nil {
		return nil, fmt.Errorf("reading marks: %w", err)
	}
	return marks, nil
}

// openings returns how often the store was opened, or false if the index is
// new.
func (x *index) openings() (n uint32, known bool, err error) {
	v, done, err := x.db.Get([]byte{'o'})
	if errors.Is(err, pebble.ErrNotFound) {
		return 0, false, nil
	}
	if err != nil || len(v) != 4 {
		return 0, false, errors.New("the index does not say how often the store was opened")
	}
	n = binary.BigEndian.Uint32(v)
	return n, true, done.Close()
}

// setOpenings writes how often the store was opened, durably.
func (x *index) setOpenings(n uint32) error {
	b := x.db.NewBatch()
	defer b.Close()
	if err := b.Set([]byte{'o'}, binary.BigEndian.AppendUint32(nil, n), nil); err != nil {
		return fmt.Errorf("counting the opening: %w", err)
	}
	return x.apply(b)
}

// end marks segments none of whose boxes is needed any more, so that the next
// opening does not take what is left of them for new. It is durable on return.
func (x *index) end(seqs []uint64) error {
	if len(seqs) == 0 {
		return nil
	}
	b := x.db.NewBatch()
	defer b.Close()
	for _, seq := range seqs {
		if err := b.Set(markKey(seq), mark{}.append(nil), nil); err != nil {
			return fmt.Errorf("marking a segment: %w", err)
		}
	}
	return x.apply(b)
}
