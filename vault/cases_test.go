package vault

import (
	"bytes"
	"testing"

	"bulkhead/internal/durable"
)

// The statistics are made of these cases and, on copies of each vault, these
// ways of opening it. A passphrase that a case does not have is a wrong one.
var (
	cases = []string{"no hidden", "hidden idle", "hidden used"}
	ways  = []string{"wrong", "decoy", "normal", "duress"}
)

// makeCase makes vault number i of a case; every second one has a keystore.
func makeCase(t testing.TB, name string, i int, o Options, r *source) File {
	d := durable.NewMem(r)
	f := file(d, r)
	f.Options = o
	if i%2 == 1 {
		f.Keystore = NewFileKeystore(d, "keys", r)
	}
	room := f.Options.Capacity()
	fill := func(k, of int) Content {
		return Content{bytes.Repeat([]byte("the same "), room*k/of/10), bytes.Repeat([]byte{7}, room/20)}
	}
	if name == "no hidden" {
		v, err := f.Create(pass(t, "decoy"), Decoy, fill(i%8, 8))
		must(t, err)
		must(t, v.Save(fill(i%5, 8).Payload))
		v.Close()
		return f
	}
	v, err := f.Create(pass(t, "normal"), Normal, fill(i%8, 8))
	must(t, err)
	must(t, v.Add(Decoy, pass(t, "decoy"), fill(i%5, 8)))
	must(t, v.Add(Duress, pass(t, "duress"), Content{Ready: fill(1, 8).Ready}))
	for k := range 3 {
		if name == "hidden used" {
			must(t, v.Save(fill((i+k)%8, 8).Payload))
		}
	}
	v.Close()
	return f
}

// honest is the attempt as it is built.
func honest(f *File, p *Passphrase) (*Vault, error) { return f.Open(p) }

// inner returns a file without its outer layer.
func inner(t testing.TB, f File, b []byte) []byte {
	t.Helper()
	f.Options = f.Options.withDefaults()
	file := f.room()
	copy(file, b)
	_, err := f.strip(file)
	must(t, err)
	return file
}

// used returns the regions that are in use in a vault of makeCase.
func used(t testing.TB, f File) (numbers []int) {
	t.Helper()
	g := onCopy(t, f)
	v, err := g.Open(pass(t, "normal"))
	if err != nil {
		v, err = g.Open(pass(t, "decoy"))
	}
	must(t, err)
	defer v.Close()
	for _, c := range v.known {
		if c != nil {
			numbers = append(numbers, c.number)
		}
	}
	return numbers
}
