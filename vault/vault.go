package vault

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"bulkhead/internal/durable"
)

var (
	// ErrNoMatch is the error of a passphrase that opens no compartment. It
	// says nothing else: not how many there are, not whether there is one.
	ErrNoMatch = errors.New("the passphrase does not open this vault")

	// ErrNotVault is the error of a file whose length is not that of a vault of
	// the given shape. Such a file is never written to.
	ErrNotVault = errors.New("the file is not a vault of this shape")

	// ErrExists is the error of creating a vault where a file already is.
	ErrExists = errors.New("there is a file in the vault's place already")

	// ErrInUse is the error of a vault that another running program has open.
	ErrInUse = errors.New("the vault is open in another running program")

	// ErrFull is the error of a payload that a compartment cannot hold.
	ErrFull = errors.New("the payload is longer than a compartment holds")

	// ErrTaken is the error of changing to a passphrase that opens a
	// compartment already.
	ErrTaken = errors.New("the passphrase is already in use in this vault")

	// ErrClosed is the error of using a vault after Close.
	ErrClosed = errors.New("the vault is closed")
)

// Vault is one open compartment of a vault file. It is one goroutine's. It
// holds the lock on the file until [Vault.Close].
type Vault struct {
	dir     durable.Dir
	name    string
	shape   Options
	cost    Params
	rand    io.Reader
	release func()

	number  int
	master  master
	salt    [saltLen]byte
	header  header
	payload []byte
}

// Create makes the file name in dir, random to the last byte, and opens one
// compartment of it, drawn at random, under pass, with an empty payload. On
// return the file is durable. pass stays the caller's; rand must be a
// cryptographic source and is kept for the saves. ErrExists if there is a file
// of that name, ErrInUse if another program is at it.
func Create(dir durable.Dir, name string, pass *Passphrase, o Options, p Params, rand io.Reader) (*Vault, error) {
	v, err := prepare(dir, name, o, p, rand)
	if err != nil {
		return nil, fmt.Errorf("creating the vault: %w", err)
	}
	if err := v.create(pass); err != nil {
		v.Close()
		return nil, fmt.Errorf("creating the vault: %w", err)
	}
	return v, nil
}

// Open opens the compartment of the file name in dir that pass opens. It
// writes nothing. pass stays the caller's; o and p must be those of Create;
// rand must be a cryptographic source and is kept for the saves. ErrNoMatch,
// ErrNotVault, ErrInUse, ErrDamaged, ErrVersion; an error matching
// fs.ErrNotExist if there is no file.
func Open(dir durable.Dir, name string, pass *Passphrase, o Options, p Params, rand io.Reader) (*Vault, error) {
	return open(dir, name, pass, o, p, rand, nil)
}

func open(dir durable.Dir, name string, pass *Passphrase, o Options, p Params, rand io.Reader, t *probe) (*Vault, error) {
	v, err := prepare(dir, name, o, p, rand)
	if err != nil {
		return nil, fmt.Errorf("opening the vault: %w", err)
	}
	if err := v.unlock(pass, t); err != nil {
		v.Close()
		return nil, fmt.Errorf("opening the vault: %w", err)
	}
	return v, nil
}

// prepare checks shape and cost and takes the lock.
func prepare(dir durable.Dir, name string, o Options, p Params, rand io.Reader) (*Vault, error) {
	o, p = o.withDefaults(), p.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	release, err := dir.Lock(name + ".lock")
	if errors.Is(err, durable.ErrLocked) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, err
	}
	return &Vault{dir: dir, name: name, shape: o, cost: p, rand: rand, release: release}, nil
}

