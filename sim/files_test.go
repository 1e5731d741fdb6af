package sim

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// path4 is what the files of this page mean, unless they say otherwise: four
// people, each knowing the next.
var path4 = [][]int32{{1}, {0, 2}, {1, 3}, {2}}

// understood are files as programs and people write them, and what they mean.
var understood = map[string]struct {
	file string
	want Source
}{
	"plain":                {"a b\nb c\nc d\n", Source{Separator: SeparatorSpace}},
	"byte order mark":      {"\xef\xbb\xbfa,b\r\nb,c\r\nc,d\r\n", Source{Separator: SeparatorComma}},
	"Gephi's header":       {"Source,Target,Type,Weight\na,b,Undirected,1\nb,c,Undirected,1\nc,d,Undirected,1\n", Source{Separator: SeparatorComma, Header: true, Ignored: []int{3, 4}}},
	"header, moved":        {"Weight;TO;from\n1;a;b\n1;b;c\n1;c;d\n", Source{Separator: SeparatorSemicolon, Header: true, Ignored: []int{1}}},
	"header, spaces":       {"node_1 node_2\na b\nb c\nc d", Source{Separator: SeparatorSpace, Header: true}},
	"header, quoted":       {"\"Ego\",\"Alter\"\na,b\nb,c\nc,d\n", Source{Separator: SeparatorComma, Header: true}},
	"quoted":               {"\"North Heron\",\"South Wren\"\n\"South Wren\",\"East, Kite\"\n\"East, Kite\",\"West Ibis\"\n", Source{Separator: SeparatorComma}},
	"quoted, spaces":       {"\"North Heron\" \"South Wren\"\n\"South Wren\" Kite\nKite \"West Ibis\"\n", Source{Separator: SeparatorSpace}},
	"names of two words":   {"North Heron,South Wren,1\nSouth Wren,East Kite,1\nEast Kite,West Ibis,1\n", Source{Separator: SeparatorComma, Ignored: []int{3}}},
	"decimal comma":        {"a;b;0,5\nb;c;0,7\nc;d;1\n", Source{Separator: SeparatorSemicolon, Ignored: []int{3}}},
	"tabs":                 {"North Heron\tSouth Wren\nSouth Wren\tc\nc\td", Source{Separator: SeparatorTab}},
	"said by Excel":        {"sep=;\na;b\nb;c\nc;d\n", Source{Separator: SeparatorSemicolon}},
	"rows of nothing":      {"a,b,\nb,c,\nc,d,\n,,\n", Source{Separator: SeparatorComma, Ignored: []int{3}}},
	"weights":              {"1 2 1\n2 3 1\n3 4 1\n", Source{Separator: SeparatorSpace, Ignored: []int{3}}},
	"NetworkX's data":      {"a b {}\nb c {'weight': 3}\nc d {}\n", Source{Separator: SeparatorSpace}},
	"remarks":              {"% from KONECT\n# by hand\n// so\na b # strong\nb c\nc d\n//note", Source{Separator: SeparatorSpace}},
	"no-break space":       {"a\u00a0 b\nb\u00a0 c\nc\u00a0 d\n", Source{Separator: SeparatorSpace}},
	"case":                 {"Heron wren\nWren Kite\nkite Ibis\n", Source{Separator: SeparatorSpace, Alike: []int{2, 3}}},
	"Unicode form":         {"a,é\ne\u0301,c\nc,d\n", Source{Separator: SeparatorComma, Alike: []int{2}}},
	"a sign nobody sees":   {"a,b\n\u200eb,c\nc,d\n", Source{Separator: SeparatorComma, Alike: []int{2}}},
	"two Arabic keyboards": {"a,علي\nعلی,c\nc,d\n", Source{Separator: SeparatorComma, Alike: []int{2}}},
	"twice and oneself":    {"a a\na b\nb a\na b\nb c\nc d\nd d\n", Source{Separator: SeparatorSpace, Repeated: 4}},
	"names with hyphens":   {"al-Heron b.2\nb.2 o'Wren\no'Wren d_4\n", Source{Separator: SeparatorSpace}},
	"GraphML":              {graphOf(""), Source{Format: FormatGraphML}},
	"GraphML, Latin-1":     {`<?xml version="1.0" encoding="ISO-8859-1"?>` + strings.ReplaceAll(graphOf(""), "n1", "\xe9"), Source{Format: FormatGraphML}},
	"GraphML, ports":       {strings.ReplaceAll(graphOf(""), `<node id="n1"/>`, `<node id="n1"><port name="p0"/></node>`), Source{Format: FormatGraphML}},
	"GraphML, prefix":      {strings.NewReplacer("</", "</g:", "<g", "<g:g", "<n", "<g:n", "<e", "<g:e").Replace(graphOf("")), Source{Format: FormatGraphML}},
	"GraphML, DOCTYPE":     {`<?xml version="1.0"?><!DOCTYPE graphml SYSTEM "http://x/graphml.dtd">` + graphOf(""), Source{Format: FormatGraphML}},
	"GraphML, long remark": {"<!--" + strings.Repeat("x", 9000) + "-->" + graphOf(""), Source{Format: FormatGraphML}},
	"GraphML, drawings":    {graphOf(`<key id="k"/><data key="d"><svg><node id="n0"/><graph/></svg></data>`), Source{Format: FormatGraphML}},
	"GraphML, a group": {`<graphml><graph><node id="g"><graph><node id="a"/><node id="b"/><edge source="a" target="b"/></graph></node>` +
		`<node id="c"/><node id="d"/><edge source="b" target="c"/><edge source="c" target="d"/></graph></graphml>`, Source{Format: FormatGraphML, Groups: 1}},
}

