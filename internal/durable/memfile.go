package durable

// pageSize is the length in bytes in which a memFile keeps its content (pages
// of zeros are not kept), and in which flash is written.
const pageSize = 4096

// memFile is a file in memory: pages that are durable, and over them the
// sectors written in place and not yet synced.
type memFile struct {
	size    int
	pages   []*[pageSize]byte // nil: zeros
	sectors map[int]*[Sector]byte
}

func newMemFile(data []byte) *memFile {
	f := &memFile{size: len(data), pages: make([]*[pageSize]byte, (len(data)+pageSize-1)/pageSize)}
	for i := range f.pages {
		chunk := data[i*pageSize : min((i+1)*pageSize, len(data))]
		if !allZero(chunk) {
			f.pages[i] = new([pageSize]byte)
			copy(f.pages[i][:], chunk)
		}
	}
	return f
}

func allZero(b []byte) bool {
	var or byte
	for _, v := range b {
		or |= v
	}
	return or == 0
}

// readAt reads what a program sees, synced or not.
func (f *memFile) readAt(p []byte, off int64) int {
	n := 0
	for at := int(min(off, int64(f.size))); n < len(p) && at < f.size; {
		in := at % Sector
		end := min(Sector, in+len(p)-n, in+f.size-at)
		n += copy(p[n:], f.sector(at / Sector)[in:end])
		at += end - in
	}
	return n
}

// sector returns the newest bytes of a sector; they are not the caller's to
// change.
func (f *memFile) sector(i int) []byte {
	if s, ok := f.sectors[i]; ok {
		return s[:]
	}
	return f.durableSector(i)
}

var zeroSector [Sector]byte

func (f *memFile) durableSector(i int) []byte {
	const per = pageSize / Sector
	page := f.pages[i/per]
	if page == nil {
		return zeroSector[:]
	}
	return page[i%per*Sector:][:Sector]
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
	if f.pages[i/per] == nil {
		f.pages[i/per] = new([pageSize]byte)
	}
	copy(f.pages[i/per][i%per*Sector:], f.sectors[i][:])
}
