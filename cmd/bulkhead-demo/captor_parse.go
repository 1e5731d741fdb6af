package main

import (
	"bytes"
	"errors"

	"bulkhead/device"
	"bulkhead/pouch"
	"bulkhead/round"

	"golang.org/x/crypto/cryptobyte"
)

var errPayload = errors.New("the vault's contents are not as room device writes them")

// linksOf takes the links' keys out of a vault's contents, as a captor's own
// tool would; the layout is that of room device (state.go).
func linksOf(payload []byte) (links [][]byte, err error) {
	in := cryptobyte.String(payload)
	var version, n uint8
	var tags uint16
	var skip, kept []byte
	if !in.ReadUint8(&version) || version != 2 || !in.Skip(4+4+round.HitRateSize) || !in.ReadUint16(&tags) ||
		!in.Skip(pouch.TagSize*int(tags)) || !readLong(&in, &skip) || !in.ReadUint8(&n) {
		return nil, errPayload
	}
	for range n {
		if !in.Skip(2) || !readLong(&in, &kept) {
			return nil, errPayload
		}
		links = append(links, bytes.Clone(kept))
	}
	return links, nil
}

func readLong(in *cryptobyte.String, v *[]byte) bool {
	var n uint32
	return in.ReadUint32(&n) && uint64(n) <= uint64(len(*in)) && in.ReadBytes(v, int(n))
}

// linksShown counts the links that a locked pouch shows: reads of its last
// round that are no loop's, by the mark that a loop's read may give way. The
// layout is that of room pouch (head.go, entry.go).
func linksShown(file []byte, p *pouch.Pouch) (links int, err error) {
	const headSize, metaSize, flagsAt, spare = 4096, 128, 64, 1
	plan := p.Plan()
	for slot := range plan.Slots {
		at := headSize + (plan.Rounds*plan.Slots+slot)*metaSize
		if at+metaSize > len(file) {
			return 0, errPayload
		}
		if file[at+flagsAt]&spare == 0 {
			links++
		}
	}
	return links, nil
}

// inFiles and inPlain search for a text in the files as they lie there, and in
// everything that the passphrase opened.
func (c *captor) inFiles(text string) bool {
	return bytes.Contains(c.files[device.VaultFile], []byte(text)) || bytes.Contains(c.files[device.PouchFile], []byte(text))
}

func (c *captor) inPlain(text string) bool { return bytes.Contains(c.plain, []byte(text)) }
