package pebblestore

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
)

// damagedSuffix ends the name of a segment file that was set aside: its number,
// the last round that it may hold, and this. Nothing is read from it any more.
// It stays until that round is dropped, so that nothing else is written to that
// part of the disk and its operator can look at it.
const damagedSuffix = ".damaged"

// lastOf returns the last round of a file that was set aside, by its name.
func lastOf(name string) (box.Round, bool) {
	name, ok := strings.CutSuffix(name, damagedSuffix)
	if !ok {
		return 0, false
	}
	_, round, _ := strings.Cut(name, ".")
	n, err := strconv.ParseUint(round, 10, 32)
	return box.Round(n), err == nil
}

// setAside takes a file out of use, durably.
func (p *spares) setAside(f vfs.File, last box.Round) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	number := p.files[f]
	name := fmt.Sprintf("%08d.%d%s", number, last, damagedSuffix)
	err := p.fs.Rename(p.fs.PathJoin(p.dir, nameOf(number)), p.fs.PathJoin(p.dir, name))
	if err = errors.Join(err, syncDir(p.fs, p.dir)); err != nil {
		return errors.New("a damaged segment cannot be set aside")
	}
	// Whoever reads from it right now gets an error, and asks whether it lives.
	delete(p.files, f)
	p.aside[name] = last
	p.changed.Broadcast()
	return f.Close()
}

// dropDamaged removes the files set aside whose rounds are before first.
func (p *spares) dropDamaged(first box.Round) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, last := range p.aside {
		if last < first {
			if err := p.fs.Remove(p.fs.PathJoin(p.dir, name)); err != nil {
				return errors.New("a damaged segment cannot be removed")
			}
			delete(p.aside, name)
		}
	}
	return nil
}
