package pouch

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/internal/durable"
)

// Pouch is a pouch as it was when it was loaded: what is known of every entry,
// and the boxes that were found, but not those to be written. It is one
// goroutine's.
type Pouch struct {
	plan  *Plan
	head  *head
	known []byte // the file up to its first box
	found map[int]*box.Content
	kept  kept
	shape shape
	told  map[int]byte // by entry: flagTakenWrite, flagTakenRead once Results has yielded it

	key      *Key      // nil: loaded without
	proven   []bool    // by entry; nil without a key
	believed box.Round // the floor, as far as it is believed
}

// Load reads the pouch; it opens nothing for writing and takes no lock. Of a
// file of some 10 MB it reads what is known and what was found, so that a phone
// does not hold the rest in memory. The error matches fs.ErrNotExist if there
// is none and ErrFormat if it is damaged.
func Load(dir durable.Dir, name string) (*Pouch, error) { return LoadProven(dir, name, nil) }

// LoadProven is Load for the device whose pouch it is: it also reads what is
// yet to be written, one round at a time, and finds out which entries are
// proven under key.
func LoadProven(dir durable.Dir, name string, key *Key) (*Pouch, error) {
	f, err := dir.OpenFile(name)
	if err != nil {
		return nil, fmt.Errorf("loading the pouch: %w", err)
	}
	defer f.Close()
	p, err := parse(f)
	if err != nil || key == nil {
		return p, err
	}
	if err := p.check(f, key); err != nil {
		return nil, err
	}
	return p, nil
}

// Parse reads a pouch from the bytes of its file. What a worker cannot have
// left is refused with an error matching ErrFormat.
func Parse(data []byte) (*Pouch, error) { return parse(bytes.NewReader(data)) }

func parse(file io.ReaderAt) (*Pouch, error) {
	var h head
	if _, err := file.ReadAt(h[:], 0); err != nil {
		return nil, cutShort(err)
	}
	if err := h.parse(); err != nil {
		return nil, err
	}
	plan, err := h.readPlan(file)
	if err != nil {
		return nil, err
	}
	p := &Pouch{plan: plan, head: &h, shape: h.shape(), found: map[int]*box.Content{}, told: map[int]byte{}, believed: h.floor()}
	if err := checkLength(file, int64(p.shape.size())); err != nil {
		return nil, err
	}
	p.known = make([]byte, p.shape.metaEnd())
	if _, err := file.ReadAt(p.known, 0); err != nil {
		return nil, cutShort(err)
	}
	if err := cmp.Or(p.shape.checkKnown(p.known), plan.checkUses(p.known)); err != nil {
		return nil, err
	}
	if err := p.readFound(file); err != nil {
		return nil, err
	}
	if err := p.readKept(file); err != nil {
		return nil, err
	}
	return p, nil
}

// checkKnown checks a file up to its first box, but for the head alone: what
// the head says of rounds begun must fit the entries.
func (s shape) checkKnown(known []byte) error {
	if !zero(known[headUsed:usesAt]) || !zero(known[s.metaAt(s.entries()):]) {
		return fmt.Errorf("%w: something is where nothing belongs", ErrFormat)
	}
	h := (*head)(known)
	for i := range s.entries() {
		m := (*meta)(known[s.metaAt(i):])
		if err := m.check(s.slots); err != nil {
			return err
		}
		carried := i < s.slots // over and told, if there was no round in progress
		if r := h.first() - 1 + box.Round(i/s.slots); r > h.floor() && !m.unbegun(carried) {
			return fmt.Errorf("%w: something was done in a round that was not begun", ErrFormat)
		}
	}
	return nil
}

// readFound reads the boxes that were found.
func (p *Pouch) readFound(file io.ReaderAt) error {
	for i := range p.shape.entries() {
		if p.meta(i).readState() != ReadFound {
			continue
		}
		p.found[i] = new(box.Content)
		if _, err := file.ReadAt(p.found[i][:], int64(p.shape.readAt(i))); err != nil {
			return cutShort(err)
		}
	}
	return nil
}

// checkLength wants a file of exactly size bytes.
func checkLength(file io.ReaderAt, size int64) error {
	var one [1]byte
	if _, err := file.ReadAt(one[:], size-1); err != nil {
		return cutShort(err)
	}
	if n, err := file.ReadAt(one[:], size); n != 0 || !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: it is not as long as its plan says", ErrFormat)
	}
	return nil
}

// cutShort tells a file that ends too early from a disk that fails.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: it is cut short", ErrFormat)
	}
	return fmt.Errorf("loading the pouch: %w", err)
}

// Plan returns what the group goes by, as far as it is believed: see IsSignedBy.
func (p *Pouch) Plan() Plan { return *p.plan }

// IsSignedBy reports whether whoever has the key signed the plan, cards and all.
func (p *Pouch) IsSignedBy(key *Key) bool {
	return bytes.Equal(p.head[signerAt:signatureAt], publicOf(key)) && p.head.isSigned()
}

// Number returns the first round that the sealing filled: openings without keys move
// First, and leave it.
func (p *Pouch) Number() box.Round { return p.head.number() }

// Tag returns the random tag that the sealing was given.
func (p *Pouch) Tag() [TagSize]byte { return p.head.tag() }

// Floor returns the highest round ever begun.
func (p *Pouch) Floor() box.Round { return p.head.floor() }

// First and Last return the rounds that the sealing filled.
func (p *Pouch) First() box.Round { return p.head.first() }

// Last returns the last round that the sealing filled.
func (p *Pouch) Last() box.Round { return p.head.first() + box.Round(p.plan.Rounds()) - 1 }

// Uses returns what is known of each place that a card names, in the order of their
// numbers. A place that is on both cards is told with the card in force.
func (p *Pouch) Uses() (uses []PlaceUse) {
	for n := range card.MaxPairPlaces {
		place, gateway, ok := p.plan.Cards.At(n)
		if ok && p.plan.useOf(place, gateway) == n {
			uses = append(uses, PlaceUse{Number: n, Place: place, Use: useIn(p.known[useAt(n):])})
		}
	}
	return uses
}

// Use returns what is known of the network, of all places together.
func (p *Pouch) Use() Use { return Together(p.Uses()) }

func (p *Pouch) meta(entry int) *meta { return (*meta)(p.known[p.shape.metaAt(entry):]) }
