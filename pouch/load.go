package pouch

import (
	"bytes"
	"fmt"

	"bulkhead/box"
	"bulkhead/internal/durable"
)

// Pouch is a pouch as it was when it was loaded. It is one goroutine's.
type Pouch struct {
	plan  Plan
	head  *head
	data  []byte // the whole file
	shape shape
	told  map[int]byte // by entry: flagTakenWrite, flagTakenRead once Results has yielded it
}

// Load reads the whole pouch; it opens nothing for writing and takes no lock.
// The error matches fs.ErrNotExist if there is none and ErrFormat if it is
// damaged.
func Load(dir durable.Dir, name string) (*Pouch, error) {
	data, err := dir.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("loading the pouch: %w", err)
	}
	return Parse(data)
}

// Parse reads a pouch from the bytes of its file, which it keeps. What a
// worker cannot have left is refused with an error matching ErrFormat.
func Parse(data []byte) (*Pouch, error) {
	if len(data) < headSize {
		return nil, fmt.Errorf("%w: it is cut short", ErrFormat)
	}
	h := head(data[:headUsed])
	plan, err := h.parse()
	if err != nil {
		return nil, err
	}
	p := &Pouch{plan: plan, head: &h, data: data, shape: plan.shape(), told: map[int]byte{}}
	if len(data) != p.shape.size() {
		return nil, fmt.Errorf("%w: it is not as long as its plan says", ErrFormat)
	}
	metas := p.shape.metaAt(p.shape.entries())
	if !zero(data[headUsed:headSize]) || !zero(data[metas:p.shape.metaEnd()]) {
		return nil, fmt.Errorf("%w: something is where nothing belongs", ErrFormat)
	}
	for i := range p.shape.entries() {
		if err := p.meta(i).check(plan.Slots); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Plan returns what the invitation fixed.
func (p *Pouch) Plan() Plan {
	plan := p.plan
	plan.Address = bytes.Clone(plan.Address)
	return plan
}

// Tag returns the random tag that the sealing was given.
func (p *Pouch) Tag() [TagSize]byte { return p.head.tag() }

// Floor returns the highest round ever begun.
func (p *Pouch) Floor() box.Round { return p.head.floor() }

// First and Last return the rounds that the sealing filled.
func (p *Pouch) First() box.Round { return p.head.first() }

// Last returns the last round that the sealing filled.
func (p *Pouch) Last() box.Round { return p.head.first() + box.Round(p.plan.Rounds) - 1 }

// Use returns the data used and the clock's error.
func (p *Pouch) Use() Use { return p.head.use() }

func (p *Pouch) meta(entry int) *meta { return (*meta)(p.data[p.shape.metaAt(entry):]) }

func (p *Pouch) read(entry int) *box.Content {
	return (*box.Content)(p.data[p.shape.readAt(entry):])
}
