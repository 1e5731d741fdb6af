package device

import (
	"errors"
	"fmt"

	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// ErrNotKept: the disk did not take what was to be kept, since it is full, cannot be
// written to, or fails. What it says fits a notebook as it fits a device.
var ErrNotKept = errors.New("not kept")

// ErrPagesGone: the vault that holds the pages of an open notebook is not what it
// was. It is ErrNotKept, too.
var ErrPagesGone = errors.New("the place of these pages is gone")

// notKept makes ErrNotKept of a disk's refusal, and names nothing but that. All
// other errors, and nil, stay what they are, with what was being done.
func notKept(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, vault.ErrRefused):
		return &refusedError{fmt.Sprintf("%v: %s", ErrNotKept, durable.Words(err)), err}
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
func (e *refusedError) Is(target error) bool { return target == ErrNotKept }

// ofPages makes an error of the vault one of the pages in it, which is all that
// an open notebook speaks of.
func ofPages(err error) error {
	if err == nil || errors.Is(err, ErrNotKept) {
		return err
	}
	return &refusedError{ErrNotKept.Error() + ": " + ErrPagesGone.Error(), fmt.Errorf("%w: %w", ErrPagesGone, err)}
}
