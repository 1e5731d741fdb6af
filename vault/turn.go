package vault

import (
	"errors"
	"runtime"

	"bulkhead/internal/durable"
)

// Beside the lock that an open vault holds there are two for the moment of
// writing, by the file's name and these endings. A write holds writeLock from
// its last look at the file to the replacement, so that a wipe falls before or
// after it and is not undone. It first passes through wipeLock, which a wipe
// holds while it waits, so that it waits for one write at most.
const (
	writeLock = ".write"
	wipeLock  = ".wipe"

	// patience is how often a lock is asked for before its holder is taken to
	// hang: some seconds.
	patience = 1 << 20
)

// writing runs do while nobody else writes. [ErrInUse] if others hang.
func (f *File) writing(do func() error) error {
	pass, err := f.await(wipeLock)
	if err != nil {
		return err
	}
	pass()
	release, err := f.await(writeLock)
	if err != nil {
		return err
	}
	defer release()
	return do()
}

// wiping runs do while nobody else writes, or anyway if others hang.
func (f *File) wiping(do func() error) error {
	for _, lock := range []string{wipeLock, writeLock} {
		if release, err := f.await(lock); err == nil {
			defer release()
		}
	}
	return do()
}

// await takes a lock that is held for moments only.
func (f *File) await(lock string) (release func(), err error) {
	for range patience {
		if release, err = f.Dir.Lock(f.Name + lock); !errors.Is(err, durable.ErrLocked) {
			return release, err
		}
		runtime.Gosched()
	}
	return nil, ErrInUse
}
