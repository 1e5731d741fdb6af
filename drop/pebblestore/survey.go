package pebblestore

import (
	"errors"
	"fmt"
	"io"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
)

// survey is what is known of one segment, at opening.
type survey struct {
	*slot
	file  vfs.File // nil if it is gone
	short bool     // the file is not as long as it was made
	full  bool     // the roster says how many records it has

	garbage bool // nothing holds of the file, and it is no spare either
	unsure  bool // nothing says how many records it had

	places  []found // by record; nil where it can be read again
	unknown []int   // records that were acknowledged and of which nothing holds
	lost    int     // boxes that were acknowledged, or unfinished ones, whose bytes are damaged
	before  int     // lost ones that were known before
	torn    int     // of lost: those that need not have been acknowledged
	rescued int     // whole boxes one of whose entries is damaged
	known   tallies // of the places
	listed  bool    // the file's list was written
}

// found is one record.
type found struct {
	is  is
	ref box.Ref
	sum sum
}

type is uint8

const (
	nothing is = iota // no box, or nothing is known of it
	whole             // a box
	lost              // one that was kept as lost
	damaged           // one whose bytes are not what they were
	named             // one of which the index alone knows
)

// isDamaged reports whether the file should be used no more.
func (v *survey) isDamaged() bool {
	return v.short || v.garbage || v.file == nil || len(v.unknown) > 0 || v.lost > 0 || v.rescued > 0
}

// list returns a file's list of entries as it should be.
func (v *survey) list(l layout) []byte {
	list := make([]byte, l.base)
	for n, p := range v.places {
		if p.is == whole {
			entryIn(list, n).set(v.seq, n, 0, kindBox, p.ref, p.sum)
		}
	}
	return list
}

// readList returns the entries of a segment file, zeros where it is too short.
func readList(f vfs.File, l layout) ([]byte, error) {
	list := make([]byte, l.base)
	if _, err := f.ReadAt(list, 0); err != nil && !errors.Is(err, io.EOF) {
		return list, fmt.Errorf("reading a list of boxes: %w", err)
	}
	return list, nil
}

func entryIn(list []byte, n int) *entry { return (*entry)(list[n*entrySize:]) }

// look surveys the records of v's file. Of those that its list says to be there
// the contents are read if bodies is set; of the others always. mark is how far
// boxes of this segment were surely acknowledged.
//
// A group is written when the one before is durable: so whatever lies before
// the group of any record that is there was acknowledged or could be. What lies
// behind that and before the mark, too.
func (v *survey) look(l layout, mark int, bodies bool) {
	v.places, v.unknown, v.lost, v.before, v.torn, v.rescued, v.known = nil, nil, 0, 0, 0, 0, tallies{}
	list := make([]byte, l.base)
	if v.file != nil {
		list, _ = readList(v.file, l) // what cannot be read is damaged
	}
	limit, durable := l.capacity, min(mark, l.capacity)
	if v.full {
		limit, durable = min(v.n, l.capacity), min(v.n, l.capacity)
	}
	v.places, v.listed = make([]found, limit), false
	var r reader
	for n := range limit {
		listed := entryIn(list, n)
		holds := listed.holds(v.seq, n)
		v.listed = v.listed || holds
		p := &v.places[n]
		if holds && !bodies {
			*p = found{whole, listed.ref(), listed.sum()}
			if listed.kind() != kindBox {
				p.is = lost
			}
			// Of no consequence where the roster says how many there are, as it
			// does of all that are looked at so, or where all is in doubt.
			durable = max(durable, n-listed.inGroup())
			continue
		}
		rec := r.read(v.file, l, n)
		own, behind := *rec.entry(), *rec.entryBehind()
		if e, ok := judge(v.seq, n, listed, rec); e != nil {
			*p = found{damaged, e.ref(), e.sum()}
			switch {
			case ok:
				p.is = whole
			case e.kind() != kindBox:
				p.is = lost
			}
			if p.is != damaged && (own != *e || behind != *e) {
				v.rescued++
			}
			durable = max(durable, n-e.inGroup())
		}
	}
	v.count(durable)
	v.garbage = v.file != nil && v.n == 0 && !isSpare(r.read(v.file, l, 0))
}

// isSpare reports whether a segment's first record is one that was never written
// in this life: a part of it is whole, of an earlier life, or zeros.
func isSpare(r *record) bool {
	own, behind := r.entry(), r.entryBehind()
	return own.isOf(0) || behind.isOf(0) || *own == entry{} || *behind == entry{}
}

// count counts what look found: of the first durable records each must be there.
func (v *survey) count(durable int) {
	end := 0
	for n, p := range v.places {
		if p.is != nothing {
			end = n + 1
			v.known.add(v.rounds, p.ref, uint32(n))
		}
		switch {
		case p.is == nothing && n < durable:
			v.unknown = append(v.unknown, n)
		case p.is == lost && v.rounds.has(p.ref.Round):
			v.before++
		case p.is == damaged:
			v.lost++
			if n >= durable {
				v.torn++
			}
		}
	}
	v.n = max(end, durable)
	if v.full {
		v.n = len(v.places)
	}
	v.places = v.places[:v.n]
}

// readAtOnce is how many records an opening reads at once.
const readAtOnce = 64

// reader reads records one after another, many at once.
type reader struct {
	buf   []byte
	first int
}

func (r *reader) read(f vfs.File, l layout, n int) *record {
	if r.buf == nil || n < r.first || n >= r.first+readAtOnce {
		if r.buf == nil {
			r.buf = make([]byte, readAtOnce*recordSize)
		}
		clear(r.buf)
		r.first = n
		if f != nil {
			_ = readSome(f, r.buf, l.recordAt(n)) // what cannot be read is damaged
		}
	}
	return (*record)(r.buf[(n-r.first)*recordSize:])
}

// readSome reads as much of b as can be read: a bad part of the disk takes
// nothing else with it.
func readSome(f vfs.File, b []byte, at int64) error {
	if _, err := f.ReadAt(b, at); err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	for i := 0; i < len(b); i += sector {
		part := b[i:min(i+sector, len(b))]
		if _, err := f.ReadAt(part, at+int64(i)); err != nil && !errors.Is(err, io.EOF) {
			clear(part)
		}
	}
	return nil
}
