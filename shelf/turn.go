package shelf

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"

	"bulkhead/internal/durable"
	"bulkhead/keys"
)

// Turn rewrites as many places as the journal has pages, drawn by chance, and puts what
// waits into those of their rooms that are free. On return without error all that
// [Shelf.Has] says is durable. After an error nothing more is than before, and nothing is
// lost; the next Turn goes on.
func (s *Shelf) Turn() error {
	f, err := s.open()
	if err != nil {
		return err
	}
	defer f.Close()
	if !s.synced { // places that an earlier process wrote, before their journal is written over
		if err := f.Sync(); err != nil {
			return fmt.Errorf("writing a shelf: %w", err)
		}
		s.synced = true
	}
	if len(s.redo) > 0 { // what the journal still has and the places may not
		if err := s.write(f, s.redo); err != nil {
			return err
		}
		s.redo = nil
	}
	t, err := s.draw()
	if err != nil {
		return err
	}
	s.lay(t)
	if s.blind {
		copy(t.front, s.front)
	}
	if _, err := f.WriteAt(t.front, 0); err != nil {
		return fmt.Errorf("writing the journal of a shelf: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("writing the journal of a shelf: %w", err)
	}
	if !s.blind {
		s.commit(t)
		s.redo = t.places
	}
	if err := s.write(f, t.places); err != nil {
		return err
	}
	s.redo = nil
	return nil
}

// open opens the file, and makes it where it is missing or of another length.
func (s *Shelf) open() (durable.File, error) {
	want := int64(s.file.pages() * pageSize)
	if n, err := s.file.Dir.Size(s.file.Name); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, durable.ErrNotFile) {
		return nil, fmt.Errorf("opening a shelf: %w", err)
	} else if err != nil || n != want {
		front := s.front
		if !s.blind {
			front = make([]byte, s.file.Journal()*pageSize)
			if _, err := io.ReadFull(s.file.Rand, front); err != nil {
				return nil, fmt.Errorf("drawing a journal: %w", err)
			}
		}
		if err := s.file.Dir.Replace(s.file.Name, slices.Concat(front, s.places)); err != nil {
			return nil, fmt.Errorf("making a shelf: %w", err)
		}
	}
	f, err := s.file.Dir.OpenFile(s.file.Name)
	if err != nil {
		return nil, fmt.Errorf("opening a shelf: %w", err)
	}
	return f, nil
}

// write puts places on the disk as they are in memory.
func (s *Shelf) write(f durable.File, places []int) error {
	front := int64(s.file.Journal() * pageSize)
	for _, p := range places {
		if _, err := f.WriteAt(s.page(p), front+int64(p*pageSize)); err != nil {
			return fmt.Errorf("writing a shelf: %w", err)
		}
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("writing a shelf: %w", err)
	}
	return nil
}

// turn is one rewriting: which places, their pages, and what is in their rooms.
type turn struct {
	places []int  // ascending
	pages  []byte // as they go to their places
	front  []byte // the same, sealed again: no two pages of the file are alike
	rooms  []content
	taken  int // of the queue
	noise  parcelKey
}

// draw draws the places, and the randomness of all their pages at once.
func (s *Shelf) draw() (*turn, error) {
	n := s.file.Journal()
	b := make([]byte, 32+keys.Size+2*n*headAt)
	if _, err := io.ReadFull(s.file.Rand, b); err != nil {
		return nil, fmt.Errorf("drawing places: %w", err)
	}
	defer clear(b)
	t := &turn{pages: make([]byte, n*pageSize), front: make([]byte, n*pageSize), rooms: make([]content, n*PageRooms)}
	t.places = rand.New(rand.NewChaCha8([32]byte(b))).Perm(s.file.Places())[:n]
	slices.Sort(t.places)
	copy(t.noise.Bytes(), b[32:])
	nonces := b[32+keys.Size:]
	for i := range n {
		copy(t.pages[i*pageSize:], nonces[2*i*headAt:][:headAt])
		copy(t.front[i*pageSize:], nonces[(2*i+1)*headAt:][:headAt])
	}
	return t, nil
}

// lay fills the pages. A chunk stays in the place that has it, so that each page can be put
// in its place without the others.
func (s *Shelf) lay(t *turn) {
	s.book.serial++
	var chunk [ChunkSize]byte
	defer clear(chunk[:])
	for i, p := range t.places {
		page, twin := t.pages[i*pageSize:][:pageSize], t.front[i*pageSize:][:pageSize]
		h := head{serial: s.book.serial, place: p}
		for k := range h.rooms {
			c, key := s.stays(p, k, &chunk)
			if key == nil && t.taken < len(s.queue) {
				w := &s.queue[t.taken]
				c, key, chunk = w.content, &s.line(w.handle).key, *w.data
				t.taken++
			}
			h.rooms[k], t.rooms[i*PageRooms+k] = c, c
			if key == nil {
				key, chunk = &t.noise, [ChunkSize]byte{}
			}
			s.seal.sealRoom(page, k, c, key, &chunk)
			s.seal.sealRoom(twin, k, c, key, &chunk)
		}
		s.seal.sealHead(page, &h)
		s.seal.sealHead(twin, &h)
	}
	t.noise.Erase()
}

// stays returns what a room of a place holds, and reads it; a nil key if it is empty.
func (s *Shelf) stays(p, k int, chunk *[ChunkSize]byte) (content, *parcelKey) {
	c := s.rooms[p*PageRooms+k]
	if c.handle == 0 {
		return content{}, nil
	}
	key := &s.line(c.handle).key
	if !s.seal.openRoom(chunk, s.page(p), k, c, key) {
		return content{}, nil
	}
	return c, key
}

// commit makes a turn what the places are to be.
func (s *Shelf) commit(t *turn) {
	for i, p := range t.places {
		copy(s.page(p), t.pages[i*pageSize:])
		for k := range PageRooms {
			r := p*PageRooms + k
			was, is := s.rooms[r], t.rooms[i*PageRooms+k]
			if was != is && was.handle != 0 {
				s.where[was.handle][was.index] = 0 // it did not open
			}
			if s.rooms[r] = is; is.handle != 0 {
				s.where[is.handle][is.index] = int32(r) + 1
			}
		}
	}
	for i := range s.queue[:t.taken] {
		clear(s.queue[i].data[:])
	}
	s.queue = append([]waiting(nil), s.queue[t.taken:]...)
}
