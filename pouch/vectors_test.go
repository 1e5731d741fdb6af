package pouch_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/pouch"
	"bulkhead/round"
)

var update = flag.Bool("update", false, "write testdata/vectors anew: go test ./pouch -run Vectors -update")

// TestVectors holds two files against what a second implementation lays out and reads
// (internal/second): one that a worker is at, and one after a second sealing and an opening
// without keys. A change of them is a change of format.
func TestVectors(t *testing.T) {
	names := named{}
	w := vectorWorld(t, names)
	w.must(w.seal())
	w.start()
	w.writesIn(103)
	checkVector(t, w, names, "worked", "write 2:1", "write 4:1", "read 2:1", "read 3:1", "proven")
	w.must(w.seal())
	w.writesIn(105)
	lids := 0
	w.must(w.rewrite(pouch.Change{Append: true, Lids: func(pouch.Entry) (lid [pouch.LidSize]byte, ok bool) {
		lids++
		copy(lid[:], names.make(fmt.Sprint("lid-", lids))[:])
		return lid, lids%2 == 0
	}}))
	checkVector(t, w, names, "opened", "write 0:0", "proven", "random", "kept", "lid-2/")
}

func checkVector(t *testing.T, w *world, names named, name string, shows ...string) {
	file := "testdata/vectors/" + name + ".txt"
	got := vectorOf(t, w, names)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("%s: the vectors are others (%v)", file, err)
	}
	for _, want := range shows {
		if !strings.Contains(got, want) {
			t.Errorf("%s has no %q: it shows too little", file, want)
		}
	}
}

// named are boxes that anybody can make again: SHAKE-256 of their names.
type named map[[32]byte]string

func (n named) make(name string) *box.Content {
	c := new(box.Content)
	copy(c[:], sha3.SumSHAKE256([]byte(name), box.Size))
	n[sha256.Sum256(c[:])] = name
	n[sha256.Sum256(c[:pouch.LidSize])] = name
	n[sha256.Sum256(c[pouch.LidSize:])] = name
	return c
}

// of names a box; one with another's lid by both names.
func (n named) of(t *testing.T, content []byte) string {
	t.Helper()
	if bytes.Equal(content, make([]byte, box.Size)) {
		return "zeros"
	}
	if name, ok := n[sha256.Sum256(content)]; ok {
		return name
	}
	lid, body := n[sha256.Sum256(content[:pouch.LidSize])], n[sha256.Sum256(content[pouch.LidSize:])]
	if lid == "" || body == "" {
		t.Errorf("a box of no name")
	}
	return lid + "/" + body
}

const vectorSlots, vectorRounds = 3, 16

// vectorWorld is a device with one link, whose group changes places from round 103 on. One
// of its writes meets other bytes, and every seventh request is lost.
func vectorWorld(t *testing.T, names named) *world {
	w := newWorld(t, changing(planOf(vectorSlots, vectorRounds, place(1)), 103, place(1), place(2)), 1, 5)
	key, err := pouch.KeyOf(sha3.SumSHAKE256([]byte("key"), 32))
	w.must(err)
	w.key, w.rate = &key, round.RateOf(.6)
	w.boxes = func(f *pouch.Fill) {
		gen := w.gen
		f.SetWrites(func(entry int) []byte { return names.make(fmt.Sprintf("sealing-%d-%d", gen, entry))[:] })
	}
	for _, r := range []box.Round{101, 103, 104, 105} {
		w.drop.Put(t.Context(), box.Ref{Round: r, ID: linkID(0, r, true)}, names.make(fmt.Sprint("peer-", r)))
	}
	w.drop.Put(t.Context(), box.Ref{Round: 102, ID: linkID(0, 102, false)}, names.make("other-102"))
	requests := 0
	w.drop.Fault(func() (lose, loseAnswer bool) { requests++; return requests%7 == 0, requests%11 == 0 })
	w.drop.Date(func() time.Time { return w.now.Add(-3 * time.Second) })
	return w
}

// writesIn runs the worker until it has written twice in a round.
func (w *world) writesIn(r box.Round) {
	w.t.Helper()
	for writes := 0; writes < 2; writes, _, _ = w.count(r) {
		w.must(w.step())
	}
}

