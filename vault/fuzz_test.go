package vault

import (
	"bytes"
	"errors"
	"testing"
)

func FuzzOpen(f *testing.F) {
	f.Add([]byte{})
	f.Add(make([]byte, 8192))
	f.Fuzz(func(t *testing.T, file []byte) {
		d := newFolder()
		put(t, d, file)
		_, err := Open(d, "vault", pass(t, "first"), Options{Size: 8192, Compartments: 2}, cheap(), seeded(25))
		if !errors.Is(err, ErrNoMatch) && !errors.Is(err, ErrNotVault) {
			t.Errorf("got %v, want ErrNoMatch or ErrNotVault", err)
		}
		if !bytes.Equal(content(t, d), file) {
			t.Error("the file was changed")
		}
	})
}

func FuzzLock(f *testing.F) {
	key := regionKey{}
	f.Add(marshalLock(&key)[:])
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) != lockLen {
			return
		}
		key, err := parseLock((*[lockLen]byte)(data))
		if err == nil && !bytes.Equal(marshalLock(&key)[:], data) {
			t.Error("a lock that parses marshals to other bytes")
		}
	})
}

func FuzzHead(f *testing.F) {
	body := bodyKey{}
	f.Add(head{Duress, 5, 7}.marshal(&body)[:])
	f.Add(make([]byte, headLen))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) != headLen {
			return
		}
		h, err := parseHead((*[headLen]byte)(data), small().Capacity())
		copy(body.Bytes(), data[headBodyKey:])
		if err == nil && !bytes.Equal(h.marshal(&body)[:], data) {
			t.Error("a head that parses marshals to other bytes")
		}
	})
}

// FuzzBody: a keyring that is accepted leads where the rules let it and says
// the same when it is made anew.
func FuzzBody(f *testing.F) {
	o := Options{Size: 8 * minRegion, Compartments: 8}
	var key regionKey
	ring := newKeyring(o)
	f.Add([]byte(ring), byte(0), byte(Normal))
	ring.put(3, Decoy, &key)
	f.Add([]byte(ring), byte(1), byte(Duress))
	f.Fuzz(func(t *testing.T, data []byte, own, role byte) {
		if len(data) != o.keyringLen() {
			return
		}
		if keyring(data).check(int(own), Role(role), o) != nil {
			return
		}
		known := family{}
		known[role] = &compartment{number: int(own), role: Role(role)}
		for n := range o.Compartments {
			if r, ok := keyring(data).role(n); ok {
				key, err := keyring(data).key(n)
				if err != nil || known[r] != nil {
					t.Fatalf("two compartments of role %v, or a bad key: %v", r, err)
				}
				known[r] = &compartment{number: n, role: r, region: key}
			}
		}
		if !bytes.Equal(known.ring(known[role], o), data) {
			t.Error("an accepted keyring is made to other bytes")
		}
	})
}

func FuzzKeystoreFile(f *testing.F) {
	d := newFolder()
	s := NewFileKeystore(d, "keys", seeded(1))
	for range 2 {
		if _, err := s.Next(); err != nil {
			f.Fatal(err)
		}
		b, _ := d.ReadFile("keys")
		f.Add(b)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		d := newFolder()
		must(t, d.Replace("keys", data))
		all, err := NewFileKeystore(d, "keys", seeded(2)).Keys()
		if (err == nil) != (len(all) > 0) || err != nil && !errors.Is(err, ErrKeystore) {
			t.Errorf("%d keys, %v", len(all), err)
		}
	})
}
