package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"bulkhead/internal/durable"
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
	release, err := dir.Lock(name)
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