// vectorOf is a file, field by field.
func vectorOf(t *testing.T, w *world, names named) string {
	data, l := w.file(), layout{vectorSlots, vectorRounds}
	u16 := func(at int) uint16 { return binary.BigEndian.Uint16(data[at:]) }
	u32 := func(at int) uint32 { return binary.BigEndian.Uint32(data[at:]) }
	u64 := func(at int) uint64 { return binary.BigEndian.Uint64(data[at:]) }
	p, err := pouch.LoadProven(w.dir, name, w.key)
	w.must(err)
	first := u32(12)

	// What an opening appends is random; the vector has boxes that anybody can make instead.
	for i := range l.entries() {
		r := box.Round(first - 1 + uint32(i/vectorSlots))
		if proven, _ := p.Proven(r, r); proven == 0 && r > p.Number()+vectorRounds-1 {
			copy(data[l.writesAt(i):], names.make(fmt.Sprint("loop-", i))[:])
		}
	}
	w.must(w.dir.Replace(name, data))
	p, err = pouch.LoadProven(w.dir, name, w.key)
	w.must(err)

	var b strings.Builder
	b.WriteString("# docs/protocol/pouch.md: a file, field by field. A box's name is what SHAKE-256 makes it of, 4,096 bytes;\n" +
		"# A/B is the first 148 bytes of A and then those of B. An entry is proven, or its proof is random.\n")
	fmt.Fprintf(&b, "key %x\nfile length %d sha256 %x\n", sha3.SumSHAKE256([]byte("key"), 32), len(data), sha256.Sum256(data))
	fmt.Fprintf(&b, "shape S %d PL %d rate %d\nfirst %d\ntag %x\nnumber %d coming-from %d\nsigner %x\nsignature %x\n",
		data[8], data[9], u16(10), first, data[16:24], u32(24), u32(28), data[64:96], data[96:160])
	fmt.Fprintf(&b, "floor %d ran %d map %x times", u32(512), u32(516), data[520:526])
	for i := range vectorSlots {
		fmt.Fprintf(&b, " %d:%d", u32(528+8*i), u32(532+8*i))
	}
	for n, at := range []int{8192, 8192 + 3951} {
		fmt.Fprintf(&b, "\n%s %x", []string{"card", "coming"}[n], data[at+2:at+2+int(u16(at))])
	}
	b.WriteString("\n")
	for n := range 8 {
		at := 4096 + 512*n
		fmt.Fprintf(&b, "use %d day %d bytes %d ahead %d compared %d writes %d:%d reads %d:%d began %d causes", n, u32(at), u64(at+4), int32(u32(at+12)),
			u32(at+16), u32(at+20), u32(at+24), u32(at+28), u32(at+32), u32(at+36))
		for c := range 24 {
			if u64(at+40+8*c) != 0 {
				fmt.Fprintf(&b, " %d:%d:%d", c, u32(at+40+8*c), u32(at+44+8*c))
			}
		}
		b.WriteString("\n")
	}
	for i := range l.entries() {
		m, r := data[l.metaAt(i):], box.Round(first-1+uint32(i/vectorSlots))
		proven, _ := p.Proven(r, r)
		fmt.Fprintf(&b, "entry %d round %d slot %d write-id %x read-id %x flags %d write %d:%d read %d:%d back %d again %d sum %x proof %x %s writes %s reads %s\n",
			i, r, i%vectorSlots, m[:32], m[32:64], m[64], m[65], m[66], m[67], m[68], m[69], m[70], m[72:88], m[88:104],
			map[bool]string{true: "proven", false: "random"}[proven > 0], names.of(t, data[l.writesAt(i):][:box.Size]), names.of(t, data[l.readsAt(i):][:box.Size]))
	}
	kept := l.readsAt(l.entries())
	for i := range 64 {
		if k := data[kept+64*i:][:64]; u32(kept+64*i) != 0 {
			fmt.Fprintf(&b, "kept %d round %d id %x sum %x box %s\n", i, u32(kept+64*i), k[4:36], k[36:52], names.of(t, data[kept+4096+4096*i:][:box.Size]))
		}
	}
	return b.String()
}
