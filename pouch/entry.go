package pouch

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"bulkhead/box"
)

// What is known of an entry, its meta, in bytes; four share a sector:
//
//	0   32  id to write
//	32  32  id to read
//	64  1   flags: 1 spare, 2 the write's result was taken, 4 the read's was
//	65  1   state of the write
//	66  1   attempts at it, 0 to 2
//	67  1   state of the read
//	68  1   attempts at it, 0 to 2
//	69  1   0, or 1 + the slot whose refused write is read back in place of this read
//	70  1   1: the write failed and is repeated at the time in the head, 2: the read
//	71  1   zero
//	72  16  SHA-256 of what was read, its first 16 bytes, if the state is found; else zero
//	88  16  proof, see proof.go; random for loops that an opening appended
//	104 24  zero
//
// The sum of what was read lets result and content be written with one sync:
// if the power goes between, the content does not fit and counts as not read.
const (
	metaSize    = 128
	sumSize     = 16
	maxAttempts = 2 // a failed request is repeated once (docs/design.md, "Rounds")

	flagSpare      = 1
	flagTakenWrite = 2
	flagTakenRead  = 4
	flagsKnown     = flagSpare | flagTakenWrite | flagTakenRead

	againWrite = 1
	againRead  = 2
)

// WriteState is what is known of a write.
type WriteState uint8

const (
	// WriteWaiting: nothing yet; its time may still come.
	WriteWaiting WriteState = iota
	// WriteUnknown: attempted, and no answer said what became of it. It may
	// have been stored.
	WriteUnknown
	// WriteStored: the drop keeps it.
	WriteStored
	// WriteSame: the drop keeps it, and kept it before the attempt that was
	// answered.
	WriteSame
	// WriteConflict: the drop keeps other bytes under this id.
	WriteConflict
	// WriteRefused: the drop would not take it, and no other attempt was made.
	WriteRefused
	// WriteSkipped: it was never sent.
	WriteSkipped

	writeStates
)

// ReadState is what is known of a read.
type ReadState uint8

const (
	// ReadWaiting: nothing yet; its time may still come.
	ReadWaiting ReadState = iota
	// ReadUnknown: attempted and not answered.
	ReadUnknown
	// ReadFound: a box came.
	ReadFound
	// ReadAbsent: the drop has no such box.
	ReadAbsent
	// ReadRefused: the drop would not answer.
	ReadRefused
	// ReadSkipped: it was never sent, or gave way to reading back a write.
	ReadSkipped

	readStates
)

type meta [metaSize]byte

func (m *meta) writeID() box.ID               { return box.ID(m[0:32]) }
func (m *meta) readID() box.ID                { return box.ID(m[32:64]) }
func (m *meta) has(flag byte) bool            { return m[64]&flag != 0 }
func (m *meta) set(flag byte)                 { m[64] |= flag }
func (m *meta) writeState() WriteState        { return WriteState(m[65]) }
func (m *meta) setWrite(s WriteState)         { m[65] = byte(s) }
func (m *meta) writeAttempts() int            { return int(m[66]) }
func (m *meta) readState() ReadState          { return ReadState(m[67]) }
func (m *meta) setRead(s ReadState)           { m[67] = byte(s) }
func (m *meta) readAttempts() int             { return int(m[68]) }
func (m *meta) sum() []byte                   { return m[72 : 72+sumSize] }
func (m *meta) readBack() (slot int, ok bool) { return int(m[69]) - 1, m[69] != 0 }
func (m *meta) setReadBack(slot int)          { m[69] = byte(slot + 1) }

// attemptWrite and attemptRead note an attempt that is about to be made.
func (m *meta) attemptWrite() { m.setWrite(WriteUnknown); m[66]++; m[70] &^= againWrite }
func (m *meta) attemptRead()  { m.setRead(ReadUnknown); m[68]++; m[70] &^= againRead }

// isDue reports whether the write, or the read, waits for its time: for its
// first attempt or, since that has failed, for its second.
func (m *meta) isDue(read bool) bool {
	if read {
		return m.readState() == ReadWaiting || m[70]&againRead != 0
	}
	return m.writeState() == WriteWaiting || m[70]&againWrite != 0
}

// setAgain notes that the write, or the read, has failed and is repeated.
func (m *meta) setAgain(read bool) {
	if read {
		m[70] |= againRead
	} else {
		m[70] |= againWrite
	}
}

// holds reports whether content is what the sum was made of.
func (m *meta) holds(content []byte) bool { return holds(m.sum(), content) }

func holds(sum, content []byte) bool {
	is := sha256.Sum256(content)
	return bytes.Equal(sum, is[:sumSize])
}

func (m *meta) setSum(content *box.Content) {
	sum := sha256.Sum256(content[:])
	copy(m.sum(), sum[:])
}

// check returns an error matching ErrFormat unless a worker can have left m.
func (m *meta) check(slots int) error {
	bad := func(what string) error { return fmt.Errorf("%w: an entry's %s", ErrFormat, what) }
	w, r := m.writeState(), m.readState()
	switch {
	case m[64]&^byte(flagsKnown) != 0 || m[70]&^(againWrite|againRead) != 0 || m[71] != 0 || !zero(m[proofAt+proofSize:]):
		return bad("unused bytes are used")
	case w >= writeStates || r >= readStates:
		return bad("state is unknown")
	case m.writeAttempts() > maxAttempts || (w == WriteWaiting || w == WriteSkipped) != (m.writeAttempts() == 0):
		return bad("attempts at writing do not fit its state")
	case m.readAttempts() > maxAttempts || (r == ReadWaiting || r == ReadSkipped) != (m.readAttempts() == 0):
		return bad("attempts at reading do not fit its state")
	case m[70]&againWrite != 0 && (w != WriteUnknown || m.writeAttempts() != 1) || m[70]&againRead != 0 && (r != ReadUnknown || m.readAttempts() != 1):
		return bad("repeat does not fit its state")
	case int(m[69]) > slots:
		return bad("read-back is of no slot")
	case r != ReadFound && !zero(m.sum()):
		return bad("sum is of nothing")
	}
	return nil
}

// unbegun reports whether m can be an entry of a round that no worker has
// begun; one that was over from the start, if skipped may be.
func (m *meta) unbegun(skipped bool) bool {
	w, r := m.writeState(), m.readState()
	return (w == WriteWaiting || skipped && w == WriteSkipped) && (r == ReadWaiting || skipped && r == ReadSkipped) && m[69] == 0
}
