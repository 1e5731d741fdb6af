package main

import (
	"bytes"
	"encoding/binary"
	"errors"

	"bulkhead/device"
	"bulkhead/link"
	"bulkhead/pouch"
)

var errPouch = errors.New("the pouch is not as room pouch writes it")

// linksIn finds every link's state anywhere in some bytes: a captor's tool
// that knows how room device keeps one, behind its length in four bytes, and
// not where.
func linksIn(plain []byte) (links [][]byte) {
	for at := 0; at+4 <= len(plain); at++ {
		n := uint64(binary.BigEndian.Uint32(plain[at:]))
		if n == 0 || n > uint64(len(plain)-at-4) {
			continue
		}
		kept := plain[at+4:][:n]
		if l, err := link.Unmarshal(kept); err == nil {
			l.Erase()
			links = append(links, bytes.Clone(kept))
		}
	}
	return links
}

// linksShown counts the links that a locked pouch shows: reads of its last
// round that are no loop's, by the mark that a loop's read may give way. The
// layout is that of room pouch (head.go, entry.go).
func linksShown(file []byte, p *pouch.Pouch) (links int, err error) {
	const metaStart, metaSize, flagsAt, spare = 16384, 128, 64, 1
	plan := p.Plan()
	for slot := range plan.Slots() {
		at := metaStart + (plan.Rounds()*plan.Slots()+slot)*metaSize
		if at+metaSize > len(file) {
			return 0, errPouch
		}
		if file[at+flagsAt]&spare == 0 {
			links++
		}
	}
	return links, nil
}

// readable is all that the captor can read: the files as they lie there, and
// what passphrases opened.
func (c *captor) readable() [][]byte {
	return append([][]byte{c.files[device.VaultFile], c.files[device.PouchFile]}, c.plain...)
}

// inFiles and finds search for a text in the files, and in all that the captor
// can read.
func (c *captor) inFiles(text string) bool { return in(c.readable()[:2], text) }
func (c *captor) finds(text string) bool   { return in(c.readable(), text) }

func in(all [][]byte, text string) bool {
	for _, b := range all {
		if bytes.Contains(b, []byte(text)) {
			return true
		}
	}
	return false
}
