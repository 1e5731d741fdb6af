package pebblestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// acked is how far boxes were acknowledged: the first records of one segment. It
// is written after each group's sync and before its answers, twice, and not
// synced: a kill of the process leaves it as it is, a power cut may leave an
// earlier one, which is true too. It tells what was acknowledged and is damaged
// from what was being written when the end came.
//
//	 0 4  CRC-32C of the rest
//	 4 8  the segment's number
//	12 4  how many of its records are acknowledged
type acked struct{ file vfs.File }

const (
	ackedName = "acked"
	markSize  = 4 + 8 + 4
	sector    = 512
)

func openAcked(fs vfs.FS, dir string) (*acked, error) {
	f, err := fs.OpenReadWrite(fs.PathJoin(dir, ackedName), vfs.WriteCategoryUnspecified)
	if err != nil {
		return nil, fmt.Errorf("opening the mark of what is acknowledged: %w", err)
	}
	return &acked{f}, nil
}

// read returns the mark, or zeros if there is none that is whole.
func (a *acked) read() (p place) {
	for i := range int64(2) {
		var b [markSize]byte
		if n, _ := a.file.ReadAt(b[:], i*sector); n < markSize {
			continue
		}
		if binary.BigEndian.Uint32(b[:]) != crc32.Checksum(b[4:], castagnoli) {
			continue
		}
		q, _ := placeOf(b[4:])
		if q.seq > p.seq || q.seq == p.seq && q.n > p.n {
			p = q
		}
	}
	return p
}

// write notes that the first n records of segment seq are acknowledged.
func (a *acked) write(seq uint64, n int) error {
	b := make([]byte, sector+markSize)
	place{seq, uint32(n)}.append(b[4:4])
	binary.BigEndian.PutUint32(b, crc32.Checksum(b[4:markSize], castagnoli))
	copy(b[sector:], b[:markSize])
	if _, err := a.file.WriteAt(b, 0); err != nil {
		return errors.New("a box cannot be written")
	}
	return nil
}
