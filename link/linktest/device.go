package linktest

import (
	"slices"

	"bulkhead/box"
	"bulkhead/link"
)

// device is one running program: a vault and a pouch that survive a crash, and
// a session that does not.
type device struct {
	w    *World
	name string
	role link.Role

	vault vault
	pouch *pouch // nil once its file is lost
	shelf shelf

	before  map[*message]bool // kept by a vault that an older one replaced
	session *session          // nil while locked
	spoilt  int               // boxes taken in that could not open
	alarmed bool              // its owner was told of something
	on      bool              // the phone runs, so its worker does
	away    box.Round         // the member does nothing before this true round
	skew    int               // the device's clock less the true round, -1..1
}

// vault is what one atomic save keeps. Nobody writes to its memory again.
type vault struct {
	link  []byte // as the link marshals itself
	gen   uint32 // of the sealing this save was made with
	tag   [8]byte
	floor box.Round
	first box.Round // of that sealing
	seen  box.Round // highest round of which a result was taken in
	record
}

// record is what the program keeps of its messages: in the vault, beside the
// link.
type record struct {
	sent  []*message // by id, from 1
	got   []*message
	ended []ending

	opened  []box.Ref  // the peer's boxes that were opened
	settled []box.Ref  // own boxes whose result is known
	unsure  []box.Ref  // own boxes whose result never will be
	tags    []link.Tag // of own sealings

	byHand       []int      // serials of the peer's boxes by hand that were opened
	sealedByHand []int      // and of own ones
	heads        []handHead // of the peer's sealings by hand
	givenUp      bool       // keys of missing boxes by hand were not saved

	parcels  []sentParcel // own ones without a last word
	numbered uint32       // the end of their chunks' numbers
	cut      bool         // no more are sent
	untold   int          // were taken back, and their withdrawals may still wait for room
	arriving arriving     // the peer's, not whole
	known    uint32       // the end of the numbers announced
	whole    []*message   // the peer's that were taken in
}

// ending is the last word on a message that was sent.
type ending struct {
	id        link.MessageID
	confirmed bool // else it is shown as not delivered
}

// session is an unlocked device.
type session struct {
	link    *link.Link
	gen     uint32
	tag     [8]byte
	floor   box.Round
	first   box.Round
	seen    box.Round
	seeds   *lidSeeds     // of the last sealing
	epoch   uint32        // under which the last sealing writes
	pending *link.Sealing // saved in the vault, not yet in the pouch
	stick   *stick        // sealed, not yet saved
	waiting shelf         // chunks that no turn of the shelf has taken
	given   int           // chunks that new parcels may still have
	record
}

// now is the round by the device's own clock.
func (d *device) now() box.Round { return box.Round(int(d.w.now) + d.skew) }

// save keeps the session in the vault, whole or not at all.
func (d *device) save() error {
	s := d.session
	d.noteHeld()
	b, err := s.link.Marshal()
	if err != nil {
		return d.w.broken("a link can always be saved", err.Error())
	}
	d.w.tally.largest(len(b))
	s.givenUp = s.givenUp || s.link.Status().Passed > savedKeys
	kept := d.vault.got
	d.vault = vault{b, s.gen, s.tag, s.floor, s.first, s.seen, s.record.clip()}
	if d.w.Fault == ReceiptEarly {
		d.vault.got = kept
	}
	d.pouch.keep()
	d.handOver()
	if d.w.OnSave != nil {
		d.w.OnSave(Saved{d.role, b, s.link.Status().Now, s.floor, d.vault.opened, d.vault.settled, d.vault.unsure, d.vault.byHand, d.vault.sealedByHand})
	}
	return d.w.checkBound(b)
}

// clip returns a record that later appends to r do not reach.
func (r *record) clip() record {
	return record{slices.Clip(r.sent), slices.Clip(r.got), slices.Clip(r.ended), slices.Clip(r.opened), slices.Clip(r.settled), slices.Clip(r.unsure), slices.Clip(r.tags),
		slices.Clip(r.byHand), slices.Clip(r.sealedByHand), slices.Clip(r.heads), r.givenUp,
		slices.Clip(r.parcels), r.numbered, r.cut, r.untold, slices.Clip(r.arriving), r.known, slices.Clip(r.whole)}
}

// savedKeys is how many keys of missing boxes by hand a saved link has.
const savedKeys = 16

// crash is the power going: what was not saved is gone.
func (d *device) crash() {
	if d.session != nil {
		d.session.link.Erase()
	}
	d.session = nil
	d.pouch.forget()
}

// lock ends a session in which everything was saved.
func (d *device) lock() { d.crash() }

// clone copies the device as a captor would: vault and pouch, not the session.
func (d *device) clone(name string) *device {
	return &device{w: d.w, name: name, role: d.role, vault: d.vault, pouch: d.pouch.clone(), shelf: d.shelf.clone(), on: true, skew: d.skew, before: map[*message]bool{}}
}

// Saved is what a captor could copy, and what he must not get from it.
type Saved struct {
	Role    link.Role
	Link    []byte    // as the link marshalled itself
	Now     box.Round // known to the link
	Floor   box.Round
	Opened  []box.Ref // the peer's boxes opened before
	Settled []box.Ref // own boxes whose result was known before
	Unsure  []box.Ref // own boxes begun before, whose result never will be known

	ByHand       []int // serials of the peer's boxes by hand opened before
	SealedByHand []int // and of own ones sealed before
}
