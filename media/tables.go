package media

import (
	"encoding/binary"
	"math"
)

// tables reads stbl: what the samples are, where, when, and how long.
func (t *track) tables(stbl box, v *video) error {
	inside, err := v.inside(stbl.body)
	if err != nil {
		return err
	}
	has := map[string]box{}
	for _, b := range inside {
		if _, twice := has[b.name]; twice && b.name != "sgpd" && b.name != "sbgp" {
			return refuse(Damaged)
		}
		has[b.name] = b
	}
	if err := t.readEntry(has["stsd"], v); err != nil && (t.handler == "vide" || t.handler == "soun") {
		t.wrong = err // its samples are counted still
	}
	if err := t.sizes(has["stsz"], v); err != nil {
		return err
	}
	if err := t.places(has["stsc"], has["stco"], has["co64"], len(v.file)); err != nil {
		return err
	}
	if err := t.durations(has["stts"]); err != nil {
		return err
	}
	if err := t.shifts(has["ctts"]); err != nil {
		return err
	}
	return t.keys(has["stss"])
}

// list returns a table's entries of some bytes each, behind skip bytes and their number.
func list(b box, skip, width int) (entries []byte, count int, err error) {
	_, _, body, err := b.full()
	if err != nil || len(body) < skip+4 {
		return nil, 0, refuse(Damaged)
	}
	n := int64(binary.BigEndian.Uint32(body[skip:]))
	body = body[skip+4:]
	if n*int64(width) > int64(len(body)) {
		return nil, 0, refuse(Damaged)
	}
	return body[:n*int64(width)], int(n), nil
}

// sizes reads stsz: one size for all, or one each.
func (t *track) sizes(b box, v *video) error {
	_, _, body, err := b.full()
	if err != nil || len(body) < 8 {
		return refuse(Damaged)
	}
	all, count := binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:])
	if v.samples += int64(count); v.samples > maxSamples {
		return refuse(TooMany)
	}
	if all > math.MaxInt32 || all == 0 && int64(count)*4 > int64(len(body)-8) {
		return refuse(Damaged)
	}
	t.samples = make([]sample, count)
	for i := range t.samples {
		size := all
		if all == 0 {
			size = binary.BigEndian.Uint32(body[8+4*i:])
		}
		if size > math.MaxInt32 {
			return refuse(Damaged)
		}
		t.samples[i].size = int(size)
	}
	return nil
}

// places reads stsc and stco or co64: where each chunk begins, and how many samples it has.
func (t *track) places(runs, narrow, wide box, length int) error {
	entries, count, err := list(runs, 0, 12)
	if err != nil {
		return err
	}
	width := 4
	if narrow.body == nil {
		narrow, width = wide, 8
	}
	chunks, chunkCount, err := list(narrow, 0, width)
	if err != nil {
		return err
	}
	next := 0
	for i := range count {
		first, perChunk := binary.BigEndian.Uint32(entries[12*i:]), int(binary.BigEndian.Uint32(entries[12*i+4:]))
		until := uint32(chunkCount) + 1
		if i+1 < count {
			until = binary.BigEndian.Uint32(entries[12*(i+1):])
		}
		if first == 0 || until < first || int64(until) > int64(chunkCount)+1 || i == 0 && first != 1 {
			return refuse(Damaged)
		}
		for chunk := first; chunk < until; chunk++ {
			at := int64(binary.BigEndian.Uint32(chunks[width*int(chunk-1):]))
			if width == 8 {
				at = int64(binary.BigEndian.Uint64(chunks[width*int(chunk-1):]))
			}
			for n := 0; n < perChunk; n++ {
				if next == len(t.samples) {
					return refuse(Damaged)
				}
				s := &t.samples[next]
				if at < 0 || at > int64(length) || int64(s.size) > int64(length)-at {
					return refuse(Damaged)
				}
				s.at = int(at)
				at += int64(s.size)
				next++
			}
		}
	}
	if next != len(t.samples) {
		return refuse(Damaged)
	}
	return nil
}

// durations reads stts.
func (t *track) durations(b box) error {
	entries, count, err := list(b, 0, 8)
	if err != nil {
		return err
	}
	next := 0
	for i := range count {
		n, lasts := binary.BigEndian.Uint32(entries[8*i:]), binary.BigEndian.Uint32(entries[8*i+4:])
		if int64(n) > int64(len(t.samples)-next) || lasts > math.MaxInt32 {
			return refuse(Damaged)
		}
		for range n {
			t.samples[next].lasts = lasts
			next++
		}
	}
	if next != len(t.samples) {
		return refuse(Damaged)
	}
	return nil
}

// shifts reads ctts, which need not be there.
func (t *track) shifts(b box) error {
	if b.body == nil {
		return nil
	}
	entries, count, err := list(b, 0, 8)
	if err != nil {
		return err
	}
	next := 0
	for i := range count {
		n, shift := binary.BigEndian.Uint32(entries[8*i:]), int32(binary.BigEndian.Uint32(entries[8*i+4:]))
		if int64(n) > int64(len(t.samples)-next) {
			return refuse(Damaged)
		}
		for range n {
			t.samples[next].shift = shift
			next++
		}
	}
	return nil
}

// keys reads stss. Where it is missing, every sample stands alone.
func (t *track) keys(b box) error {
	if b.body == nil {
		for i := range t.samples {
			t.samples[i].key = true
		}
		return nil
	}
	entries, count, err := list(b, 0, 4)
	if err != nil {
		return err
	}
	for i := range count {
		n := binary.BigEndian.Uint32(entries[4*i:])
		if n == 0 || int64(n) > int64(len(t.samples)) {
			return refuse(Damaged)
		}
		t.samples[n-1].key = true
	}
	return nil
}