func graphOf(more string) string {
	return `<graphml><graph edgedefault="directed">` + more + `<node id="n0"/><node id="n1"/><node id="n2"/><node id="n3"/>` +
		`<edge source="n0" target="n1"/><edge source="n1" target="n2"/><edge source="n2" target="n3"/></graph></graphml>`
}

// TestFilesAreUnderstoodAsTheyAreMeant: a file that is guessed at wrongly makes a
// group look safer than it is.
func TestFilesAreUnderstoodAsTheyAreMeant(t *testing.T) {
	for name, c := range understood {
		t.Run(name, func(t *testing.T) {
			a, src, err := Read(strings.NewReader(c.file))
			if err != nil {
				t.Fatal(err)
			}
			if c.want.Format == "" {
				c.want.Format = FormatList
			}
			if !reflect.DeepEqual(src, c.want) {
				t.Errorf("understood as %+v, want %+v", src, c.want)
			}
			var got [][]int32
			for v := range int32(a.Len()) {
				got = append(got, a.of(v))
			}
			if name == "header, moved" || name == "weights" {
				if a.Len() != 4 || a.Links() != 3 {
					t.Errorf("%d people, %d links", a.Len(), a.Links())
				}
				return
			}
			if !reflect.DeepEqual(got, path4) {
				t.Errorf("knows: %v, want %v", got, path4)
			}
		})
	}
}