func (v *Vault) create(pass *Passphrase) error {
	if _, err := v.dir.ReadFile(v.name); err == nil {
		return ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file := make([]byte, v.shape.Size)
	if _, err := io.ReadFull(v.rand, file); err != nil {
		return fmt.Errorf("drawing the file: %w", err)
	}
	copy(v.salt[:], saltOf(file))
	var err error
	if v.number, err = below(v.rand, v.shape.Compartments); err != nil {
		return err
	}
	if v.master, err = v.cost.stretch(pass, v.salt[:], nil); err != nil {
		return err
	}
	return v.replace(file, &v.master, nil)
}

func (v *Vault) unlock(pass *Passphrase, t *probe) error {
	file, err := v.read()
	if err != nil {
		return err
	}
	copy(v.salt[:], saltOf(file))
	if v.master, err = v.cost.stretch(pass, v.salt[:], t); err != nil {
		return err
	}
	f, err := v.shape.tryHeaders(file, &v.master, t)
	if err != nil {
		return err
	}
	defer clear(f.head[:])
	if f.ok == 0 {
		if err := v.shape.passOver(file, &v.master, t); err != nil {
			return err
		}
		return ErrNoMatch
	}
	h, err := parseHeader(&f.head, v.shape.Capacity())
	if err != nil {
		return err
	}
	v.number, v.header = f.number, *h
	v.payload, err = v.shape.openBody(file, v.number, h, t)
	return err
}

// read returns the whole file, which has a vault's length.
func (v *Vault) read() ([]byte, error) {
	file, err := v.dir.ReadFile(v.name)
	if err != nil {
		return nil, err
	}
	if len(file) != v.shape.Size {
		return nil, ErrNotVault
	}
	return file, nil
}

// Payload returns what was last opened or saved. The memory is the vault's: it
// is overwritten at the next Save and at Close.
func (v *Vault) Payload() []byte { return v.payload }

// Capacity returns how many bytes of payload fit.
func (v *Vault) Capacity() int { return v.shape.Capacity() }

// Generation returns how often this compartment was saved; it only grows.
func (v *Vault) Generation() uint64 { return v.header.generation }

// Save puts payload, which stays the caller's, in place of the old one. The
// whole file is written anew: the own compartment and the bytes that nobody
// reads with fresh values, the other compartments as they are. On return
// without error the new payload is durable; after an error or a crash the file
// holds the old or the new one, whole. ErrFull, ErrNotVault if something else
// lies in the file's place now (it is left alone).
func (v *Vault) Save(payload []byte) error {
	if err := v.save(&v.master, payload); err != nil {
		return fmt.Errorf("saving the vault: %w", err)
	}
	return nil
}

func (v *Vault) save(m *master, payload []byte) error {
	if v.release == nil {
		return ErrClosed
	}
	file, err := v.read()
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(saltOf(file), v.salt[:]) != 1 {
		return ErrNotVault
	}
	return v.replace(file, m, payload)
}

// replace seals payload into file, refreshes what nobody reads and puts the
// file in its place. The vault's memory follows only after it is durable.
func (v *Vault) replace(file []byte, m *master, payload []byte) error {
	if len(payload) > v.shape.Capacity() {
		return ErrFull
	}
	for n := 1; n < v.shape.Compartments; n++ {
		if _, err := io.ReadFull(v.rand, saltOf(v.shape.in(file, n))); err != nil {
			return fmt.Errorf("drawing fresh bytes: %w", err)
		}
	}
	next := header{generation: v.header.generation + 1}
	if err := v.shape.sealInto(file, v.number, m, &next, payload, v.rand); err != nil {
		return err
	}
	if err := v.dir.Replace(v.name, file); err != nil {
		return err
	}
	kept := append([]byte(nil), payload...)
	clear(v.payload)
	v.payload, v.header = kept, next
	return nil
}

// Change puts newPass, which stays the caller's, in place of the passphrase of
// this compartment; the payload stays. Durable on return. ErrTaken if newPass
// opens a compartment already; otherwise the errors of Save.
func (v *Vault) Change(newPass *Passphrase) error {
	if err := v.change(newPass); err != nil {
		return fmt.Errorf("changing the passphrase: %w", err)
	}
	return nil
}

func (v *Vault) change(newPass *Passphrase) error {
	if v.release == nil {
		return ErrClosed
	}
	file, err := v.read()
	if err != nil {
		return err
	}
	m, err := v.cost.stretch(newPass, v.salt[:], nil)
	if err != nil {
		return err
	}
	f, err := v.shape.tryHeaders(file, &m, nil)
	if err != nil {
		return err
	}
	clear(f.head[:])
	if f.ok == 1 {
		return ErrTaken
	}
	if err := v.save(&m, v.payload); err != nil {
		return err
	}
	v.master = m
	return nil
}

// Close erases the keys and the payload from memory and gives the lock back.
// It does not save. A second Close does nothing.
func (v *Vault) Close() {
	clear(v.payload)
	v.payload = nil
	v.master.Erase()
	v.header.body.Erase()
	if v.release != nil {
		v.release()
		v.release = nil
	}
}

// below draws a number in [0, n), n ≤ 256, without bias.
func below(rand io.Reader, n int) (int, error) {
	limit := 256 - 256%n
	var b [1]byte
	for {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return 0, fmt.Errorf("drawing a compartment: %w", err)
		}
		if int(b[0]) < limit {
			return int(b[0]) % n, nil
		}
	}
}
