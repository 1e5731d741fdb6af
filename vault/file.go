package vault

import (
	"errors"
	"fmt"
	"io"

	"bulkhead/internal/durable"
	"bulkhead/internal/secret"
)

// File is a vault file and what is needed to open it. It holds no secret and
// may be copied. Its methods may be called concurrently, by several programs
// too, if each has a Keystore of its own on the same keys.
type File struct {
	Dir      durable.Dir
	Name     string
	Options  Options
	Params   Params
	Keystore Keystore  // nil: none; see the package comment for what is lost
	Rand     io.Reader // a cryptographic source; kept for the saves

	// Renew, if not nil, is called once in every Open, whatever the passphrase:
	// for what a decoy keeps ready from this write on. A passphrase that is no
	// decoy's and no duress's calls it with random bytes, ReadyLen of them ready
	// (half of the capacity if 0) and the rest payload, and drops what it returns.
	Renew    Renew
	ReadyLen int

	probe *probe // nil outside tests
}

// Create makes the file Name in Dir, random to the last byte, and opens one
// compartment of it, drawn at random, under pass, with content c, which stays
// the caller's. role is [Normal] or [Decoy]: the latter makes a vault with
// nothing but a notebook. On return the file is durable. pass stays the
// caller's. [ErrExists] if there is a file of that name, [ErrInUse] if another
// program is at it, [ErrFull], [ErrRole].
func (f File) Create(pass *Passphrase, role Role, c Content) (*Vault, error) {
	return f.session("creating the vault", func(f *File) (*Vault, error) { return f.create(pass, role, c) })
}

// Open is one attempt with pass: it opens the compartment of pass and writes
// the file, always and always the whole of it. What the write does:
//
//   - A normal passphrase reseals its own compartment and those it leads to.
//     All other regions become fresh random.
//   - A decoy passphrase reseals its own compartment, with what Renew makes of
//     its ready bytes. Of all other regions the bytes under the outer layer stay.
//   - A duress passphrase reseals the decoy's and its own compartment, both as
//     decoys with the decoy's payload and what Renew makes of both ready bytes
//     (without Renew the duress compartment's; none if they do not fit).
//     All other regions become fresh random: the normal compartment is gone. The
//     Vault returned is a decoy's, as are all that either passphrase opens later.
//   - A passphrase that opens nothing changes nothing under the outer layer:
//     without a keystore the very same bytes are written again.
//
// A passphrase of two compartments, which a decoy's [Vault.Change] can make, is
// that of the duress compartment, else of the normal one, else of the one in the
// lower region. After duress there is one decoy then.
//
// A disk that takes no second file, since it is full or fails, refuses nobody:
// what a decoy or duress passphrase writes goes over the first file, in place, and
// all others write there the bytes that are there. One that does not even take that
// refuses nobody either, and [Vault.Refused] tells: a decoy's or the duress
// passphrase's changes then go with the vault's next write.
//
// pass stays the caller's; Options and Params must be those of Create. On
// return without error, and if [Vault.Refused] is nil, the file is durable. After
// a crash it holds the old or the new state, whole, unless it was being written
// over: then regions that change may be spoilt. [ErrNoMatch], [ErrDamaged] and
// [ErrVersion] after the write; [ErrNotVault], [ErrInUse] and an error matching
// fs.ErrNotExist without one.
func (f File) Open(pass *Passphrase) (*Vault, error) {
	return f.session("opening the vault", func(f *File) (*Vault, error) { return f.open(pass) })
}

// Open opens a vault without a keystore: see [File.Open].
func Open(dir durable.Dir, name string, pass *Passphrase, o Options, p Params, rand io.Reader) (*Vault, error) {
	return File{Dir: dir, Name: name, Options: o, Params: p, Rand: rand}.Open(pass)
}

// session checks shape and cost, takes the lock, which the Vault keeps, and
// runs do where its traces are erased.
func (f File) session(doing string, do func(*File) (*Vault, error)) (v *Vault, err error) {
	defer func() {
		if err != nil {
			v, err = nil, fmt.Errorf("%s: %w", doing, err)
		}
	}()
	if err := f.prepare(); err != nil {
		return nil, err
	}
	release, err := f.Dir.Lock(f.Name)
	if errors.Is(err, durable.ErrLocked) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, err
	}
	secret.Do(func() { v, err = do(&f) })
	if err != nil {
		release()
		return nil, err
	}
	v.release = release
	return v, nil
}

// prepare fills defaults in and checks shape and cost.
func (f *File) prepare() error {
	f.Options, f.Params = f.Options.withDefaults(), f.Params.withDefaults()
	if err := f.Options.check(); err != nil {
		return err
	}
	if f.Keystore != nil && f.Options.Compartments <= checkRegion {
		return fmt.Errorf("%w: %d compartments, not %d or more with a keystore", ErrOptions, f.Options.Compartments, checkRegion+1)
	}
	return f.Params.check()
}