// refused are files that are refused, and words that the refusal holds.
var refused = map[string][2]string{
	"MatrixMarket":             {"%%MatrixMarket matrix coordinate pattern symmetric\n4 4 3\n2 1\n3 2\n4 3\n", "MatrixMarket"},
	"adjacency list":           {"a b c d\n", "line 1"},
	"adjacency list, later":    {"a b\nb c d\n", "line 2"},
	"adjacency list, colons":   {"a: b c\n", "line 1"},
	"adjacency list, numbers":  {"1 2 3\n2 1 3\n3 1 2\n4 1 2\n", "third-people"},
	"adjacency list, commas":   {"a,b,c\nb,c,d\n", "line 1"},
	"DOT":                      {"graph g {\n  a -- b;\n}\n", "DOT"},
	"DOT, strict":              {"/* x */\nstrict digraph{ a -> b }", "DOT"},
	"arrows":                   {"a -> b\nb -> c\n", "line 1"},
	"arrows, close":            {"a->b\nb->c\n", "line 1"},
	"JSON":                     {"{\n \"nodes\": []}", "JSON"},
	"UCINET":                   {"dl n=4 format=edgelist1\nlabels:\na,b,c,d\n", "UCINET"},
	"GML":                      {"Creator \"x\"\ngraph [\n node [ id 1 ] ]", "GML"},
	"GML, plain":               {"graph\n[\n node [ id 1 ] ]", "GML"},
	"Pajek":                    {"*Vertices 3\n1 \"a\"\n*Edges\n1 2\n", "Pajek"},
	"GDF":                      {"nodedef>name VARCHAR\na\n", "GDF"},
	"GEXF":                     {`<?xml version="1.0"?><gexf><graph><nodes/></graph></gexf>`, "GEXF"},
	"UTF-16":                   {"\xff\xfea\x00,\x00b\x00\n\x00", "utf-16"},
	"UTF-16, no mark":          {"a\x00,\x00b\x00\n\x00", "no-text"},
	"spreadsheet":              {"PK\x03\x04xxx", "spreadsheet"},
	"Latin-1":                  {"\xe9 b\nb c\n", "line 1"},
	"bars":                     {"a|b\nb|c\n", "line 1"},
	"Arabic commas":            {"a،b\nb،c\n", "line 1"},
	"a matrix":                 {"0 1 0\n1 0 1\n0 1 0\n", `"matrix"`},
	"a matrix of four, commas": {"0,1,0,0\n1,0,1,0\n0,1,0,1\n0,0,1,0\n", `"matrix"`},
	"a matrix with weights":    {"0 2 0\n2 0 3.5\n0 3.5 0\n", `"matrix"`},
	"a matrix with names":      {",a,b,c\na,0,1,0\nb,1,0,1\nc,0,1,0\n", "line 1"},
	"columns of numbers":       {"1,2,3,4\n5,6,7,8\n", "columns"},
	"people":                   {"Id,Label\na,Heron\nb,Wren\n", "people"},
	"names alone":              {"Heron\nWren\n", "no-links"},
	"empty":                    {"", "nobody"},
	"header alone":             {"Source,Target\n", "nobody"},
	"a header nobody knows":    {"Alpha,Omega\na,b\nb,c\nc,d\n", "line 1"},
	"another sign later":       {"a,b\nb;c\n", "line 2"},
	"spaces after commas":      {"a,b\nb c\n", "line 2"},
	"commas after spaces":      {strings.Repeat("a b\n", 2000) + "b,c\n", "line 2001"},
	"a name is missing":        {"a,b\nb,\n", "line 2"},
	"an open quote":            {"a,\"b\nb,c\n", "line "},
	"a quote within":           {"a b\"c\n", "line 1"},
	"words in a third column":  {"a,b,often\nb,c,never\n", "line 1"},
	"two names, no comma":      {"North Heron South Wren\n", "line 1"},
	"node that is not there":   {"<graphml><graph>\n<node id=\"a\"/>\n<edge source=\"a\" target=\"b\"/></graph></graphml>", "line 3"},
	"link to a group":          {`<graphml><graph><node id="g"><graph><node id="a"/></graph></node><edge source="g" target="a"/></graph></graphml>`, "edge-group"},
	"GraphML, other letters":   {`<?xml version="1.0" encoding="windows-1256"?><graphml><graph><node id="a"/></graph></graphml>`, "charset"},
}

func TestFilesThatMeanSomethingElseAreRefusedByNameOrLine(t *testing.T) {
	for name, c := range refused {
		a, _, err := Read(strings.NewReader(c[0]))
		switch {
		case err == nil:
			t.Errorf("%s: was read as %d people and %d links", name, a.Len(), a.Links())
		case !errors.Is(err, ErrFile):
			t.Errorf("%s: %v, want ErrFile", name, err)
		case !strings.Contains(err.Error(), c[1]):
			t.Errorf("%s: refused with %q, which does not say %q", name, err, c[1])
		}
	}
}

