package vault

import (
	"errors"

	"bulkhead/keys"
)

type outerUse struct{}

// Key is a key of the outer layer of a vault file.
type Key = keys.Key[outerUse]

// Keystore keeps the key of the outer layer where it can be destroyed: a
// hardware key store, or [NewFileKeystore] as its stand-in. Every write of the
// vault file is under a fresh key, and the one before is destroyed once the
// file is durable: a copy of the file taken earlier opens nothing any more.
//
// A Keystore is used by one goroutine at a time, and by one program at a time
// while that program writes the vault. Every implementation runs the contract
// suite in keystoretest.
type Keystore interface {
	// Keys returns the keys there are, newest first, the caller's to erase.
	// None: a new device. Two only after Next without Settle.
	Keys() ([]Key, error)
	// Next makes a fresh key, durable on return, beside the one in use.
	// ErrUnsettled if there are two already. After an error there may be two.
	Next() (Key, error)
	// Settle destroys every key but the newest, for good on return. After an
	// error there may still be two. No error if there is nothing to destroy.
	Settle() error
}

// ErrUnsettled is the error of asking a [Keystore] for a third key.
var ErrUnsettled = errors.New("the keystore holds two keys already")
