package vault

import (
	"bytes"
	"errors"
	"testing"
)

// TestAFileThatIsNoVaultIsRefusedAndLeftAlone: truncated, extended, empty,
// random, all zero, and what another shape made.
func TestAFileThatIsNoVaultIsRefusedAndLeftAlone(t *testing.T) {
	r := seeded(20)
	good := newFolder()
	newVault(t, good, []byte("payload"), r).Close()
	vault := content(t, good)
	random := make([]byte, len(vault))
	r.Read(random)
	for _, c := range []struct {
		name string
		file []byte
		want error
	}{
		{"empty", nil, ErrNotVault},
		{"one byte", vault[:1], ErrNotVault},
		{"truncated by one", vault[:len(vault)-1], ErrNotVault},
		{"extended by one", append(bytes.Clone(vault), 0), ErrNotVault},
		{"twice as long", append(bytes.Clone(vault), vault...), ErrNotVault},
		{"random", random, ErrNoMatch},
		{"zeros", make([]byte, len(vault)), ErrNoMatch},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newFolder()
			put(t, d, c.file)
			ops := d.Ops()
			if _, err := Open(d, "vault", pass(t, "first"), small(), cheap(), r); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if wrote := d.Ops() != ops; wrote != (c.want == ErrNoMatch) || !bytes.Equal(content(t, d), c.file) {
				t.Error("the attempt changed the file, or did not write it")
			}
		})
	}
}

func TestWhatLiesInTheVaultsPlaceWhileItIsOpenIsNotOverwritten(t *testing.T) {
	d, r := newFolder(), seeded(21)
	v := newVault(t, d, []byte("payload"), r)
	defer v.Close()
	for _, file := range [][]byte{[]byte("somebody's file"), make([]byte, small().Size)} {
		put(t, d, file)
		if err := v.Save([]byte("more")); !errors.Is(err, ErrNotVault) {
			t.Errorf("saving over %d foreign bytes: %v, want ErrNotVault", len(file), err)
		}
		if !bytes.Equal(content(t, d), file) {
			t.Error("the file was overwritten")
		}
	}
	if got := string(v.Payload()); got != "payload" {
		t.Errorf("a refused save changed the payload to %d bytes", len(got))
	}
}

// TestEveryFlippedByteOfTheOwnCompartmentIsNoticed, and none elsewhere matters
// but the salt's.
func TestEveryFlippedByteOfTheOwnCompartmentIsNoticed(t *testing.T) {
	d, r := newFolder(), seeded(22)
	o := Options{Size: 8192, Compartments: 2}
	v, err := Create(d, "vault", pass(t, "first"), o, cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	own := v.own().number
	v.Close()
	file := content(t, d)
	for at := range file {
		n, in := at/o.region(), at%o.region()
		want := error(nil)
		switch {
		case in < prefixLen: // the salt, the nonce of the outer layer
			want = ErrNoMatch
		case n != own:
		case in < freshBAt:
			want = ErrNoMatch
		default:
			want = ErrDamaged
		}
		flipped := bytes.Clone(file)
		flipped[at] ^= 1 << (at % 8)
		put(t, d, flipped)
		v, err := Open(d, "vault", pass(t, "first"), o, cheap(), r)
		if !errors.Is(err, want) {
			t.Fatalf("byte %d of region %d (own: %d) flipped: %v, want %v", in, n, own, err, want)
		}
		if err == nil {
			v.Close()
		}
	}
}

func TestACompartmentOpensOnlyInItsPlaceInItsFileAndShape(t *testing.T) {
	d, r := newFolder(), seeded(23)
	v := newVault(t, d, []byte("payload"), r)
	own, shape := v.own().number, v.file.Options
	v.Close()
	file := content(t, d)

	moved := bytes.Clone(file)
	to := (own + 1) % shape.Compartments
	copy(shape.in(moved, to)[prefixLen:], shape.in(file, own)[prefixLen:])
	r.Read(shape.in(moved, own)[prefixLen:])
	put(t, d, moved)
	if _, err := Open(d, "vault", pass(t, "first"), small(), cheap(), r); !errors.Is(err, ErrNoMatch) {
		t.Errorf("in another place: %v, want ErrNoMatch", err)
	}

	put(t, d, file)
	halves := Options{Size: shape.Size, Compartments: shape.Compartments / 2}
	if _, err := Open(d, "vault", pass(t, "first"), halves, cheap(), r); !errors.Is(err, ErrNoMatch) {
		t.Errorf("in another shape: %v, want ErrNoMatch", err)
	}
	dearer := cheap()
	dearer.Time++
	if _, err := Open(d, "vault", pass(t, "first"), small(), dearer, r); !errors.Is(err, ErrNoMatch) {
		t.Errorf("at another cost: %v, want ErrNoMatch", err)
	}
}

func TestNoVaultHasAnImpossibleShapeOrCost(t *testing.T) {
	for _, o := range []Options{{Compartments: 1}, {Compartments: 65}, {Size: 4096}, {Size: DefaultSize + 1}, {Size: 2 << 30}, {Size: -8}} {
		if _, err := Create(newFolder(), "vault", pass(t, "x"), o, cheap(), seeded(24)); !errors.Is(err, ErrOptions) {
			t.Errorf("%+v: %v, want ErrOptions", o, err)
		}
	}
	for _, p := range []Params{{MemoryKiB: 7, Time: 1, Threads: 1}, {MemoryKiB: 16, Threads: 4}, {MemoryKiB: 9 << 20}, {Time: 1 << 11}} {
		if _, err := Create(newFolder(), "vault", pass(t, "x"), small(), p, seeded(24)); !errors.Is(err, ErrParams) {
			t.Errorf("%+v: %v, want ErrParams", p, err)
		}
	}
	if _, err := Create(newFolder(), "vault", nil, small(), cheap(), seeded(24)); !errors.Is(err, ErrNoPassphrase) {
		t.Errorf("no passphrase: %v, want ErrNoPassphrase", err)
	}
}
