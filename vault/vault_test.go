package vault

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"testing"

	"bulkhead/internal/durable"
)

// create makes a vault with an empty normal compartment and without a keystore.
func create(dir durable.Dir, name string, pass *Passphrase, o Options, p Params, rand io.Reader) (*Vault, error) {
	return File{Dir: dir, Name: name, Options: o, Params: p, Rand: rand}.Create(pass, Normal, Content{})
}

func TestWhatIsSavedIsOpenedByItsPassphraseAlone(t *testing.T) {
	d, r := newFolder(), seeded(1)
	right := pass(t, "one two three four five")
	v, err := create(d, "vault", right, small(), cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Payload()) != 0 {
		t.Errorf("a new vault holds %d bytes, want 0", len(v.Payload()))
	}
	for _, size := range []int{0, 1, 1000, v.Capacity()} {
		want := bytes.Repeat([]byte{0xA7}, size)
		if err := v.Save(want); err != nil {
			t.Fatalf("saving %d bytes: %v", size, err)
		}
		if !bytes.Equal(v.Payload(), want) {
			t.Fatalf("after saving %d bytes the payload is another", size)
		}
		v.Close()
		if v, err = Open(d, "vault", right, small(), cheap(), r); err != nil {
			t.Fatalf("opening after saving %d bytes: %v", size, err)
		}
		if !bytes.Equal(v.Payload(), want) {
			t.Fatalf("after opening %d bytes the payload is another", size)
		}
	}
	if err := v.Save(make([]byte, v.Capacity()+1)); !errors.Is(err, ErrFull) {
		t.Errorf("one byte too many: %v, want ErrFull", err)
	}
	v.Close()
	if err := v.Save(nil); !errors.Is(err, ErrClosed) {
		t.Errorf("saving after Close: %v, want ErrClosed", err)
	}
	if _, err := Open(d, "vault", pass(t, "one two three four six"), small(), cheap(), r); !errors.Is(err, ErrNoMatch) {
		t.Errorf("wrong passphrase: %v, want ErrNoMatch", err)
	}
}

func TestOneProgramAtATime(t *testing.T) {
	d, r, p := newFolder(), seeded(2), pass(t, "a b c d e")
	v, err := create(d, "vault", p, small(), cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(d, "vault", p, small(), cheap(), r); !errors.Is(err, ErrInUse) {
		t.Errorf("opening twice: %v, want ErrInUse", err)
	}
	v.Close()
	v.Close()
	if _, err := Open(d, "vault", pass(t, "wrong"), small(), cheap(), r); !errors.Is(err, ErrNoMatch) {
		t.Errorf("wrong passphrase: %v, want ErrNoMatch", err)
	}
	v, err = Open(d, "vault", p, small(), cheap(), r)
	if err != nil {
		t.Fatalf("a refused attempt kept the lock: %v", err)
	}
	v.Close()
}

func TestAChangedPassphraseReplacesTheOldOne(t *testing.T) {
	d, r := newFolder(), seeded(3)
	old, changed := pass(t, "old words"), pass(t, "new words")
	v, err := create(d, "vault", old, small(), cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Save([]byte("kept")); err != nil {
		t.Fatal(err)
	}
	if err := v.Change(Normal, old); !errors.Is(err, ErrTaken) {
		t.Errorf("changing to the same passphrase: %v, want ErrTaken", err)
	}
	if err := v.Change(Normal, changed); err != nil {
		t.Fatal(err)
	}
	if err := v.Save([]byte("kept too")); err != nil {
		t.Fatal(err)
	}
	v.Close()
	if _, err := Open(d, "vault", old, small(), cheap(), r); !errors.Is(err, ErrNoMatch) {
		t.Errorf("the old passphrase: %v, want ErrNoMatch", err)
	}
	v, err = Open(d, "vault", changed, small(), cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(v.Payload()); got != "kept too" {
		t.Errorf("payload %q, want %q", got, "kept too")
	}
	v.Close()
}

func TestCreateOverwritesNothing(t *testing.T) {
	d, r := newFolder(), seeded(4)
	put(t, d, []byte("somebody's file"))
	if _, err := create(d, "vault", pass(t, "x"), small(), cheap(), r); !errors.Is(err, ErrExists) {
		t.Errorf("creating over a file: %v, want ErrExists", err)
	}
	if string(content(t, d)) != "somebody's file" {
		t.Error("the file was changed")
	}
	if _, err := Open(d, "none", pass(t, "x"), small(), cheap(), r); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opening no file: %v, want fs.ErrNotExist", err)
	}
}
