package pebblestore

import (
	"errors"
	"slices"
	"strings"
	"syscall"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// create makes one file: whole, or not at all.
func (p *spares) create(name string) (vfs.File, error) {
	if u, err := p.fs.GetDiskUsage(p.dir); err == nil && u.AvailBytes < uint64(p.size)+indexRoom {
		return nil, dropserver.ErrFull
	}
	path := p.fs.PathJoin(p.dir, name)
	f, err := p.fill(path)
	if err != nil {
		_ = p.fs.Remove(path + unfinished) // it goes at the next opening otherwise
		if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
			return nil, dropserver.ErrFull
		}
		return nil, errors.New("a segment file cannot be made") // err names the folder
	}
	return f, nil
}

// fill writes a new file from end to end and gives it its name, durably.
func (p *spares) fill(path string) (vfs.File, error) {
	f, err := p.fs.OpenReadWrite(path+unfinished, vfs.WriteCategoryUnspecified)
	if err != nil {
		return nil, err
	}
	if err := p.zero(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if err := p.fs.Rename(path+unfinished, path); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if err := syncDir(p.fs, p.dir); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (p *spares) zero(f vfs.File) error {
	const step = 1 << 20
	zeros := make([]byte, min(step, p.size))
	for at := int64(0); at < p.size; at += step {
		if _, err := f.WriteAt(zeros[:min(step, p.size-at)], at); err != nil {
			return err
		}
	}
	return f.Sync()
}

func syncDir(fs vfs.FS, dir string) error {
	d, err := fs.OpenDir(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// list returns the numbers of the segment files in dir, having removed what an
// interrupted making left, and the files that were set aside.
func list(fs vfs.FS, dir string) (numbers []uint64, aside map[string]box.Round, err error) {
	all, err := fs.List(dir)
	if err != nil {
		return nil, nil, err
	}
	aside = make(map[string]box.Round)
	for _, name := range all {
		if strings.HasSuffix(name, unfinished) {
			if err := fs.Remove(fs.PathJoin(dir, name)); err != nil {
				return nil, nil, err
			}
		}
		if n, ok := numberOf(name); ok {
			numbers = append(numbers, n)
		}
		if last, ok := lastOf(name); ok {
			aside[name] = last
		}
	}
	slices.Sort(numbers)
	return numbers, aside, nil
}
