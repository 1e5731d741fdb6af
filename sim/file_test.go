package sim

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestAListOfLinksIsReadAsItIsMeant(t *testing.T) {
	a, src, err := Read(strings.NewReader("# who knows whom\n\nHeron Finch\nFinch Wren # since May\n \"Wren\"  Heron\r\nHeron Finch\r\nOwl\nOwl Owl\n"))
	if err != nil {
		t.Fatal(err)
	}
	if src.Separator != SeparatorSpace || src.Repeated != 2 || src.Header || len(src.Ignored)+len(src.Alike) != 0 {
		t.Errorf("understood as %+v", src)
	}
	if a.Len() != 4 || a.Links() != 3 || !reflect.DeepEqual(a.of(0), []int32{1, 2}) || len(a.of(3)) != 0 {
		t.Errorf("%d members, %d links, the first knows %v", a.Len(), a.Links(), a.of(0))
	}
}

func TestGraphMLIsReadAsItIsMeant(t *testing.T) {
	const file = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="label" attr.type="string"/>
  <graph id="G" edgedefault="directed">
    <edge source="b" target="c"><data key="d0">later</data></edge>
    <node id="a"><data key="d0">x &amp; y</data></node><node id="b"/><node id="c"/><node id="d"/>
    <edge source="a" target="b"/><edge source="b" target="a" directed="true"/>
  </graph>
</graphml>`
	for _, before := range []string{"", "\n<!-- drawn by hand -->", "\xef\xbb\xbf"} {
		a, src, err := Read(strings.NewReader(before + strings.TrimPrefix(file, `<?xml version="1.0" encoding="UTF-8"?>`)))
		if before == "" {
			a, src, err = Read(strings.NewReader(file))
		}
		if err != nil {
			t.Fatalf("after %q: %v", before, err)
		}
		if src.Repeated != 1 { // both ways between a and b
			t.Errorf("after %q: %d links said twice, want 1", before, src.Repeated)
		}
		if a.Len() != 4 || a.Links() != 2 || !reflect.DeepEqual(a.of(1), []int32{0, 2}) {
			t.Errorf("after %q: %d members, %d links, the second knows %v", before, a.Len(), a.Links(), a.of(1))
		}
	}
}

// badFiles are refused; each holds the word canary, which no error repeats.
var badFiles = map[string]string{
	"empty":               "",
	"comments":            "# canary\n",
	"not UTF-8":           "canary \xff\n",
	"long name":           "canary " + strings.Repeat("x", maxName+1),
	"long line":           strings.Repeat("canary ", 200),
	"not closed":          `<graphml><graph><node id="canary"/>`,
	"closed wrongly":      `<graphml><graph></graphml></graph><canary/>`,
	"not XML":             `<graphml><graph canary></graph></graphml>`,
	"no graph":            `<canary/>`,
	"nobody":              `<graphml><graph/></graphml>`,
	"twice":               `<graphml><graph><node id="canary"/><node id="canary"/></graph></graphml>`,
	"missing":             `<graphml><graph><node id="a"/><edge source="a" target="canary"/></graph></graphml>`,
	"no target":           `<graphml><graph><node id="canary"/><edge source="canary"/></graph></graphml>`,
	"a group alone":       `<graphml><graph><node id="canary"><graph/></node></graph></graphml>`,
	"edge to a group":     `<graphml><graph><node id="canary"><graph/></node><node id="b"/><edge source="b" target="canary"/></graph></graphml>`,
	"second graph":        `<graphml><graph><node id="canary"/></graph><graph/></graphml>`,
	"hyperedge":           `<graphml><graph><node id="canary"/><hyperedge/></graph></graphml>`,
	"node outside":        `<graphml><node id="canary"/><graph/></graphml>`,
	"deep":                strings.Repeat("<canary>", maxDepth+1),
	"entity":              `<!DOCTYPE g [<!ENTITY canary "x">]><graphml><graph><node id="&canary;"/></graph></graphml>`,
	"entity from outside": `<!DOCTYPE g [<!ENTITY canary SYSTEM "file:///etc/passwd">]><graphml><graph><node id="a">&canary;</node></graph></graphml>`,
	"other encoding":      `<?xml version="1.0" encoding="canary"?><graphml><graph><node id="a"/></graph></graphml><`,
}

// TestFilesThatAreNoGraphAreRefusedWithoutAWordOfThem: what stands in them may be
// people's names.
func TestFilesThatAreNoGraphAreRefusedWithoutAWordOfThem(t *testing.T) {
	for name, file := range badFiles {
		a, _, err := Read(strings.NewReader(file))
		if err == nil || a != nil {
			t.Errorf("%s: was read", name)
			continue
		}
		if !errors.Is(err, ErrFile) {
			t.Errorf("%s: %v, want ErrFile", name, err)
		}
		if strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: the error repeats the file: %v", name, err)
		}
	}
}

// endless repeats itself.
type endless string

func (e endless) Read(b []byte) (int, error) {
	return copy(b, strings.Repeat(string(e), 1+len(b)/len(e))), nil
}

func TestFilesWithoutAnEndAreRefused(t *testing.T) {
	for _, file := range []string{"a b\n", "\n", "x", "<graphml><graph>", " "} {
		if _, _, err := readList(bufio.NewReader(&limited{endless(file), 1 << 20})); !errors.Is(err, ErrFile) {
			t.Errorf("%q for ever, as links: %v", file, err)
		}
		if _, _, err := readGraphML(&limited{endless(file), 1 << 20}); !errors.Is(err, ErrFile) {
			t.Errorf("%q for ever, as GraphML: %v", file, err)
		}
	}
}

// writeEdges writes g as a list that [Read] reads back as the same graph,
// members by their numbers.
func writeEdges(w io.Writer, g Graph) error {
	b := bufio.NewWriter(w)
	for v := range g.Len() {
		fmt.Fprintln(b, v)
	}
	var buf []int32
	for v := range int32(g.Len()) {
		buf = g.Neighbours(v, buf)
		for _, u := range buf {
			if v < u {
				fmt.Fprintln(b, v, u)
			}
		}
	}
	return b.Flush()
}

// readsBack fails the test unless a is what its own list of links reads as.
func readsBack(t *testing.T, a *Adjacency) {
	t.Helper()
	var b bytes.Buffer
	if err := writeEdges(&b, a); err != nil {
		t.Fatal(err)
	}
	if a.Links() == 0 {
		return // which no list says
	}
	again, _, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a.start, again.start) || len(a.to) != len(again.to) || len(a.to) > 0 && !reflect.DeepEqual(a.to, again.to) {
		t.Errorf("%d members and %d links came back as %d and %d", a.Len(), a.Links(), again.Len(), again.Links())
	}
}

func TestEveryShapeReadsBackFromItsLinks(t *testing.T) {
	for _, g := range everyGraph(t, 50) {
		a, err := adjacency(g.Graph)
		if err != nil {
			t.Fatal(err)
		}
		readsBack(t, a)
	}
}

// FuzzReadList: whatever is read as links is written and read back the same, and
// every question about it ends.
func FuzzReadList(f *testing.F) {
	f.Add([]byte("a b\nb c\nc a\n\n# x\nd"))
	f.Add([]byte("1 2\n2 3\n3 4\n4 1\n5,6\n7;8"))
	f.Fuzz(func(t *testing.T, file []byte) {
		a, _, err := readList(bufio.NewReader(bytes.NewReader(file)))
		if err != nil {
			return
		}
		readsBack(t, a)
		askEverything(t, a)
	})
}

// FuzzReadGraphML: the same for GraphML.
func FuzzReadGraphML(f *testing.F) {
	f.Add([]byte(`<graphml><graph><node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>`))
	for _, file := range badFiles {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		a, _, err := readGraphML(bytes.NewReader(file))
		if err != nil {
			return
		}
		readsBack(t, a)
		askEverything(t, a)
	})
}

// askEverything about a graph of unknown kind: shares stay shares, exact and
// drawn do not contradict what no luck exceeds.
func askEverything(t *testing.T, a *Adjacency) {
	t.Helper()
	if a.Len() > 200 || a.Links() > 400 {
		return
	}
	for _, hops := range []int{0, 1, 3} {
		e := cascade(t, a, Capture{P: .5, Hops: hops, Runs: 20, Seed: 1, Workers: 1})
		worst, known := Reach(a, hops)
		if !known || e.Worst > worst || worst >= a.Len() {
			t.Errorf("%d hops: worst drawn %d, worst possible %d of %d", hops, e.Worst, worst, a.Len())
		}
		if mean, known := Exact(a, .5, hops); known && !(mean >= 0 && mean <= float64(worst)+1e-9) {
			t.Errorf("%d hops: %v exposed of at most %d", hops, mean, worst)
		}
	}
	if l, known := CutOff(a); known && !(l.Mean >= 0 && l.Mean <= l.Worst && l.Worst <= 1) {
		t.Errorf("one loss cuts off %+v", l)
	}
}
