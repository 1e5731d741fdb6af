package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"testing"

	"bulkhead/internal/noise"
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
	foreign := bytes.Repeat([]byte("a page that somebody wrote.\n"), len(vault))[:len(vault)]
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
		{"another's of that length", foreign, ErrNoMatch},
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

// TestAWipeErasesAFileOfAnotherLengthToo: somebody shortened or lengthened the
// file; whoever makes it as long as it was finds nothing in it.
func TestAWipeErasesAFileOfAnotherLengthToo(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		whole := content(t, f.Dir)
		for name, damaged := range map[string][]byte{
			"shortened": whole[:len(whole)-7], "lengthened": append(bytes.Clone(whole), 1, 2, 3), "shifted": append([]byte{1}, whole...),
		} {
			g := onCopy(t, f)
			d := g.Dir
			put(t, d, damaged)
			must(t, g.Wipe())
			left := content(t, d)
			if len(left) != len(damaged) {
				t.Errorf("%s: the file has %d bytes after the wipe, before %d", name, len(left), len(damaged))
			}
			same := 0
			for i := range left {
				if left[i] == damaged[i] {
					same++
				}
			}
			if same > len(left)/128 {
				t.Errorf("%s: %d of %d bytes are as they were", name, same, len(left))
			}
		}
	})
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

// TestEveryFlippedBitIsNoticedAndLeavesTheFileAsItIs flips bits in each part of
// each region and tries every passphrase. What a passphrase needs is missed,
// what it does not need does not matter, and a duress passphrase does what it is
// there for even if the decoy is damaged.
func TestEveryFlippedBitIsNoticedAndLeavesTheFileAsItIs(t *testing.T) {
	d, r := newFolder(), seeded(22)
	f := file(d, r)
	f.Options = Options{Size: 4 * minRegion, Compartments: 4}
	build(t, f)
	good := content(t, d)
	v, err := f.Open(pass(t, "normal"))
	must(t, err)
	at := map[string]int{"normal": v.known[Normal].number, "decoy": v.known[Decoy].number, "duress": v.known[Duress].number}
	v.Close()
	for i := range good {
		n, in := i/f.Options.region(), i%f.Options.region()
		if in > bodyAt+2 && in%509 != 0 && in < f.Options.region()-2 || in%3 != 0 && in > 2 {
			continue
		}
		flipped := bytes.Clone(good)
		flipped[i] ^= 1 << (i % 8)
		for _, words := range []string{"normal", "decoy", "duress"} {
			put(t, d, flipped)
			want := wantFlipped(at, words, n, in)
			v, err := f.Open(pass(t, words))
			if !errors.Is(err, want) {
				t.Fatalf("byte %d of region %d flipped, %s opened: %v, want %v", in, n, words, err, want)
			}
			if err == nil {
				if damaged := v.Damaged(); words == "normal" && in >= freshBAt && (n == at["decoy"] || n == at["duress"]) != (len(damaged) == 1) {
					t.Fatalf("byte %d of region %d flipped: damaged are %v", in, n, damaged)
				}
				v.Close()
			} else if !bytes.Equal(content(t, d), flipped) {
				t.Fatalf("byte %d of region %d flipped: the file was changed", in, n)
			}
		}
	}
}

// wantFlipped is the error that a passphrase gets if a byte of region n is
// another.
func wantFlipped(at map[string]int, words string, n, in int) error {
	switch {
	case n == saltRegion && in < prefixLen, n == nonceRegion && in < prefixLen:
		return ErrNoMatch
	case in < prefixLen:
		return nil
	case n == at[words] && in < freshBAt:
		return ErrNoMatch
	case n == at[words]:
		return ErrDamaged
	}
	return nil
}

func TestADamagedDecoyDoesNotStopTheDuressPassphrase(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		n := v.known[Decoy].number
		v.Close()
		b := content(t, f.Dir)
		f.Options.in(b, n)[bodyAt] ^= 1
		put(t, f.Dir, b)
		opens(t, f, "duress", Decoy, "", "flagged")
		opens(t, f, "decoy", Decoy, "", "flagged")
		opensNothing(t, f, "normal")
	})
}

// TestAVaultOfAnotherVersionIsToldAndLeftAsItIs: one of version 1, whose
// passphrase opens nothing any more, and one of a version to come.
func TestAVaultOfAnotherVersionIsToldAndLeftAsItIs(t *testing.T) {
	d, r := newFolder(), seeded(26)
	f := file(d, r)
	old := versionOne(t, f, r)
	put(t, d, old)
	opensNothing(t, f, "first")
	if !bytes.Equal(content(t, d), old) {
		t.Error("a vault of version 1 was changed")
	}

	z, err := noise.New(r)
	must(t, err)
	b := f.room()
	z.Fill(b)
	m := new(master)
	must(t, f.Params.stretch(m, pass(t, "first"), f.Options.prefix(b, saltRegion), nil))
	region, salt := f.Options.in(b, 5), f.Options.prefix(b, saltRegion)
	key, err := derive(m.Bytes(), "lock", []byte{5}, freshAOf(region))
	must(t, err)
	lock := marshalLock(new(regionKey))
	lock[lockVersion] = version + 1
	must(t, seal(lockOf(region), lock[:], key, f.Options.bound("lock", salt, 5)))
	must(t, f.Options.stream(b, new(Key)))
	put(t, d, b)
	// Its head does not open either, as far as this version can tell.
	if _, err := f.Open(pass(t, "first")); !errors.Is(err, ErrVersion) || !bytes.Equal(content(t, d), b) {
		t.Errorf("a later version: %v, want ErrVersion and the same file", err)
	}
}

// versionOne makes a vault file as version 1 of the format had it.
func versionOne(t *testing.T, f File, r *source) []byte {
	t.Helper()
	const headAt, headLen, bodyAt, label = 64, 96, 176, "bulkhead/vault/1 "
	b := make([]byte, f.Options.Size)
	r.Read(b)
	n, salt := 3, b[:32]
	region := f.Options.in(b, n)
	bound := func(part string) []byte {
		return append(append([]byte(label+part), salt...), byte(n), 0, 1, 0, 0, 8)
	}
	m := new(master)
	must(t, f.Params.stretch(m, pass(t, "first"), salt, nil))
	key, err := hkdf.Expand(sha256.New, m.Bytes(), label+"header\x00\x03"+string(region[32:headAt]), 32)
	must(t, err)
	var head [headLen]byte
	head[0] = 1
	copy(head[16:48], "a body key of exactly 32 bytes..")
	must(t, seal(region[headAt:bodyAt], head[:], key, bound("head")))
	body := region[bodyAt:]
	must(t, seal(body, make([]byte, len(body)-tagLen), head[16:48], bound("body")))
	return b
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
		if _, err := create(newFolder(), "vault", pass(t, "x"), o, cheap(), seeded(24)); !errors.Is(err, ErrOptions) {
			t.Errorf("%+v: %v, want ErrOptions", o, err)
		}
	}
	for _, p := range []Params{{MemoryKiB: 7, Time: 1, Threads: 1}, {MemoryKiB: 16, Threads: 4}, {MemoryKiB: 9 << 20}, {Time: 1 << 11}} {
		if _, err := create(newFolder(), "vault", pass(t, "x"), small(), p, seeded(24)); !errors.Is(err, ErrParams) {
			t.Errorf("%+v: %v, want ErrParams", p, err)
		}
	}
	if _, err := create(newFolder(), "vault", nil, small(), cheap(), seeded(24)); !errors.Is(err, ErrNoPassphrase) {
		t.Errorf("no passphrase: %v, want ErrNoPassphrase", err)
	}
}
