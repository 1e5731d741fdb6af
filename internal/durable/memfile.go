package durable

import (
	"bytes"
	"maps"
	"slices"
)

// pageSize is the length in bytes in which a memFile keeps its content (pages
// of zeros are not kept), and in which flash is written.
const pageSize = 4096

// perPage is how many sectors a page has.
const perPage = pageSize / Sector

// memFile is a file in memory: pages that are durable, and over them those of
// which some sectors were written in place and not yet synced. A durable page is
// never changed, only replaced, so that a file and the one that took its place
// can share some.
type memFile struct {
	size  int
	pages []*[pageSize]byte // nil: zeros
	fresh map[int]*unsynced // by page
}

// unsynced is a page as a program sees it. Only what is written is not durable.
type unsynced struct {
	page    *[pageSize]byte
	written [perPage]bool // by sector
}

// newMemFile keeps data. It shares the pages that are as they were in old,
// which may be nil.
func newMemFile(data []byte, old *memFile) *memFile {
	f := &memFile{size: len(data), pages: make([]*[pageSize]byte, (len(data)+pageSize-1)/pageSize)}
	chunk := func(i int) []byte { return data[i*pageSize : min((i+1)*pageSize, len(data))] }
	for i := 0; i < len(f.pages); {
		switch c := chunk(i); {
		case bytes.Equal(c, zeroPage[:len(c)]):
			i++
		case old.has(i, c):
			f.pages[i] = old.pages[i]
			i++
		case len(c) < pageSize:
			f.pages[i] = new([pageSize]byte)
			copy(f.pages[i][:], c)
			i++
		default: // a run of pages that are kept, in one piece: a world holds hundreds of these
			from := i
			for i++; i < len(f.pages) && len(chunk(i)) == pageSize && !bytes.Equal(chunk(i), zeroPage[:]) && !old.has(i, chunk(i)); i++ {
			}
			for room := bytes.Clone(data[from*pageSize : i*pageSize]); len(room) > 0; from++ {
				f.pages[from], room = (*[pageSize]byte)(room), room[pageSize:]
			}
		}
	}
	return f
}

// has reports whether c is a whole page of f, its i-th. f may be nil.
func (f *memFile) has(i int, c []byte) bool {
	return f != nil && i < len(f.pages) && f.pages[i] != nil && len(c) == pageSize && bytes.Equal(c, f.pages[i][:])
}

// zeroPage is never written.
var zeroPage [pageSize]byte

// readAt reads what a program sees, synced or not.
func (f *memFile) readAt(p []byte, off int64) int {
	n := 0
	for at := int(min(off, int64(f.size))); n < len(p) && at < f.size; {
		in := at % pageSize
		end := min(pageSize, in+len(p)-n, in+f.size-at)
		n += copy(p[n:], f.seen(at / pageSize)[in:end])
		at += end - in
	}
	return n
}

// content returns all that a program sees, copied.
func (f *memFile) content() []byte {
	parts := make([][]byte, len(f.pages))
	for i := range parts {
		parts[i] = f.seen(i)[:min(pageSize, f.size-i*pageSize)]
	}
	return bytes.Join(parts, nil)
}

// seen returns a page as a program sees it; it is not the caller's to change.
func (f *memFile) seen(i int) *[pageSize]byte {
	if u := f.fresh[i]; u != nil {
		return u.page
	}
	return f.page(i)
}

// page returns a page's durable bytes; they are not the caller's to change.
func (f *memFile) page(i int) *[pageSize]byte {
	if p := f.pages[i]; p != nil {
		return p
	}
	return &zeroPage
}

func (f *memFile) writeAt(p []byte, off int64) {
	if f.fresh == nil {
		f.fresh = map[int]*unsynced{}
	}
	for at := int(off); len(p) > 0; {
		i, in := at/pageSize, at%pageSize
		u := f.fresh[i]
		if u == nil {
			u = &unsynced{page: new([pageSize]byte)}
			if in > 0 || len(p) < pageSize {
				*u.page = *f.page(i)
			}
			f.fresh[i] = u
		}
		n := copy(u.page[in:], p)
		for s := in / Sector; s*Sector < in+n; s++ {
			u.written[s] = true
		}
		p, at = p[n:], at+n
	}
}

// sync makes the unsynced durable and returns how many bytes of pages that
// were.
func (f *memFile) sync() int64 {
	n := len(f.fresh)
	for i, u := range f.fresh {
		f.pages[i] = u.page
	}
	f.fresh = nil
	return int64(n) * pageSize
}

// crash keeps of the unsynced those sectors of which kept, asked in their order,
// says so, and forgets the others.
func (f *memFile) crash(kept func() bool) {
	for _, i := range slices.Sorted(maps.Keys(f.fresh)) {
		u, page := f.fresh[i], *f.page(i)
		for s, written := range u.written {
			if written && kept() {
				copy(page[s*Sector:][:Sector], u.page[s*Sector:])
			}
		}
		f.pages[i] = &page
	}
	f.fresh = nil
}
