package vault_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/vault"
	"bulkhead/vault/keystoretest"
)

func TestFileKeystoreKeepsTheContract(t *testing.T) {
	keystoretest.Run(t, func(t *testing.T) func() vault.Keystore {
		dir, err := durable.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		r := rand.NewChaCha8([32]byte{1})
		return func() vault.Keystore { return vault.NewFileKeystore(dir, "keys", r) }
	})
}

// TestACrashLeavesTheKeystoreOldOrNew cuts the power at every operation of a
// life of a keystore. What was returned without error is there; what was in use
// is never lost.
func TestACrashLeavesTheKeystoreOldOrNew(t *testing.T) {
	for _, fault := range []durable.Fault{durable.FailBefore, durable.FailAfter, durable.CutDuring, durable.CutAfter} {
		for at := 1; at <= 17; at++ {
			for seed := byte(0); seed < 4; seed++ {
				crashKeystore(t, fault, at, seed, fmt.Sprintf("fault %d at operation %d, seed %d", fault, at, seed))
			}
		}
	}
}

func crashKeystore(t *testing.T, fault durable.Fault, at int, seed byte, what string) {
	disk := durable.NewMem(rand.NewChaCha8([32]byte{seed}))
	disk.SetHook(func(n int, _ durable.Op) durable.Fault {
		if n == at {
			return fault
		}
		return durable.NoFault
	})
	r := rand.NewChaCha8([32]byte{100 + seed})
	s := vault.NewFileKeystore(disk, "keys", r)
	var used *vault.Key // what a file is under
	var settled bool    // whether nothing else may be there
	for range 5 {
		k, err := s.Next()
		if err != nil {
			settled = false
			break
		}
		used, settled = &k, false
		if err := s.Settle(); err != nil {
			break
		}
		settled = true
	}
	all, err := vault.NewFileKeystore(disk.Crash(), "keys", r).Keys()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	found := used == nil
	for i := range all {
		found = found || all[i].Equal(used)
	}
	if !found {
		t.Errorf("%s: the key in use is lost", what)
	}
	if settled && len(all) != 1 {
		t.Errorf("%s: %d keys after Settle", what, len(all))
	}
}
