package vault

import "errors"

// The errors of this package. None says more than its sentence.
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

	// ErrRefused is the error of a write that the disk did not take. What opened
	// stays open. The file holds what it held, or what was to be written, whole,
	// unless the disk failed while it was written over.
	ErrRefused = errors.New("the disk did not take it")

	// ErrFull is the error of a payload that a compartment cannot hold.
	ErrFull = errors.New("the payload is longer than a compartment holds")

	// ErrTaken is the error of changing to a passphrase that opens a
	// compartment already.
	ErrTaken = errors.New("the passphrase is already in use in this vault")

	// ErrClosed is the error of using a vault after Close.
	ErrClosed = errors.New("the vault is closed")
)

// refused is the disk's error as one that matches ErrRefused too.
type refused struct{ cause error }

func (r *refused) Error() string        { return r.cause.Error() }
func (r *refused) Unwrap() error        { return r.cause }
func (r *refused) Is(target error) bool { return target == ErrRefused }
