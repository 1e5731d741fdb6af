package pebblestore

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
)

const (
	segmentSuffix = ".seg"
	// unfinished marks a segment file that is still being made.
	unfinished = ".new"

	// sparesKept is how many spare files an opening leaves.
	sparesKept = 2

	// indexRoom is the room on the disk that no segment file may take, in
	// bytes: for the index's tables and for merging them.
	indexRoom = 64 << 20
)

// spares makes segment files and keeps those that hold no box. A file is
// written once from end to end before its first life: from then on its blocks
// are on the disk, a write needs no new room and a sync has only data to write.
//
// All methods may be called concurrently.
type spares struct {
	fs   vfs.FS
	dir  string
	size int64

	mu      sync.Mutex
	changed *sync.Cond // any of the following
	free    []vfs.File
	files   map[vfs.File]uint64  // all files, spare or not, by their numbers
	aside   map[string]box.Round // files set aside, and the last round that they may hold
	next    uint64               // the next file's number
	least   int                  // files that should exist
	soon    bool                 // one will be taken soon: see expect
	asked   int                  // takers that wait
	tries   int                  // attempts to make one that have ended
	err     error                // of the last attempt
	closed  bool
	ended   bool // make has returned
}

func newSpares(fs vfs.FS, dir string, size int64, least int) *spares {
	p := &spares{fs: fs, dir: dir, size: size, least: least, files: make(map[vfs.File]uint64), aside: make(map[string]box.Round)}
	p.changed = sync.NewCond(&p.mu)
	return p
}

// take returns a file to write, waiting for one to be made if there is none
// ready. Its error is dropserver.ErrFull if the disk has no room for one.
func (p *spares) take() (f vfs.File, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	p.soon = false
	defer func() { p.asked-- }()
	p.changed.Broadcast()
	for tries := p.tries; len(p.free) == 0; p.changed.Wait() {
		if p.tries > tries && p.err != nil {
			return nil, p.err
		}
	}
	f = p.free[0]
	p.free = p.free[1:]
	return f, nil
}

// adopt counts a file that was there at opening.
func (p *spares) adopt(f vfs.File, number uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files[f] = number
	p.next = max(p.next, number+1)
}

// reserve keeps a number from being given to a new file: there was one.
func (p *spares) reserve(number uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = max(p.next, number+1)
}

// number returns a file's number.
func (p *spares) number(f vfs.File) uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.files[f]
}

// nameOf returns the name of the segment file with a number.
func nameOf(number uint64) string { return fmt.Sprintf("%08d%s", number, segmentSuffix) }

// numberOf returns the number of the segment file with a name, which is one
// that nameOf gives.
func numberOf(name string) (uint64, bool) {
	n, err := strconv.ParseUint(strings.TrimSuffix(name, segmentSuffix), 10, 62)
	return n, err == nil && nameOf(n) == name
}

// lacks returns how many bytes must become free on the disk before a file can be
// made; 0 if one is there or can be made, or nothing is known.
func (p *spares) lacks() int64 {
	p.mu.Lock()
	ready := len(p.free) > 0
	p.mu.Unlock()
	if ready {
		return 0
	}
	u, err := p.fs.GetDiskUsage(p.dir)
	if err != nil {
		return 0
	}
	return max(p.size+indexRoom-int64(min(u.AvailBytes, 1<<62)), 0)
}

// expect says that a file will be taken soon, so that it is made by then.
func (p *spares) expect() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.soon = true
	p.changed.Broadcast()
}

// give takes back a file, if there is one, of which no box is needed any more.
func (p *spares) give(f vfs.File) {
	if f == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, f)
	p.changed.Broadcast()
}

// run makes files, as they are needed, until close.
func (p *spares) run() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.closed {
		wanted := len(p.free) == 0 && (p.asked > 0 || p.soon) || len(p.files) < p.least
		if !wanted || p.err != nil && (p.asked == 0 || len(p.free) > 0) {
			p.changed.Wait() // after a failure, until somebody needs one
			continue
		}
		number := p.next
		p.next++
		p.mu.Unlock()
		f, err := p.create(nameOf(number))
		p.mu.Lock()
		p.tries++
		if p.err = err; err == nil {
			p.free = append(p.free, f)
			p.files[f] = number
		}
		p.changed.Broadcast()
	}
	p.ended = true
	p.changed.Broadcast()
}

// trim removes files that are spare and not needed. For opening, when nobody
// reads from them any more.
func (p *spares) trim() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.free) > sparesKept && len(p.files) > p.least {
		f := p.free[len(p.free)-1]
		if err := errors.Join(f.Close(), p.fs.Remove(p.fs.PathJoin(p.dir, nameOf(p.files[f])))); err != nil {
			return fmt.Errorf("removing a spare segment: %w", err)
		}
		p.free = p.free[:len(p.free)-1]
		delete(p.files, f)
	}
	return nil
}

// waitReserve returns when the files that should exist do, or cannot be made.
func (p *spares) waitReserve() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.files) < p.least && p.err == nil {
		p.changed.Wait()
	}
}

// close ends run and closes the files that are spare.
func (p *spares) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.changed.Broadcast()
	for !p.ended {
		p.changed.Wait()
	}
	var errs []error
	for _, f := range p.free {
		errs = append(errs, f.Close())
	}
	p.free = nil
	return errors.Join(errs...)
}
