package linktest

import "bulkhead/box"

// reach is how far a PUT's round may lie from the drop's own, in rounds.
const reach = 1

// keep is how many rounds the drop keeps a box.
const keep = 8

// outcome of a PUT that reached the drop.
type outcome uint8

const (
	stored   outcome = iota // 201, or 200: the same bytes are there
	conflict                // 409: other bytes are there
	refused                 // a round out of reach
)

// drop is the server: write once, read by id. It also remembers the first
// content that anybody ever tried to send under a (round, id), which the
// network's watcher would see even where the PUT was lost.
type drop struct {
	boxes map[box.Ref]*box.Content
	tried map[box.Ref]*box.Content
	log   map[box.Round][]box.Ref // what tried holds, by round, to forget it
}

func newDrop() *drop {
	return &drop{map[box.Ref]*box.Content{}, map[box.Ref]*box.Content{}, map[box.Round][]box.Ref{}}
}

// try notes that a PUT left a device and reports whether other bytes had left
// under the same round and id before.
func (d *drop) try(ref box.Ref, c *box.Content) (clash bool) {
	first, ok := d.tried[ref]
	if !ok {
		d.tried[ref] = c
		d.log[ref.Round] = append(d.log[ref.Round], ref)
		return false
	}
	return first != c && *first != *c
}

// put stores a box in the drop's round now.
func (d *drop) put(now box.Round, ref box.Ref, c *box.Content) outcome {
	if ref.Round > now+reach || ref.Round+reach < now {
		return refused
	}
	if first, ok := d.boxes[ref]; ok {
		if first != c && *first != *c {
			return conflict
		}
		return stored
	}
	d.boxes[ref] = c
	return stored
}

// get returns a box, all zero where there is none. The caller must not write
// to it.
func (d *drop) get(ref box.Ref) *box.Content {
	if c, ok := d.boxes[ref]; ok {
		return c
	}
	return &absent
}

// expire forgets whole rounds.
func (d *drop) expire(now box.Round) {
	for r, refs := range d.log {
		if r+keep >= now {
			continue
		}
		for _, ref := range refs {
			delete(d.boxes, ref)
			delete(d.tried, ref)
		}
		delete(d.log, r)
	}
}

// absent is what a drop answers where there is no box. Nobody writes to it.
var absent box.Content
