package device

import (
	"errors"
	"fmt"
	"io"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/mail"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/shelf"
	"bulkhead/vault"
)

// Device is one person's unlocked device. It is one goroutine's, and must be
// closed.
type Device struct {
	env Env
	state
	vault    *vault.Vault
	group    cell.Group
	calendar round.Calendar

	unlocked   box.Round               // when the owner was last here: since the passphrase was given, see Present
	clockOK    bool                    // the owner said that the clock is right
	jumped     bool                    // the clock is so far ahead that nobody believes it
	pouchless  bool                    // the pouch's absence was dealt with
	unfilled   bool                    // the pouch could not be filled in this session, and whoever opened it knows
	foreign    bool                    // what is in the pouch's place is not believed, and gives way whole
	toldOf     map[mail.AlarmKind]bool // alarms about the pouch that is there, since it was replaced
	coming     box.Round               // of the box being taken in; 0: none
	listened   box.Round               // last round whose reading was counted
	taken      map[takenKey]bool       // results taken in since the pouch was replaced
	failed     error                   // a rule failed where nobody could be told; the next Refill tells
	confirmed  confirmed               // writes that the drop confirmed
	dealings   dealings                // what the drop did in rounds that are not judged yet
	uses       []pouch.PlaceUse        // as of the last pouch taken in
	use        pouch.Use               // all of them together
	sealed     box.Round               // the last round in the pouch
	saved      time.Time               // last Save
	refilled   time.Time               // last Refill
	adding     vault.Role              // a compartment being added; Normal: none
	added      []byte                  // what it keeps ready
	shelf      *shelf.Shelf            // nil: not open yet
	shelfFails bool                    // its last turn failed
	turned     bool                    // it has turned for the save that comes
	staged     []staged                // parcels on their way to the shelf
	paces      paces                   // which links are paced
	all        []line                  // what lines returns; nil: to be made
	tracer                             // empty, unless built with -tags observe
}

func newDevice(env Env, v *vault.Vault, s *state) *Device {
	env = env.withDefaults()
	g := s.cell.Group()
	d := &Device{
		env: env, state: *s, vault: v, group: g, calendar: g.Calendar,
		taken: map[takenKey]bool{}, confirmed: confirmed{}, dealings: dealings{}, toldOf: map[mail.AlarmKind]bool{}, saved: env.Now(), refilled: env.Now(),
	}
	d.knowPaces()
	d.mail.EndAwaited()
	return d
}

// Calendar returns when the group's rounds are.
func (d *Device) Calendar() round.Calendar { return d.calendar }

// Cards returns the card in force and the one that is coming.
func (d *Device) Cards() card.Pair { return d.cell.Cards(d.known) }

// CardForJoining returns the card that invitations of this device name.
func (d *Device) CardForJoining() card.Signed { return d.cell.Fetched(d.known) }

// Group returns what is fixed for everybody.
func (d *Device) Group() cell.Group { return d.cell.Group() }

// ConfirmClock is the owner's word that the clock is right although it has jumped:
// see ErrClockJump. Before it, nothing is taken in and every Refill is refused.
func (d *Device) ConfirmClock() {
	d.clockOK = true
	d.readClock()
	d.unlocked, d.sure = d.known, d.known
}

// Present says that the owner is here now, as giving the passphrase does: the boxes that
// the next Refill seals tell the others so.
func (d *Device) Present() {
	if d.readClock(); !d.jumped {
		d.unlocked = max(d.unlocked, d.known)
	}
}

// Save keeps everything in the vault, durably on return. Nothing of it is in
// the pouch before the next Refill. ErrNoRoom if the vault cannot hold it.
func (d *Device) Save() error { return d.save(nil) }

// save keeps what other compartments hold from now on as well.
func (d *Device) save(others map[vault.Role]vault.Content) error {
	if err := d.failed; err != nil {
		d.failed = nil
		return err
	}
	if d.shelf != nil {
		d.book = d.shelf.Book()
	}
	payload, err := d.fitted()
	if err != nil {
		return err
	}
	defer clear(payload)
	if err := d.vault.SaveAll(vault.Content{Payload: payload}, others); errors.Is(err, vault.ErrFull) {
		return ErrNoRoom
	} else if err != nil {
		return notSaved("saving the vault", err)
	}
	d.mail.Saved()
	if d.shelf != nil {
		d.shelf.Saved()
	}
	d.saved = d.env.Now()
	return nil
}

// Tick does what an open device does by the clock, whatever its person did:
// Save every SaveEvery, Refill every RefillEvery; or, where rounds are short, both in
// the last eighth of each round (Env.Calendar).
func (d *Device) Tick() error {
	refill, save := d.env.isTime(d.env.Now(), d.refilled, d.saved)
	switch {
	case refill:
		return d.Refill()
	case save:
		d.turned = false
		d.turnShelf()
		return d.Save()
	}
	return nil
}

// isDue reports whether period has passed since last. A last time that is yet to
// come is of a clock that was set back since.
func isDue(now, last time.Time, period time.Duration) bool {
	since := now.Sub(last)
	return since < 0 || since >= period
}

// Close refills once more, erases every secret from memory and gives the vault
// back. The vault is closed even if the Refill fails.
func (d *Device) Close() error {
	err := d.Refill()
	d.release()
	return err
}

// Abandon closes the device as a crash would: nothing more is saved.
func (d *Device) Abandon() { d.release() }

func (d *Device) release() {
	for _, l := range d.lines() {
		l.link.Erase()
	}
	d.cell.Erase()
	d.proof.Erase()
	if d.shelf != nil {
		d.shelf.Erase()
		d.shelf, d.staged = nil, nil
	}
	d.book.Erase()
	d.reports.Erase()
	d.vault.Close()
	d.state, d.all = state{cell: d.cell}, nil
}

// Format implements [fmt.Formatter] and prints nothing of the device: fmt
// would print the keys and texts that it holds in fields of its own.
func (Device) Format(f fmt.State, _ rune) { io.WriteString(f, "device.Device(hidden)") }
