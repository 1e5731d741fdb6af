package vault

import (
	"errors"
	"fmt"
	"io/fs"

	"bulkhead/internal/noise"
	"bulkhead/internal/secret"
)

// Wipe makes the whole file fresh random, without any passphrase, and destroys
// what the keystore held before. No passphrase opens anything after. It does
// not ask whether another program has the vault open: that one's next save is
// refused. Durable on return; after a crash every passphrase opens what it
// opened, or none opens anything. It overwrites the file in place, the salt
// first and alone: a disk that writes where it is told to keeps no copy. So it
// does with what an interrupted write left beside the file, and removes it. A file
// that somebody has shortened or lengthened is overwritten as well, since whoever
// undid that could open it: up to twice the vault's length. An error matching
// fs.ErrNotExist if there is none.
func (f File) Wipe() (err error) {
	if err := f.prepare(); err != nil {
		return fmt.Errorf("wiping the vault: %w", err)
	}
	secret.Do(func() { err = f.wiping(f.wipe) })
	if err != nil {
		return fmt.Errorf("wiping the vault: %w", err)
	}
	return nil
}

func (f *File) wipe() error {
	z, err := noise.New(f.Rand)
	if err != nil {
		return err
	}
	size, err := f.Dir.Size(f.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, f.discard(z)) // a vault whose making was cut short
	} else if err != nil {
		return err
	}
	if size != int64(f.Options.Size) {
		return f.wipeDamaged(z, size)
	}
	file := f.room()
	z.Fill(file)
	var store error // a keystore that fails does not keep anybody from wiping
	if f.Keystore != nil {
		store = f.wrapWiped(file)
	}
	if err := f.overwrite(file); err != nil {
		return err
	}
	if f.Keystore != nil && store == nil {
		store = f.Keystore.Settle()
	}
	return errors.Join(store, f.discard(z))
}

// wipeDamaged overwrites a file of another length than the vault's. The keystore
// stays as it is: no key of it opens what is left.
func (f *File) wipeDamaged(z *noise.Source, size int64) error {
	file := make([]byte, min(size, 2*int64(f.Options.Size)))
	z.Fill(file)
	return errors.Join(f.inPlace(f.Name, file, min(len(file), prefixLen)), f.discard(z))
}

// wrapWiped puts an outer layer on random bytes, so that with a keystore too
// every passphrase is told no more than that it opens nothing.
func (f *File) wrapWiped(file []byte) error {
	was, err := f.keysLeft()
	if err != nil {
		return err
	}
	return f.wrap(file, was)
}
