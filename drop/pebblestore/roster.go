package pebblestore

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
)

// roster says which segments there are, in which files, of which rounds, and,
// of those that are full, which boxes they have, as a tally. A segment begins
// only when the roster says so durably: so a file that is gone, or is another
// than it should be, is seen. It is written twice, to two files, one after the
// other, from end to end in place. All integers are big-endian.
//
//	 0  8  magic
//	 8  4  CRC-32C of what follows
//	12  8  generation: how often it was written
//	20  4  openings: how often the store was opened
//	24  8  the highest segment number that ever began
//	32  8  length of a segment file
//	40  4  floor: the first round that was not dropped
//	44  4  number of segments, then of doubts
//	52 ..  each segment:
//	         8  number
//	         8  number of its file
//	         8  first and last round that it may hold
//	         4  records, or 2³²-1: it was not full when this was written
//	         5 × (4 + 8)  a round's tally each
//	 .. ..  each doubt, 8: first and last round of which unknown boxes were lost
//
// All methods may be called concurrently.
type roster struct {
	fs    vfs.FS
	files [2]vfs.File

	mu         sync.Mutex // guards what follows, and is held while it is written
	generation uint64
	openings   uint32
	last       uint64
	size       int64
	floor      box.Round
	slots      map[uint64]*slot // by the segment's number
	doubts     []span
}

// slot is a segment in the roster.
type slot struct {
	seq, file uint64
	rounds    span
	n         int // records, or notFull
	tallies   tallies
}

const (
	notFull      = -1
	rosterMagic  = "BHROSTER"
	rosterHeader = 52
	slotSize     = 8 + 8 + 8 + 4 + windowRounds*12
	rosterStep   = 16 << 10 // the files grow by so much, in bytes
)

// rosterNames are the two files.
var rosterNames = [2]string{"roster.1", "roster.2"}

// openRoster opens the roster in dir, and reports whether it was there and
// whether a whole copy was.
func openRoster(fs vfs.FS, dir string) (r *roster, there, whole bool, err error) {
	r = &roster{fs: fs, slots: make(map[uint64]*slot)}
	for i, name := range rosterNames {
		path := fs.PathJoin(dir, name)
		if _, err := fs.Stat(path); err == nil {
			there = true
		}
		f, err := fs.OpenReadWrite(path, vfs.WriteCategoryUnspecified)
		if err != nil {
			return nil, false, false, errors.Join(fmt.Errorf("opening the roster: %w", err), r.close())
		}
		r.files[i] = f
	}
	if err := syncDir(fs, dir); err != nil {
		return nil, false, false, errors.Join(fmt.Errorf("opening the roster: %w", err), r.close())
	}
	for _, f := range r.files {
		b, err := io.ReadAll(io.NewSectionReader(f, 0, 1<<30))
		if err != nil {
			continue // as damaged
		}
		other := &roster{slots: make(map[uint64]*slot)}
		if other.parse(b) && other.generation >= r.generation {
			whole = true
			r.generation, r.openings, r.last, r.size, r.floor = other.generation, other.openings, other.last, other.size, other.floor
			r.slots, r.doubts = other.slots, other.doubts
		}
	}
	return r, there, whole, nil
}

// parse reads what marshal wrote, from the beginning of b.
func (r *roster) parse(b []byte) bool {
	if len(b) < rosterHeader || !bytes.HasPrefix(b, []byte(rosterMagic)) {
		return false
	}
	u32, u64 := binary.BigEndian.Uint32, binary.BigEndian.Uint64
	slots, doubts := int64(u32(b[44:])), int64(u32(b[48:]))
	length := rosterHeader + slots*slotSize + doubts*8
	if int64(len(b)) < length || u32(b[8:]) != crc32.Checksum(b[12:length], castagnoli) {
		return false
	}
	r.generation, r.openings, r.last = u64(b[12:]), u32(b[20:]), u64(b[24:])
	r.size, r.floor = int64(u64(b[32:])), box.Round(u32(b[40:]))
	b = b[rosterHeader:]
	for range slots {
		s := &slot{seq: u64(b), file: u64(b[8:]), rounds: spanOf(b[16:]), n: int(int32(u32(b[24:])))}
		for i := range s.tallies {
			s.tallies[i] = tally{u32(b[28+12*i:]), u64(b[32+12*i:])}
		}
		r.slots[s.seq] = s
		b = b[slotSize:]
	}
	for range doubts {
		r.doubts = append(r.doubts, spanOf(b))
		b = b[8:]
	}
	return true
}

