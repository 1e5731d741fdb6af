package pebblestore

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// roomToMend is the room that the index needs to be opened again and to take a
// segment, in bytes, generously.
const roomToMend = 4 << 20

// mend makes the index take writes again, if the disk had no room and has some
// now. An index that was frozen is opened from what the disk holds: it has all
// places whose add returned nil, and maybe rounds that were dropped since, so
// those before floor are dropped once more. Readers wait meanwhile. If it cannot
// be opened, every box that is looked for in it is damaged until the next try.
//
// Its error is dropserver.ErrFull if there is no room, and another if the disk
// failed: then nothing is written until the next opening.
func (x *index) mend(floor box.Round) error {
	cause := x.fs.frozen()
	switch {
	case cause == nil && !x.fs.isShort() && x.db != nil:
		return nil
	case cause != nil && !errors.Is(cause, dropserver.ErrFull):
		return cause
	case !x.hasRoom():
		return dropserver.ErrFull
	case cause == nil && x.db != nil:
		x.fs.resume()
		return nil
	}
	if err := x.reopen(); err != nil {
		return err
	}
	if err := x.drop(floor); err != nil {
		return err
	}
	return x.fs.frozen()
}

// reopen closes Pebble and opens it on what the disk holds.
func (x *index) reopen() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	_ = x.close() // nothing of it is needed
	x.db = nil
	return x.open()
}

// hasRoom reports whether the disk has room for the index, having tried.
func (x *index) hasRoom() bool {
	if u, err := x.disk.GetDiskUsage(x.dir); err == nil && u.AvailBytes < roomToMend {
		return false
	}
	path := x.disk.PathJoin(x.dir, "room") // no name that Pebble knows
	err := x.tryRoom(path)
	return errors.Join(err, x.disk.Remove(path)) == nil
}

func (x *index) tryRoom(path string) error {
	f, err := x.disk.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return fmt.Errorf("looking for room: %w", err)
	}
	_, err = f.Write(make([]byte, roomToMend))
	return errors.Join(err, f.Sync(), f.Close())
}
