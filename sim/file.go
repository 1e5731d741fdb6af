package sim

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

const (
	// maxFile bounds a file that is read, in bytes: GraphML of a tree of a million
	// members fits.
	maxFile = 256 << 20

	maxLine = 1024 // bytes of a line, its end included
	maxName = 200  // bytes of a name

	sniffed = 4096 // bytes of a file's beginning that tell its format
)

// Format is how a file says who knows whom.
type Format string

// The formats that are read.
const (
	FormatList    Format = "list"
	FormatGraphML Format = "graphml"
)

// Source is what a file was understood as. It holds no word of the file.
type Source struct {
	Format    Format    `json:"format"`
	Separator Separator `json:"separator,omitempty"`            // of a list
	Header    bool      `json:"header_row"`                     // a list's first row names its columns
	Ignored   []int     `json:"ignored_columns,omitempty"`      // a list's columns, from 1, that say nothing about who knows whom
	Groups    int       `json:"groups,omitempty"`               // GraphML: nodes that hold others, and are nobody
	Alike     []int     `json:"names_alike_on_lines,omitempty"` // lines on which a list writes a name another way than before, 100 at most
	Repeated  int       `json:"repeated_links,omitempty"`       // links that were there before, or from somebody to themselves
}

// Read reads a graph of either kind: GraphML or a list of links, and says what it
// took the file for. The first member is the top; names are forgotten. What is
// neither is refused, by its format's name if it is a known one. At most 256 MiB.
// ErrFile, ErrShape, or the reader's error.
//
// A list has one link a line, in columns that one kind of sign keeps apart
// throughout: commas, semicolons or tabs with quotes as in CSV, else white space.
// The first row may name the columns; then those called source and target count,
// or by one of the like pairs of names in headerPairs. Without such a row the
// first two count, and a third may hold numbers, which are ignored. A name alone
// on a line apart by white space is a member. Lines that begin with #, % or //
// say nothing. A row that does not fit is refused with its line. Names that
// differ in case or Unicode form only are one member's, and told.
func Read(r io.Reader) (*Adjacency, Source, error) {
	b := bufio.NewReaderSize(&limited{r: r, left: maxFile}, sniffed)
	head, err := b.Peek(sniffed)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return nil, Source{}, err
	}
	if why, bad := encodingOf(head); bad {
		return nil, Source{}, why.in(0)
	}
	if bytes.HasPrefix(head, mark) {
		b.Discard(len(mark))
		head = head[len(mark):]
	}
	text := bytes.TrimLeft(head, " \t\r\n")
	if bytes.HasPrefix(text, []byte("<")) {
		return readGraphML(b)
	}
	if what := formatOf(string(text)); what != "" {
		return nil, Source{}, foreign(what)
	}
	return readList(b)
}

// mark is put before UTF-8 by some editors.
var mark = []byte("\xef\xbb\xbf")

// encodingOf says what a file is whose encoding is bad: not UTF-8.
func encodingOf(head []byte) (is Why, bad bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return WhyUTF16, true
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return WhySpreadsheet, true
	case bytes.HasPrefix(head, []byte("\x1f\x8b")), bytes.HasPrefix(head, []byte("%PDF")), bytes.HasPrefix(head, []byte("SQLite format")):
		return WhyPacked, true
	case bytes.IndexByte(head, 0) >= 0:
		return WhyNoText, true
	}
	return 0, false
}

// beginnings are what files of formats that are not read begin with, in lower case.
var beginnings = []struct{ begins, name string }{
	{"%%matrixmarket", "MatrixMarket"},
	{"{", "JSON"}, {"[", "JSON"},
	{"*vertices", "Pajek"}, {"*network", "Pajek"}, {"*arcs", "Pajek"}, {"*edges", "Pajek"}, {"*matrix", "Pajek"},
	{"*node data", "VNA"}, {"*node properties", "VNA"}, {"*tie data", "VNA"},
	{"dl ", "UCINET DL"}, {"dl\t", "UCINET DL"}, {"dl,", "UCINET DL"}, {"dl\n", "UCINET DL"}, {"dl\r", "UCINET DL"},
	{"nodedef>", "GDF"}, {"@nodes", "LEMON"}, {"@arcs", "LEMON"},
	{">>graph6<<", "graph6"}, {">>sparse6<<", "sparse6"}, {">>digraph6<<", "digraph6"},
	{"creator ", "GML"},
}

// formatOf names the format of a text that is neither a list nor GraphML, as far
// as its beginning tells, or nothing.
func formatOf(text string) string {
	text = strings.ToLower(skipRemarks(text))
	for _, b := range beginnings {
		if strings.HasPrefix(text, b.begins) {
			return b.name
		}
	}
	words := strings.FieldsFunc(text[:min(len(text), 200)], func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' })
	for i, w := range words {
		switch stem, _, _ := strings.Cut(w, "{"); stem {
		case "strict":
			continue
		case "graph", "digraph":
			rest := strings.Join(words[i:min(i+3, len(words))], " ")
			if strings.Contains(rest, "[") {
				return "GML"
			}
			if strings.Contains(rest, "{") {
				return "DOT"
			}
		case "graph[":
			return "GML"
		}
		break
	}
	return ""
}

// skipRemarks drops leading lines that are remarks: MatrixMarket's first line,
// which begins as one, stays.
func skipRemarks(text string) string {
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		c := strings.HasPrefix(text, "/*")
		if !isRemark(text) && !c || strings.HasPrefix(strings.ToLower(text), "%%matrixmarket") {
			return text
		}
		end := "\n"
		if c {
			end = "*/"
		}
		_, rest, found := strings.Cut(text, end)
		if !found {
			return ""
		}
		text = rest
	}
}

func isRemark(line string) bool {
	return strings.HasPrefix(line, "#") || strings.HasPrefix(line, "%") || strings.HasPrefix(line, "//")
}

// members collects what a file says.
type members struct {
	number map[string]int32 // by name
	links  [][2]int32
}

func (m *members) link(from, to int32) error {
	if len(m.links) == maxLinks {
		return WhyLinks
	}
	m.links = append(m.links, [2]int32{from, to})
	return nil
}

// limited is a reader that fails, where io.LimitReader would end early and so
// make a smaller graph of a large one.
type limited struct {
	r    io.Reader
	left int
}

func (l *limited) Read(b []byte) (int, error) {
	n, err := l.r.Read(b)
	if l.left -= n; l.left < 0 {
		return 0, WhyLong.in(0)
	}
	return n, err
}
