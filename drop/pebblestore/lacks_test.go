package pebblestore

import (
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// smallFS is a disk with so many bytes free.
type smallFS struct {
	vfs.FS
	free uint64
}

func (f *smallFS) GetDiskUsage(string) (vfs.DiskUsage, error) {
	return vfs.DiskUsage{AvailBytes: f.free}, nil
}

// Whoever starts a drop is told if its disk has no room for one segment, and by
// how much.
func TestAStoreSaysWhatItLacksForASegment(t *testing.T) {
	fs := &smallFS{FS: vfs.NewMem(), free: 1 << 40}
	o := tiny(fs)
	s := open(t, "/drop", o)
	for _, c := range []struct{ free, want int64 }{
		{1 << 40, 0}, {o.SegmentSize + indexRoom, 0}, {o.SegmentSize + indexRoom - 1, 1}, {0, o.SegmentSize + indexRoom},
	} {
		fs.free = uint64(c.free)
		if got := s.Lacks(); got != c.want {
			t.Errorf("with %d bytes free: lacks %d, want %d", c.free, got, c.want)
		}
	}
}
