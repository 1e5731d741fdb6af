package vault

import (
	"errors"
	"fmt"

	"bulkhead/keys"

	"golang.org/x/crypto/argon2"
)

const (
	// DefaultMemoryKiB is the memory of one attempt, 256 MiB (docs/design.md,
	// "Numbers to reach"). Less makes every guess cheaper.
	DefaultMemoryKiB = 256 * 1024

	// DefaultTime is the number of passes over that memory.
	DefaultTime = 3

	// DefaultThreads is the number of lanes (RFC 9106 §4 recommends 4 for both
	// of its settings). More lanes make an attempt faster on a phone with more
	// cores; the memory that a guess costs stays.
	DefaultThreads = 4

	maxMemoryKiB = 8 << 20 // 8 GiB
	maxTime      = 1 << 10
)

// Params is the cost of one attempt with a passphrase (Argon2id, RFC 9106). A
// zero field stands for its default. It is not in the file: see the package
// comment.
type Params struct {
	MemoryKiB uint32 // KiB; default [DefaultMemoryKiB]; at least 8 a thread
	Time      uint32 // passes; default [DefaultTime]
	Threads   uint8  // lanes; default [DefaultThreads]
}

// ErrParams is the error of a cost that Argon2id cannot have.
var ErrParams = errors.New("argon2id cannot have this cost")

// DefaultParams returns the cost that a zero Params stands for.
func DefaultParams() Params { return Params{}.withDefaults() }

func (p Params) withDefaults() Params {
	if p.MemoryKiB == 0 {
		p.MemoryKiB = DefaultMemoryKiB
	}
	if p.Time == 0 {
		p.Time = DefaultTime
	}
	if p.Threads == 0 {
		p.Threads = DefaultThreads
	}
	return p
}

// check wants defaults filled in.
func (p Params) check() error {
	if p.MemoryKiB < 8*uint32(p.Threads) || p.MemoryKiB > maxMemoryKiB {
		return fmt.Errorf("%w: %d KiB with %d threads", ErrParams, p.MemoryKiB, p.Threads)
	}
	if p.Time > maxTime {
		return fmt.Errorf("%w: %d passes", ErrParams, p.Time)
	}
	return nil
}

type masterUse struct{}

// master is what a passphrase makes of a salt. It opens the locks.
type master = keys.Key[masterUse]

// stretch is the one Argon2id of an attempt; m is where its outcome goes. The
// probe counts it in tests.
func (p Params) stretch(m *master, pass *Passphrase, salt []byte, t *probe) error {
	if pass == nil || len(pass.b) == 0 {
		return ErrNoPassphrase
	}
	t.count(func(t *probe) { t.stretches++ })
	b := argon2.IDKey(pass.b, salt, p.Time, p.MemoryKiB, p.Threads, keys.Size)
	copy(m.Bytes(), b)
	clear(b)
	return nil
}
