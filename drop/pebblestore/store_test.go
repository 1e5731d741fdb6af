package pebblestore

import (
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// small are the options of tests: segments of 247 boxes.
func small(fs vfs.FS) Options { return Options{FS: fs, SegmentSize: 1 << 20} }

func TestStoreKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) dropserver.Store {
		s, err := Open(t.TempDir(), small(nil))
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
