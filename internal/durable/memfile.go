package durable

import "bytes"

// pageSize is the length in bytes in which a memFile keeps its content (pages
// of zeros are not kept), and in which flash is written.
const pageSize = 4096

// memFile is a file in memory: pages that are durable, and over them the
// sectors written in place and not yet synced. A page is never changed, only
// replaced, so that a file and the one that took its place can share some.
type memFile struct {
	size    int
	pages   []*[pageSize]byte // nil: zeros
	sectors map[int]*[Sector]byte
}

// newMemFile keeps data. It shares the pages that are as they were in old,
// which may be nil.
func newMemFile(data []byte, old *memFile) *memFile {
	f := &memFile{size: len(data), pages: make([]*[pageSize]byte, (len(data)+pageSize-1)/pageSize)}
	chunk := func(i int) []byte { return data[i*pageSize : min((i+1)*pageSize, len(data))] }
	var kept []int
	for i := range f.pages {
		switch c := chunk(i); {
		case bytes.Equal(c, zeroPage[:len(c)]):
		case old != nil && i < len(old.pages) && old.pages[i] != nil && len(c) == pageSize && bytes.Equal(c, old.pages[i][:]):
			f.pages[i] = old.pages[i]
		default:
			kept = append(kept, i)
		}
	}
	room := make([][pageSize]byte, len(kept)) // one piece: a world holds hundreds of these
	for k, i := range kept {
		copy(room[k][:], chunk(i))
		f.pages[i] = &room[k]
	}
	return f
}

// zeroPage is never written.
var zeroPage [pageSize]byte

// readAt reads what a program sees, synced or not.
func (f *memFile) readAt(p []byte, off int64) int {
	n := 0
	for at := int(min(off, int64(f.size))); n < len(p) && at < f.size; {
		from := f.sector(at / Sector)
		in := at % Sector
		if len(f.sectors) == 0 { // a page at a time
			from, in = f.page(at/pageSize), at%pageSize
		}
		end := min(len(from), in+len(p)-n, in+f.size-at)
		n += copy(p[n:], from[in:end])
		at += end - in
	}
	return n
}

// page returns a page's durable bytes; they are not the caller's to change.
func (f *memFile) page(i int) []byte {
	if p := f.pages[i]; p != nil {
		return p[:]
	}
	return zeroPage[:]
}

// sector returns the newest bytes of a sector; they are not the caller's to
// change.
func (f *memFile) sector(i int) []byte {
	if s, ok := f.sectors[i]; ok {
		return s[:]
	}
	return f.durableSector(i)
}

func (f *memFile) durableSector(i int) []byte {
	return f.page(i * Sector / pageSize)[i*Sector%pageSize:][:Sector]
}

func (f *memFile) writeAt(p []byte, off int64) {
	if f.sectors == nil {
		f.sectors = map[int]*[Sector]byte{}
	}
	for at := int(off); len(p) > 0; {
		i, in := at/Sector, at%Sector
		s, ok := f.sectors[i]
		if !ok {
			s = new([Sector]byte)
			copy(s[:], f.durableSector(i))
			f.sectors[i] = s
		}
		n := copy(s[in:], p)
		p, at = p[n:], at+n
	}
}

// sync makes the unsynced durable and returns how many bytes of pages that
// were.
func (f *memFile) sync() int64 {
	pages := map[int]bool{}
	for i := range f.sectors {
		f.settle(i)
		pages[i*Sector/pageSize] = true
	}
	f.sectors = nil
	return int64(len(pages)) * pageSize
}

// settle makes one unsynced sector durable.
func (f *memFile) settle(i int) {
	const per = pageSize / Sector
	page := new([pageSize]byte)
	copy(page[:], f.page(i/per))
	copy(page[i%per*Sector:], f.sectors[i][:])
	f.pages[i/per] = page
}
