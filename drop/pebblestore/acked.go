package pebblestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime/debug"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// acked is how far boxes were acknowledged: the first records of one segment.
// It is written after each group's sync and before its answers, twice, and
// synced with a segment's first group alone. A kill of the process leaves it as
// it is. A power cut may leave an earlier one of the segment, which is true
// too. It tells what was acknowledged and is damaged from what was being
// written when the end came.
//
//	 0 4  CRC-32C of the rest
//	 4 8  the segment's number
//	12 4  how many of its records are acknowledged
//
// On a real disk the file is mapped: a mark is two stores to memory, which the
// kernel keeps when the process is killed. A write call each time would change
// the file's time, and so wait for the file system's journal whenever others
// use it: a fifth of the puts of 256 writers.
type acked struct {
	file   vfs.File
	mapped []byte // the file, or nil where none can be mapped
}

const (
	ackedName = "acked"
	ackedSize = 4096 // of the file
	markSize  = 4 + 8 + 4
	sector    = 512
)

func openAcked(fs vfs.FS, dir string) (*acked, error) {
	f, err := fs.OpenReadWrite(fs.PathJoin(dir, ackedName), vfs.WriteCategoryUnspecified)
	if err != nil {
		return nil, fmt.Errorf("opening the mark of what is acknowledged: %w", err)
	}
	return &acked{file: f}, nil
}

// read returns the mark, and whether there is one that is whole.
func (a *acked) read() (p place, whole bool) {
	for i := range int64(2) {
		var b [markSize]byte
		if n, _ := a.file.ReadAt(b[:], i*sector); n < markSize {
			continue
		}
		if binary.BigEndian.Uint32(b[:]) != crc32.Checksum(b[4:], castagnoli) {
			continue
		}
		q, _ := placeOf(b[4:])
		whole = true
		if q.seq > p.seq || q.seq == p.seq && q.n > p.n {
			p = q
		}
	}
	return p, whole
}

// prepare makes ready to write, and begins with the mark p. The file's blocks
// are on the disk on return: a mark never needs room.
func (a *acked) prepare(p place) error {
	b := make([]byte, ackedSize)
	p.mark(b)
	if err := store(a.file, b, 0); err != nil {
		return fmt.Errorf("writing the mark of what is acknowledged: %w", err)
	}
	if fd := a.file.Fd(); fd != vfs.InvalidFd {
		a.mapped = mapFile(fd, ackedSize)
	}
	return nil
}

// mark writes p to b, twice.
func (p place) mark(b []byte) {
	var m [markSize]byte
	p.append(m[4:4])
	binary.BigEndian.PutUint32(m[:], crc32.Checksum(m[4:], castagnoli))
	copy(b, m[:])
	copy(b[sector:], m[:])
}

// write notes that the first n records of segment seq are acknowledged.
func (a *acked) write(seq uint64, n int) (err error) {
	p := place{seq, uint32(n)}
	if a.mapped == nil {
		var b [sector + markSize]byte
		p.mark(b[:])
		_, err := a.file.WriteAt(b[:], 0)
		return writeError(err)
	}
	// Somebody may cut the file short, or its page may be unreadable: what is
	// stored there then is a fault, and must not end the process.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil {
			err = errors.New("a box cannot be written")
		}
	}()
	p.mark(a.mapped)
	return nil
}

func (a *acked) close() error {
	if a.mapped != nil {
		if err := unmapFile(a.mapped); err != nil {
			return errors.Join(fmt.Errorf("closing the mark of what is acknowledged: %w", err), a.file.Close())
		}
		a.mapped = nil
	}
	return a.file.Close()
}
