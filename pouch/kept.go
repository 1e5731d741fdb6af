package pouch

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/round"
)

// Kept boxes: what was read in rounds that an opening without the links' keys
// forgot. Their area is the file's last part, of one size in every pouch: a
// list of 64 places, then their boxes, 4,096 bytes each. A place, in bytes:
//
//	0   4   round in which it was read
//	4   32  id under which it was read
//	36  16  SHA-256 of the box, its first 16 bytes
//	52  12  zero
//
// A place without a box is all zeros, and so is its box. Zeros tell no more
// than noise would: that a read found a box stands in its entry until then.
const (
	keptPlaces  = 64
	keptSize    = 64
	keptList    = keptPlaces * keptSize
	keptArea    = keptList + keptPlaces*box.Size
	keptSumAt   = 36
	keptSumEnds = keptSumAt + sumSize

	// KeptSlot is the first of the slots that kept boxes are told with: no
	// round has so many.
	KeptSlot = 256
)

// The list takes one page, so that the boxes begin at a page; and no slot of a
// round is one of a kept box.
const (
	_ = uint(keptList - box.Size)
	_ = uint(box.Size - keptList)
	_ = uint(KeptSlot - round.MaxSlots - 1)
)

type keptPlace [keptSize]byte

func (k *keptPlace) round() box.Round { return box.Round(binary.BigEndian.Uint32(k[:])) }
func (k *keptPlace) id() box.ID       { return box.ID(k[4:keptSumAt]) }
func (k *keptPlace) sum() []byte      { return k[keptSumAt:keptSumEnds] }
func (k *keptPlace) free() bool       { return zero(k.sum()) }

func (s shape) keptAt() int         { return s.readAt(s.entries()) }
func (s shape) keptBoxAt(i int) int { return s.keptAt() + keptList + i*box.Size }

// keptIn returns a place of a list.
func keptIn(list []byte, i int) *keptPlace { return (*keptPlace)(list[i*keptSize:]) }

// checkKept returns an error matching ErrFormat unless a rewriting can have
// left the list, beside this floor: nothing is read in a round not begun.
func checkKept(list []byte, floor box.Round) error {
	for i := range keptPlaces {
		if k := keptIn(list, i); !zero(k[keptSumEnds:]) || k.free() && !zero(k[:]) || k.round() > floor {
			return fmt.Errorf("%w: the place of a kept box", ErrFormat)
		}
	}
	return nil
}

// keepFound takes the boxes that were found in forgotten rounds and not taken
// in over into the renewal, beside those kept already: the newest, if there are
// too many, since the newest boxes of a link repeat what has no receipt.
func (v *View) keepFound(to *renewal, forgotten int) {
	s := v.shape
	copy(to.bytes[s.keptAt():], v.image[s.keptAt():])
	list := to.bytes[s.keptAt():]
	for entry := forgotten*s.slots - 1; entry >= 0; entry-- {
		m := (*meta)(v.image[s.metaAt(entry):])
		if !v.isNews(entry, m) {
			continue
		}
		r := v.head.first() - 1 + box.Round(entry/s.slots)
		i := keptPlaceFor(list, r)
		if i < 0 {
			return // nor is there one for what is older
		}
		content := v.image[s.readAt(entry):][:box.Size]
		if !m.holds(content) {
			continue
		}
		k := keptIn(list, i)
		*k = keptPlace{}
		binary.BigEndian.PutUint32(k[:], uint32(r))
		copy(k[4:], m[32:64])
		copy(k.sum(), m.sum())
		copy(to.bytes[s.keptBoxAt(i):], content)
	}
}

// isNews reports whether the read of an entry found a box that nobody has taken
// in. A loop's own box is nobody's, and what was read back belongs to a write.
func (v *View) isNews(entry int, m *meta) bool {
	if _, lent := m.readBack(); lent || m.readState() != ReadFound || m.has(flagTakenRead) {
		return false
	}
	s := v.shape
	for other := entry - entry%s.slots; other < entry-entry%s.slots+s.slots; other++ {
		if bytes.Equal(v.image[s.metaAt(other):][:32], m[32:64]) {
			return false
		}
	}
	return true
}

// keptPlaceFor returns a free place, or the one of the oldest box if that is
// older than r, or -1. A box never moves, and none gives way to another of its
// own round: until the next sealing, round and place name one box.
func keptPlaceFor(list []byte, r box.Round) int {
	oldest := 0
	for i := range keptPlaces {
		k := keptIn(list, i)
		if k.free() {
			return i
		}
		if k.round() < keptIn(list, oldest).round() {
			oldest = i
		}
	}
	if keptIn(list, oldest).round() < r {
		return oldest
	}
	return -1
}

// kept is what a loaded pouch keeps.
type kept struct {
	list  [keptList]byte
	boxes map[int]*box.Content // by place
	told  [keptPlaces]bool     // once Results has yielded it
}

// readKept reads the kept boxes.
func (p *Pouch) readKept(file io.ReaderAt) error {
	if _, err := file.ReadAt(p.kept.list[:], int64(p.shape.keptAt())); err != nil {
		return cutShort(err)
	}
	if err := checkKept(p.kept.list[:], p.Floor()); err != nil {
		return err
	}
	p.kept.boxes = map[int]*box.Content{}
	for i := range keptPlaces {
		if keptIn(p.kept.list[:], i).free() {
			continue
		}
		p.kept.boxes[i] = new(box.Content)
		if _, err := file.ReadAt(p.kept.boxes[i][:], int64(p.shape.keptBoxAt(i))); err != nil {
			return cutShort(err)
		}
	}
	return nil
}

// results yields what is kept, in the order of rounds, until yield says no. A
// box that is not what its sum says is passed over: it tells nothing.
func (k *kept) results(over box.Round, yield func(Result) bool) (more bool) {
	var places []int
	for i := range keptPlaces {
		if k.boxes[i] != nil {
			places = append(places, i)
		}
	}
	slices.SortStableFunc(places, func(i, j int) int {
		return cmp.Compare(keptIn(k.list[:], i).round(), keptIn(k.list[:], j).round())
	})
	for _, i := range places {
		place, content := keptIn(k.list[:], i), k.boxes[i]
		k.told[i] = true
		if !holds(place.sum(), content[:]) || place.round() > over {
			continue
		}
		read := ReadResult{ID: place.id(), State: ReadFound, Content: content}
		if !yield(Result{Round: place.round(), Slot: KeptSlot + i, Read: read}) {
			return false
		}
	}
	return true
}

// carryKept takes over from old what keep's results have not told.
func (f *Fill) carryKept(old *inPlace, keep *Pouch) error {
	s := f.plan.shape()
	list := f.image[s.keptAt():][:keptList]
	if _, err := old.ReadAt(list, int64(s.keptAt())); err != nil {
		return cutShort(err)
	}
	if err := checkKept(list, old.head.floor()); err != nil {
		return err
	}
	for i := range keptPlaces {
		k := keptIn(list, i)
		if keep.kept.told[i] && *k == *keptIn(keep.kept.list[:], i) {
			*k = keptPlace{}
		}
		content := f.image[s.keptBoxAt(i):][:box.Size]
		if k.free() {
			clear(content)
		} else if _, err := old.ReadAt(content, int64(s.keptBoxAt(i))); err != nil {
			return cutShort(err)
		}
	}
	return nil
}
