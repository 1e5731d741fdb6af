package keystoretest

import (
	"errors"
	"testing"

	"bulkhead/vault"
)

// Run checks the contract. open returns an empty keystore's opener: what it
// opens again and again is one keystore, as programs that follow on each other
// find it.
func Run(t *testing.T, open func(t *testing.T) (again func() vault.Keystore)) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, again func() vault.Keystore)
	}{
		{"a new device has no key", empty},
		{"settling nothing is no error", settleNothing},
		{"the next key stands beside the one in use", next},
		{"there is never a third", third},
		{"settled, the newest alone is left", settle},
		{"every key is another", fresh},
		{"what Keys returns is the caller's", callers},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// want checks that the keystore, opened anew, holds these keys in this order.
func want(t *testing.T, again func() vault.Keystore, keys ...vault.Key) {
	t.Helper()
	got, err := again().Keys()
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(keys) {
		t.Fatalf("%d keys, want %d", len(got), len(keys))
	}
	for i := range keys {
		if !got[i].Equal(&keys[i]) {
			t.Errorf("key %d of %d is another", i, len(keys))
		}
	}
}

func make1(t *testing.T, again func() vault.Keystore) vault.Key {
	t.Helper()
	k, err := again().Next()
	if err != nil {
		t.Fatal(err)
	}
	if k.IsZero() {
		t.Fatal("a key of zeros")
	}
	return k
}

func settled(t *testing.T, again func() vault.Keystore) {
	t.Helper()
	if err := again().Settle(); err != nil {
		t.Fatal(err)
	}
}

func empty(t *testing.T, again func() vault.Keystore) { want(t, again) }

func settleNothing(t *testing.T, again func() vault.Keystore) {
	settled(t, again)
	want(t, again)
	k := make1(t, again)
	settled(t, again)
	settled(t, again)
	want(t, again, k)
}

func next(t *testing.T, again func() vault.Keystore) {
	one := make1(t, again)
	want(t, again, one)
	two := make1(t, again)
	want(t, again, two, one)
}

func third(t *testing.T, again func() vault.Keystore) {
	one, two := make1(t, again), make1(t, again)
	if _, err := again().Next(); !errors.Is(err, vault.ErrUnsettled) {
		t.Errorf("a third key: %v, want ErrUnsettled", err)
	}
	want(t, again, two, one)
}

func settle(t *testing.T, again func() vault.Keystore) {
	make1(t, again)
	for range 5 {
		newest := make1(t, again)
		settled(t, again)
		want(t, again, newest)
	}
}

func fresh(t *testing.T, again func() vault.Keystore) {
	var all []vault.Key
	for range 20 {
		k := make1(t, again)
		for i := range all {
			if all[i].Equal(&k) {
				t.Fatal("a key came twice")
			}
		}
		all = append(all, k)
		settled(t, again)
	}
}

func callers(t *testing.T, again func() vault.Keystore) {
	s := again()
	k, err := s.Next()
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Keys()
	if err != nil || len(got) != 1 {
		t.Fatalf("%d keys, %v", len(got), err)
	}
	got[0].Erase()
	want(t, again, k)
	copied, err := s.Keys()
	if err != nil || !copied[0].Equal(&k) {
		t.Error("erasing what Keys returned erased the keystore's")
	}
}
