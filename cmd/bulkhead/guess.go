package main

import (
	"runtime/debug"
	"time"

	"bulkhead/vault"

	"golang.org/x/crypto/argon2"
)

// timeAttempt measures what one guess costs on this machine: the Argon2id of
// one attempt, on something that is no passphrase.
func (a *app) timeAttempt(p vault.Params) (took time.Duration, err error) {
	err = a.patiently(a.saying().VaultMeasuring(), func() error {
		began := time.Now()
		clear(argon2.IDKey([]byte("no passphrase"), make([]byte, 32), p.Time, p.MemoryKiB, p.Threads, 32))
		took = time.Since(began)
		return nil
	})
	debug.FreeOSMemory()
	return took, err
}