// field says of every file in testdata/field what it must be read as, in people and
// links, or a word of the refusal.
var field = map[string]struct {
	people, links int
	refused       string
}{
	"01-plain.txt":                 {4, 3, ""},
	"02-bom-crlf.csv":              {4, 3, ""},
	"03-gephi-header.csv":          {4, 3, ""},
	"04-quoted-spaces.csv":         {4, 3, ""},
	"05-unquoted-spaces.csv":       {4, 3, ""},
	"07-matrixmarket.mtx":          {0, 0, "MatrixMarket"},
	"08-adjlist.txt":               {0, 0, "line 1: columns"},
	"11.dot":                       {0, 0, "DOT"},
	"12-arrow.txt":                 {0, 0, "line 1"},
	"13-nodelink.json":             {0, 0, "JSON"},
	"15-ucinet.dl":                 {0, 0, "UCINET"},
	"16-selfdup.txt":               {4, 3, ""},
	"17-utf16.csv":                 {0, 0, "utf-16"},
	"18-latin1.txt":                {0, 0, "line 1: not-utf-8"},
	"19-trailing-comment.txt":      {4, 3, ""},
	"21-nbsp.txt":                  {4, 3, ""},
	"22-pipe.txt":                  {0, 0, "line 1: sign"},
	"23-arabic-comma.txt":          {0, 0, "line 1: sign"},
	"25-case-trailing.txt":         {4, 3, ""},
	"27-ego-isolated.csv":          {0, 0, "people"},
	"29-empty.txt":                 {0, 0, "nobody"},
	"30-header-only.csv":           {0, 0, "nobody"},
	"g01-plain.graphml":            {4, 3, ""},
	"g02-bom-crlf.graphml":         {4, 3, ""},
	"g03-yed-desktop.graphml":      {4, 3, ""},
	"g04-yed-group.graphml":        {4, 3, ""},
	"g05-yed-live-port.graphml":    {4, 3, ""},
	"g06-latin1.graphml":           {2, 1, ""},
	"g06b-latin1-ascii.graphml":    {4, 3, ""},
	"g07-prefix.graphml":           {4, 3, ""},
	"g08-edges-first.graphml":      {2, 1, ""},
	"g09-undeclared-nodes.graphml": {0, 0, "line 3: no-node"},
	"g10-two-graphs.graphml":       {0, 0, "line 3: graphs"},
	"g11-doctype.graphml":          {4, 3, ""},
	"g12.gexf":                     {0, 0, "GEXF"},
	"g13-datanode.graphml":         {5, 3, ""},
	"g14-intid.graphml":            {2, 1, ""},
	"g15-longcomment.graphml":      {4, 3, ""},
}

// TestFieldFilesAreAnsweredRightlyOrRefusedByName: files as the people and programs
// of public reports wrote them, with invented names.
func TestFieldFilesAreAnsweredRightlyOrRefusedByName(t *testing.T) {
	files, err := os.ReadDir("testdata/field")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(field) {
		t.Errorf("%d files, %d are said what they mean", len(files), len(field))
	}
	for _, f := range files {
		want, known := field[f.Name()]
		if !known {
			t.Errorf("%s: nobody says what it means", f.Name())
			continue
		}
		file, err := os.Open(filepath.Join("testdata/field", f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		a, _, err := Read(file)
		file.Close()
		switch {
		case want.refused != "" && (err == nil || !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), want.refused)):
			t.Errorf("%s: %v, want a refusal that says %q", f.Name(), err, want.refused)
		case want.refused == "" && err != nil:
			t.Errorf("%s: %v", f.Name(), err)
		case want.refused == "" && (a.Len() != want.people || int(a.Links()) != want.links):
			t.Errorf("%s: %d people, %d links; want %d and %d", f.Name(), a.Len(), a.Links(), want.people, want.links)
		}
	}
}
