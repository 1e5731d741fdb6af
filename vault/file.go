package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

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
//   - A decoy passphrase reseals its own compartment. Of all other regions the
//     bytes under the outer layer stay.
//   - A duress passphrase reseals the decoy's and its own compartment, both as
//     decoys with the decoy's payload and the duress compartment's ready bytes.
//     All other regions become fresh random: the normal compartment is gone. The
//     Vault returned is a decoy's, as are all that either passphrase opens later.
//   - A passphrase that opens nothing changes nothing under the outer layer:
//     without a keystore the very same bytes are written again.
//
// pass stays the caller's; Options and Params must be those of Create. On
// return without error the file is durable; after another error or a crash it
// holds the old or the new state, whole. [ErrNoMatch], [ErrDamaged] and
// [ErrVersion] after the write; [ErrNotVault], [ErrInUse] and an error matching
// fs.ErrNotExist without one.
func (f File) Open(pass *Passphrase) (*Vault, error) {
	return f.session("opening the vault", func(f *File) (*Vault, error) { return f.open(pass) })
}

// Create makes a vault with an empty normal compartment and without a
// keystore: see [File.Create].
func Create(dir durable.Dir, name string, pass *Passphrase, o Options, p Params, rand io.Reader) (*Vault, error) {
	return File{Dir: dir, Name: name, Options: o, Params: p, Rand: rand}.Create(pass, Normal, Content{})
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

func (f *File) create(pass *Passphrase, role Role, c Content) (*Vault, error) {
	if role != Normal && role != Decoy {
		return nil, ErrRole
	}
	if c.len() > f.Options.Capacity() {
		return nil, ErrFull
	}
	if _, err := f.Dir.ReadFile(f.Name); err == nil {
		return nil, ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	z, err := newNoise(f.Rand)
	if err != nil {
		return nil, err
	}
	file := f.room()
	z.fill(file)
	v := &Vault{file: *f, role: role, salt: [prefixLen]byte(f.Options.prefix(file, saltRegion))}
	own := &compartment{number: z.below(f.Options.Compartments), role: role, generation: 1, content: c.clone(), master: new(master)}
	v.known[role] = own
	if err = f.Params.stretch(own.master, pass, v.salt[:], f.probe); err == nil {
		z.fill(own.region.Bytes())
		err = f.writing(func() error {
			was, err := f.keysLeft()
			if err != nil {
				return err
			}
			return f.write(file, was, f.Options.planFor(&v.known, random))
		})
	}
	if err != nil {
		v.Close()
	}
	return v, err
}

// keysLeft tells what a new file finds in the keystore: nothing that is still
// of use.
func (f *File) keysLeft() (outer, error) {
	if f.Keystore == nil {
		return outer{}, nil
	}
	all, err := f.Keystore.Keys()
	eraseAll(all)
	return outer{spare: len(all) > 1, newest: true}, err
}

func (f *File) open(pass *Passphrase) (*Vault, error) {
	file, err := f.read()
	if err != nil {
		return nil, err
	}
	nonce := [prefixLen]byte(f.Options.prefix(file, nonceRegion))
	a, err := f.try(file, pass)
	if err != nil {
		return nil, err
	}
	out := a.decide()
	v := &Vault{file: *f, role: out.role, salt: a.salt, known: out.known, plain: a.plain}
	a.plain = nil // the vault's from now on
	a.erase()
	err = f.writing(func() error {
		if err := f.unchanged(nonce[:]); err != nil {
			return err
		}
		return f.write(file, a.was, out.plan)
	})
	if err == nil {
		err = out.err
	}
	out.plan.erase(&v.known)
	if out.err == ErrNoMatch {
		v.plain = nil // nothing in it means anything, and clearing it would take time that others do not
	}
	if err != nil {
		v.Close()
	}
	return v, err
}

// try does all of an attempt but the write.
func (f *File) try(file []byte, pass *Passphrase) (*attempt, error) {
	a, err := f.begin(file, pass)
	if err != nil {
		return nil, err
	}
	if err = a.tryLocks(); err == nil {
		err = a.open()
	}
	if err != nil {
		a.erase()
	}
	return a, err
}

// room returns memory for a whole file; behind it there is some for a tag.
func (f *File) room() []byte { return make([]byte, f.Options.Size, f.Options.Size+tagLen) }

// read returns the whole file, which has a vault's length.
func (f *File) read() ([]byte, error) {
	b, err := f.Dir.ReadFile(f.Name)
	if err != nil {
		return nil, err
	}
	if len(b) != f.Options.Size {
		return nil, ErrNotVault
	}
	file := f.room()
	copy(file, b)
	return file, nil
}

// unchanged tells whether the file is still the one with that nonce of the
// outer layer: since it was read somebody may have wiped it.
func (f *File) unchanged(nonce []byte) error {
	h, err := f.Dir.OpenFile(f.Name)
	if err != nil {
		return err
	}
	defer h.Close()
	got := make([]byte, prefixLen)
	if _, err := h.ReadAt(got, int64(nonceRegion*f.Options.region())); err != nil {
		return err
	}
	if string(got) != string(nonce) {
		return ErrNotVault
	}
	return nil
}
