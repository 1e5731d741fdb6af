package vault

import (
	"flag"
	"math/rand/v2"
	"testing"

	"bulkhead/internal/durable"
)

// long asks for the long forms:
//
//	go test ./vault -run 'Random|Alike|Leak|Timing' -long -v -timeout 1h
var long = flag.Bool("long", false, "run the long forms of the statistics and the timing test")

// cheap is a cost for tests that make many attempts.
func cheap() Params { return Params{MemoryKiB: 8, Time: 1, Threads: 1} }

// small is a shape for tests that make many files.
func small() Options { return Options{Size: 64 << 10, Compartments: 8} }

// tiny is the smallest shape of 8 compartments.
func tiny() Options { return Options{Size: 8 * minRegion, Compartments: 8} }

type source = rand.ChaCha8

// seeded returns a source of bytes that replays.
func seeded(seed byte) *source { return rand.NewChaCha8([32]byte{seed}) }

// newFolder returns a folder in memory.
func newFolder() *durable.Mem { return durable.NewMem(seeded(0)) }

// content returns the bytes of the file "vault".
func content(t testing.TB, d durable.Dir) []byte {
	t.Helper()
	b, err := d.ReadFile("vault")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// put makes b the file "vault".
func put(t testing.TB, d durable.Dir, b []byte) {
	t.Helper()
	if err := d.Replace("vault", b); err != nil {
		t.Fatal(err)
	}
}

// newVault makes a small vault under the passphrase "first" and saves payload.
func newVault(t testing.TB, d durable.Dir, payload []byte, r *source) *Vault {
	t.Helper()
	v, err := create(d, "vault", pass(t, "first"), small(), cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Save(payload); err != nil {
		t.Fatal(err)
	}
	return v
}

func pass(t testing.TB, words string) *Passphrase {
	t.Helper()
	p, err := NewPassphrase([]byte(words))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// readFile returns the bytes of a file.
func readFile(t testing.TB, d durable.Dir, name string) []byte {
	t.Helper()
	b, err := d.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
