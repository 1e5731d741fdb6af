package device

import (
	"errors"
	"fmt"
	"io"
	"time"

	"bulkhead/internal/durable"
	"bulkhead/round"
	"bulkhead/vault"
)

// The files of a device, in the folder it is given.
const (
	VaultFile = "vault"
	PouchFile = "pouch"
	ShelfFile = "shelf"
)

// Env is what a device is handed from outside. All of it is required but
// what follows the empty line.
type Env struct {
	Dir    durable.Dir      // the device's own folder
	Now    func() time.Time // the clock
	Rand   io.Reader        // a cryptographic source
	Vault  vault.Options    // the shape of the vault file
	Params vault.Params     // the cost of one passphrase attempt

	Keystore    vault.Keystore      // holds the key of the vault's outer layer; nil: there is none
	Pause       func(time.Duration) // waits while the worker finishes a write; nil: does not wait
	SaveEvery   time.Duration       // how often Tick saves; 0: DefaultSaveEvery
	RefillEvery time.Duration       // how often Tick refills; 0: DefaultRefillEvery
	ShelfPages  int                 // pages of 4,096 bytes that the shelf has; 0: twice as many bytes as the vault
	Calendar    round.Calendar      // of the pouch, so that Tick refills and saves once a round, where rounds are at most DefaultRefillEvery; zero: by the two periods alone
}

const (
	// DefaultSaveEvery is how often an open device saves its vault, whatever
	// happened (docs/design.md, "Vault"): nobody sees from the writes whether the
	// person wrote.
	DefaultSaveEvery = 60 * time.Second

	// DefaultRefillEvery is how often an open device replaces its pouch.
	DefaultRefillEvery = 10 * time.Minute
)

// pauseTime is how long a Refill waits for a worker that is writing.
const pauseTime = 20 * time.Millisecond

func (e Env) withDefaults() Env {
	if e.SaveEvery == 0 {
		e.SaveEvery = DefaultSaveEvery
	}
	if e.RefillEvery == 0 {
		e.RefillEvery = DefaultRefillEvery
	}
	return e
}

func (e *Env) pause() {
	if e.Pause != nil {
		e.Pause(pauseTime)
	}
}

// Errors of a device, beside those of the vault.
var (
	// ErrNoTie: no link has this number or alias.
	ErrNoTie = errors.New("no link of this device has that name")
	// ErrNoRoom: the vault has no room for another message.
	ErrNoRoom = errors.New("no room left: delete messages, or wait until some are received by the other side")
	// ErrClockJump: the clock is more than 48 hours later than at the last opening
	// and than the last round in which the drop took a box, or more than 672 rounds
	// later than the latter. Chains walked that far cannot be walked back, so the
	// owner has to say that the clock is right ([Device.ConfirmClock]).
	ErrClockJump = errors.New("the clock is far ahead of when the drop last took a box")
	// ErrBusy: the pouch moved on during every attempt to replace it.
	ErrBusy = errors.New("the rounds are too short for this device: the pouch moved on during every attempt to replace it")
	// ErrOnlySaved: everything is in the vault, and the pouch could not be filled.
	ErrOnlySaved = errors.New("everything is saved, but the pouch could not be filled: what is new leaves after the next opening")
	// ErrState: the vault opened, but this program cannot read what is in it.
	ErrState = errors.New("the vault's contents are not readable by this version of the program")
	// ErrNewer: the vault opened, and a newer program has written what is in it.
	// This one changes nothing in it.
	ErrNewer = errors.New("a newer version of the program has written what this vault holds")
	// ErrFrozen: the link is frozen.
	ErrFrozen = errors.New("the link is frozen: meet, sever it and make a new one")
	// ErrNotYet: asked of a link that is not secured yet.
	ErrNotYet = errors.New("the link is not secured yet")
	// ErrTooLong: a text longer than the kind of message allows.
	ErrTooLong = errors.New("the text is too long")
)

// ErrNotSaved: the disk did not take what was to be saved, since it is full, cannot be
// written to, or fails. What it says fits a notebook as it fits a device.
var ErrNotSaved = errors.New("not saved")

// ErrPagesGone: the vault that holds the pages of an open notebook is not what it
// was. It is ErrNotSaved, too.
var ErrPagesGone = errors.New("the place of these pages is gone")

// notSaved makes ErrNotSaved of a disk's refusal, and names nothing but that. All
// other errors, and nil, stay what they are, with what was being done.
func notSaved(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, vault.ErrRefused):
		return &refusedError{fmt.Sprintf("%v: %s", ErrNotSaved, durable.Words(err)), err}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// refusedError says what fits everybody, and wraps what was said.
type refusedError struct {
	says  string
	cause error
}

func (e *refusedError) Error() string        { return e.says }
func (e *refusedError) Unwrap() error        { return e.cause }
func (e *refusedError) Is(target error) bool { return target == ErrNotSaved }

// ofPages makes an error of the vault one of the pages in it, which is all that
// an open notebook speaks of.
func ofPages(err error) error {
	if err == nil || errors.Is(err, ErrNotSaved) {
		return err
	}
	return &refusedError{ErrNotSaved.Error() + ": " + ErrPagesGone.Error(), fmt.Errorf("%w: %w", ErrPagesGone, err)}
}
