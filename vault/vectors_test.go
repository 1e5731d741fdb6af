package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bulkhead/internal/durable"
)

var update = flag.Bool("update", false, "write testdata/vectors anew: go test ./vault -run Vectors -update")

// A vector is a file of lines "name: value": a whole vault file, what each
// passphrase opens in it, the values on the way, and the file that the duress
// passphrase leaves when the randomness is the one given. All bytes in hex.
type vector struct {
	names  []string
	values map[string]string
}

func (v *vector) set(name, format string, args ...any) {
	v.names = append(v.names, name)
	v.values[name] = fmt.Sprintf(format, args...)
}

func newVector() *vector { return &vector{nil, map[string]string{}} }

func readVector(t *testing.T, path string) *vector {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	v := newVector()
	for line := range strings.Lines(string(b)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok {
			t.Fatalf("%s: not \"name: value\"", path)
		}
		v.set(name, "%s", value)
	}
	return v
}

func (v *vector) bytes(t *testing.T, name string) []byte {
	t.Helper()
	b, err := hex.DecodeString(v.values[name])
	if err != nil || len(b) == 0 {
		t.Fatalf("no bytes under %q", name)
	}
	return b
}

// counting is a source that anybody can make again: 0, 1, 2 … 255, 0 …
type counting byte

func (c *counting) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(*c)
		*c++
	}
	return len(b), nil
}

// fixedStore is a keystore that goes through keys of one byte.
type fixedStore struct {
	keys []Key
	next byte
}

func (s *fixedStore) Keys() ([]Key, error) { return append([]Key(nil), s.keys...), nil }

func (s *fixedStore) Next() (Key, error) {
	var k Key
	for i := range k.Bytes() {
		k.Bytes()[i] = s.next
	}
	s.next++
	s.keys = append([]Key{k}, s.keys...)
	return k, nil
}

func (s *fixedStore) Settle() error { s.keys = s.keys[:1]; return nil }

// vectorFile describes the vault of the vectors.
func vectorFile(d durable.Dir, keystore *fixedStore, from byte) File {
	c := counting(from)
	f := File{Dir: d, Name: "vault", Options: Options{Size: 3 * minRegion, Compartments: 3}, Params: cheap(), Rand: &c}
	if keystore != nil {
		f.Keystore = keystore
	}
	return f
}

// compute makes a vector from nothing but the words in it.
func compute(t *testing.T, withStore bool) *vector {
	d, v := newFolder(), newVector()
	var store *fixedStore
	if withStore {
		store = &fixedStore{next: 0xA0}
	}
	f := vectorFile(d, store, 0)
	build(t, f)
	v.set("size", "%d", f.Options.Size)
	v.set("compartments", "%d", f.Options.Compartments)
	v.set("argon2id", "memory %d KiB, %d passes, %d lanes", f.Params.MemoryKiB, f.Params.Time, f.Params.Threads)
	key := new(Key)
	if withStore {
		key = &store.keys[0]
	}
	v.set("keystore key", "%x", key.Bytes())
	raw := content(t, d)
	v.set("file", "%x", raw)
	v.set("sum of file", "%x", sha256.Sum256(raw)) // noise has nothing else that a slip would show in
	for _, words := range []string{"normal", "decoy", "duress"} {
		describe(t, v, onVector(d, raw, store), words)
	}
	if !withStore {
		g := vectorFile(d, nil, 100)
		put(t, d, raw)
		opened, err := g.Open(pass(t, "duress"))
		must(t, err)
		opened.Close()
		v.set("after duress, randomness 100, 101 …", "%x", content(t, d))
		v.set("sum of after duress", "%x", sha256.Sum256(content(t, d)))
	}
	return v
}

func onVector(d durable.Dir, raw []byte, store *fixedStore) File {
	d.Replace("vault", raw)
	if store == nil {
		return vectorFile(d, nil, 50)
	}
	return vectorFile(d, &fixedStore{keys: append([]Key(nil), store.keys...), next: 0xF0}, 50)
}

// describe adds what one passphrase opens and the keys on the way.
func describe(t *testing.T, v *vector, f File, words string) {
	raw, err := f.read()
	must(t, err)
	a, err := f.try(raw, pass(t, words))
	must(t, err)
	region := f.Options.in(a.file, a.own)
	n := []byte{byte(a.own)}
	lockKey, err := derive(a.master.Bytes(), "lock", n, freshAOf(region))
	must(t, err)
	headKey, err := derive(a.lock[lockRegion:], "head", n, freshBOf(region))
	must(t, err)
	c, err := a.compartment(a.own)
	must(t, err)
	v.set(words+" passphrase", "%s", words)
	v.set(words+" region", "%d", a.own)
	v.set(words+" master", "%x", a.master.Bytes())
	v.set(words+" lock key", "%x", lockKey)
	v.set(words+" region key", "%x", a.lock[lockRegion:])
	v.set(words+" head key", "%x", headKey)
	v.set(words+" head", "%x", a.opened[a.own].head)
	v.set(words+" keyring", "%x", a.ring())
	v.set(words+" role", "%v", c.role)
	v.set(words+" payload", "%q", c.content.Payload)
	v.set(words+" ready", "%q", c.content.Ready)
}

// TestVectors replays testdata/vectors: what each says comes out again, byte by
// byte, and its file opens.
func TestVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	files, err := filepath.Glob("testdata/vectors/*.txt")
	if err != nil || len(files) != 2 {
		t.Fatalf("%d vectors in testdata/vectors (%v), want 2", len(files), err)
	}
	for _, path := range files {
		withStore := strings.Contains(path, "with-keystore")
		want, got := readVector(t, path), compute(t, withStore)
		if len(want.names) != len(got.names) {
			t.Errorf("%s: %d lines, computed %d", path, len(want.names), len(got.names))
		}
		for _, name := range want.names {
			if want.values[name] != got.values[name] {
				t.Errorf("%s: %s is another", path, name)
			}
		}
		var store *fixedStore
		if withStore {
			store = &fixedStore{keys: make([]Key, 1), next: 1}
			copy(store.keys[0].Bytes(), want.bytes(t, "keystore key"))
		}
		f := onVector(newFolder(), want.bytes(t, "file"), store)
		opens(t, f, "normal", Normal, "secret", "own")
		opens(t, f, "decoy", Decoy, "notebook", "plain")
		opens(t, f, "duress", Decoy, "notebook", "flagged")
		if _, err := f.Open(pass(t, "normal")); !errors.Is(err, ErrNoMatch) {
			t.Errorf("%s: after the duress passphrase: %v", path, err)
		}
	}
}

func writeVectors(t *testing.T) {
	must(t, os.MkdirAll("testdata/vectors", 0o755))
	for name, withStore := range map[string]bool{"without-keystore": false, "with-keystore": true} {
		var b bytes.Buffer
		v := compute(t, withStore)
		for _, name := range v.names {
			fmt.Fprintf(&b, "%s: %s\n", name, v.values[name])
		}
		must(t, os.WriteFile("testdata/vectors/"+name+".txt", b.Bytes(), 0o644))
	}
}
