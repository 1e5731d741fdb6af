package linktest

import (
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/link"
)

// World is two members, one link between them, and a drop. It is one
// goroutine's, and runs once.
type World struct {
	// Fault is planted in every device; set before Run.
	Fault Fault
	// OnSave is told of every save of a vault, and may keep the bytes. Optional.
	OnSave func(Saved)
	// OnPut is told of every box that leaves a device, and may keep it. Optional.
	OnPut func(Sent)
	// OnHand is told of every box by hand that leaves a device. Optional.
	OnHand func(HandBox)

	plan     Plan
	c        chance    // the schedule's
	draw     io.Reader // the links'
	words    chance    // what headers say
	hands    chance    // the couriers'
	boxes    chance    // the parcels' and shelves'
	now      box.Round // the drop's clock
	quiet    bool      // nothing is lost, nobody is away, nothing crashes
	drop     *drop
	devices  []*device
	messages map[string]*message
	written  int
	parcels  map[parcelKey]*message
	onShelf  [2]shelf              // chunks of each role's parcels that ever lay on the other's shelf
	lateErr  error                 // a promise that broke where no error can be returned
	sealings map[[32]byte]link.Tag // that boxes are of, by their first bytes
	lids     map[[32]byte]lid      // of boxes that left with another than their own, by their first bytes
	met      map[box.Round]*meeting
	copy     *device  // of the victim, once made
	proof    bool     // a device was shown other bytes in its box's place
	alarmed  bool     // somebody was told of something
	sticks   []*stick // on their way
	byHand   int      // boxes by hand that were sealed
	tally    Tally
}

// Sent is one box as the network's watcher sees it, and what only its writer
// knows: the epoch of its content.
type Sent struct {
	From    link.Role
	Ref     box.Ref
	Epoch   uint32
	Content *box.Content
}

// NewWorld returns two devices whose owners have just met.
func NewWorld(p Plan) (*World, error) {
	w := &World{
		plan: p, c: newChance(p.Seed, 2), draw: newChance(p.Seed, 3), words: newChance(p.Seed, 4), hands: newChance(p.Seed, 8), now: base,
		boxes: newChance(p.Seed, 11), parcels: map[parcelKey]*message{}, onShelf: [2]shelf{{}, {}},
		drop: newDrop(), messages: map[string]*message{}, met: map[box.Round]*meeting{},
		sealings: map[[32]byte]link.Tag{}, lids: map[[32]byte]lid{},
	}
	secret, err := link.NewShown(w.draw)
	if err != nil {
		return nil, fmt.Errorf("drawing a secret: %w", err)
	}
	for _, role := range []link.Role{link.Shower, link.Scanner} {
		l, err := link.Start(link.Params{Role: role, Context: []byte("linktest"), Base: base, PouchRounds: p.PL, HandBlocks: p.Hand.Blocks}, &secret)
		if err != nil {
			return nil, fmt.Errorf("starting a link: %w", err)
		}
		b, err := l.Marshal()
		if err != nil {
			return nil, fmt.Errorf("saving a link: %w", err)
		}
		d := &device{w: w, name: [...]string{"shower", "scanner"}[role], role: role, on: true, pouch: &pouch{}, before: map[*message]bool{}, shelf: shelf{}}
		d.vault.link = b
		w.devices = append(w.devices, d)
	}
	return w, nil
}

// Run lives through the plan's rounds of trouble and then through quiet ones,
// until everything has arrived. It returns what happened, and a *[Violation]
// if a promise broke.
func (w *World) Run() (t *Tally, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = w.broken("a link never panics", fmt.Sprint(p))
		}
	}()
	for range w.plan.Rounds {
		if err := w.round(); err != nil {
			return &w.tally, err
		}
	}
	return &w.tally, w.calm()
}

// round is one round of trouble: a third before the boxes are written, one
// between writing and reading, one after.
func (w *World) round() error {
	w.now++
	w.tally.Rounds++
	w.drop.expire(w.now)
	w.forgetMeetings()
	for _, d := range w.shuffled() {
		d.fate()
	}
	if w.plan.Theft != honest {
		w.theft()
	}
	steps := []func(*device) error{
		(*device).maybeUnlock, (*device).maybeRelid,
		(*device).writeHalf, (*device).maybeRelid, (*device).splitUnlock, (*device).writeRest,
		(*device).maybeUnlock,
		(*device).readHalf, (*device).splitUnlock, (*device).readRest,
		(*device).maybeRelid, (*device).maybeUnlock,
	}
	for _, step := range steps {
		for _, d := range w.shuffled() {
			if err := step(d); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *World) shuffled() []*device {
	ds := append([]*device(nil), w.devices...)
	w.c.Shuffle(len(ds), func(i, j int) { ds[i], ds[j] = ds[j], ds[i] })
	return ds
}

// fate is what befalls a device at the beginning of a round.
func (d *device) fate() {
	p, c := &d.w.plan, d.w.c
	if p.Skew {
		d.skew = min(max(d.skew+c.between(-3, 3)/3, -1), 1)
	}
	if d.on {
		d.on = !c.hit(p.Off[d.role])
	} else {
		d.on = c.hit(p.On[d.role]) || p.On[d.role] == 0
	}
	if d.away <= d.w.now && c.hit(p.Absence) {
		d.away = d.w.now + box.Round(c.between(1, 4*p.PL))
		d.w.tally.Absences++
	}
	if p.Long && d.role == link.Shower && d.w.now == base+100 {
		d.away = d.w.now + link.MaxJump + 50
		d.w.tally.Absences++
	}
	if c.hit(p.LostPouch) && d.vault.gen > 0 {
		d.crash()
		d.pouch = nil
		d.w.tally.PouchesLost++
	}
}

// splitUnlock is the middle of a half, where only some histories have one.
func (d *device) splitUnlock() error {
	if d.w.plan.Split == 0 {
		return nil
	}
	return d.maybeUnlock()
}

// maybeUnlock is a third of a round in which the owner may pick up the phone.
func (d *device) maybeUnlock() error {
	p, c := &d.w.plan, d.w.c
	if d.away > d.w.now {
		d.crash() // it locks itself; what was not saved is gone
		return nil
	}
	if late := d.session != nil && d.session.pending != nil; late && c.hit(.7) {
		return nil // the pouch is still being replaced, and its worker goes on
	}
	if d.session == nil && !c.hit(p.Unlock[d.role]) {
		return nil
	}
	if err := d.unlock(); err != nil || d.session == nil {
		return err
	}
	if !c.hit(p.Stay[d.role]) && d.session.pending == nil {
		d.lock()
	}
	return nil
}