func spanOf(b []byte) span {
	return span{box.Round(binary.BigEndian.Uint32(b)), box.Round(binary.BigEndian.Uint32(b[4:]))}
}

func (s span) append(b []byte) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, uint32(s.low)), uint32(s.high))
}

func (r *roster) marshal() []byte {
	b := make([]byte, 12, rosterHeader+len(r.slots)*slotSize+len(r.doubts)*8)
	copy(b, rosterMagic)
	b = binary.BigEndian.AppendUint64(b, r.generation)
	b = binary.BigEndian.AppendUint32(b, r.openings)
	b = binary.BigEndian.AppendUint64(b, r.last)
	b = binary.BigEndian.AppendUint64(b, uint64(r.size))
	b = binary.BigEndian.AppendUint32(b, uint32(r.floor))
	b = binary.BigEndian.AppendUint32(b, uint32(len(r.slots)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(r.doubts)))
	for _, seq := range slices.Sorted(maps.Keys(r.slots)) {
		s := r.slots[seq]
		b = binary.BigEndian.AppendUint64(b, s.seq)
		b = binary.BigEndian.AppendUint64(b, s.file)
		b = s.rounds.append(b)
		b = binary.BigEndian.AppendUint32(b, uint32(int32(s.n)))
		for _, t := range s.tallies {
			b = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(b, t.n), t.digest)
		}
	}
	for _, d := range r.doubts {
		b = d.append(b)
	}
	binary.BigEndian.PutUint32(b[8:], crc32.Checksum(b[12:], castagnoli))
	return b
}

// change changes the roster by how, and writes it. It is durable on return; if
// it is not, it may be as it was or as it is now.
func (r *roster) change(how func()) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	how()
	r.generation++
	b := r.marshal()
	b = append(b, make([]byte, -len(b)&(rosterStep-1))...)
	for _, f := range r.files { // the second only when the first is whole
		if err := store(f, b, 0); err != nil {
			return err
		}
	}
	return nil
}

// begin notes that g begins in a file.
func (r *roster) begin(g *segment, file uint64) error {
	return r.change(func() {
		for seq, s := range r.slots {
			if s.file == file {
				delete(r.slots, seq)
			}
		}
		r.slots[g.seq] = &slot{seq: g.seq, file: file, rounds: g.rounds, n: notFull}
		r.last = max(r.last, g.seq)
		r.floor = min(r.floor, g.rounds.low) // a clock that was ahead may have dropped them
	})
}

// full notes what a segment that takes no more has. It is durable with the next
// change.
func (r *roster) full(g *segment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.slots[g.seq]; s != nil {
		s.n, s.tallies = g.n, g.tallies
	}
}

// end notes that segments have no box that is needed, and that the rounds before
// first are dropped.
func (r *roster) end(seqs []uint64, first box.Round) error {
	return r.change(func() {
		for _, seq := range seqs {
			delete(r.slots, seq)
		}
		r.floor = first
		r.doubts = slices.DeleteFunc(r.doubts, func(d span) bool { return d.high < first })
	})
}

// retire notes that the boxes of a segment are elsewhere.
func (r *roster) retire(seq uint64) error { return r.change(func() { delete(r.slots, seq) }) }

// doubted returns the rounds of which unknown boxes were lost.
func (r *roster) doubted() []span {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.doubts)
}

// lowest returns the floor.
func (r *roster) lowest() box.Round {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.floor
}

func (r *roster) close() error {
	var errs []error
	for _, f := range r.files {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}
