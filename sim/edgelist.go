package sim

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// maxFile bounds a file that is read, in bytes: GraphML of a tree of a million
	// members fits.
	maxFile = 256 << 20

	maxLine = 1024 // bytes of a line, its end included
	maxName = 200  // bytes of a name
)

// ErrFile is the error of a file that is no graph. Neither it nor any other error
// holds a word of the file: it may be names.
var ErrFile = errors.New("not a graph")

var errLong = fmt.Errorf("%w: more than %d bytes", ErrFile, maxFile)

func badLine(line int, why string) error { return fmt.Errorf("%w: line %d: %s", ErrFile, line, why) }

// ReadEdges reads a list of links: two names a line, apart by white space, a
// comma or a semicolon; what follows them on a line is ignored. One name alone is
// a member, known to nobody unless a link says so. Empty lines and those that
// begin with # say nothing. Members are numbered in the order in which their
// names appear; the first is the top. Names are forgotten. At most 256 MiB.
// ErrFile, ErrShape, or the reader's error.
func ReadEdges(r io.Reader) (*Adjacency, error) { return readEdges(&limited{r: r, left: maxFile}) }

func readEdges(r *limited) (*Adjacency, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, maxLine), maxLine)
	m := members{number: map[string]int32{}}
	for n := 1; lines.Scan(); n++ {
		if err := m.line(lines.Bytes(), n); err != nil {
			return nil, err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("%w: a line of more than %d bytes", ErrFile, maxLine)
	} else if err != nil {
		return nil, err
	}
	return m.graph()
}

// members collects what a file says.
type members struct {
	number map[string]int32
	links  [][2]int32
}

func (m *members) line(text []byte, n int) error {
	if !utf8.Valid(text) {
		return badLine(n, "not UTF-8")
	}
	names := strings.FieldsFunc(string(text), func(r rune) bool {
		return r == ' ' || r == '\t' || r == ',' || r == ';' || r == '\r'
	})
	if len(names) == 0 || strings.HasPrefix(names[0], "#") {
		return nil
	}
	from, err := m.member(names[0])
	if err != nil {
		return badLine(n, err.Error())
	}
	if len(names) == 1 {
		return nil
	}
	to, err := m.member(names[1])
	if err != nil {
		return badLine(n, err.Error())
	}
	return m.link(from, to)
}

var (
	errName    = errors.New("a name of more than 200 bytes")
	errMembers = fmt.Errorf("more than %d members", MaxMembers)
)

// member returns a name's number.
func (m *members) member(name string) (int32, error) {
	if v, known := m.number[name]; known {
		return v, nil
	}
	if len(name) > maxName {
		return 0, errName
	}
	if len(m.number) == MaxMembers {
		return 0, errMembers
	}
	v := int32(len(m.number))
	m.number[strings.Clone(name)] = v
	return v, nil
}

func (m *members) link(from, to int32) error {
	if len(m.links) == maxLinks {
		return fmt.Errorf("%w: more than %d links", ErrFile, maxLinks)
	}
	m.links = append(m.links, [2]int32{from, to})
	return nil
}

func (m *members) graph() (*Adjacency, error) {
	if len(m.number) == 0 {
		return nil, fmt.Errorf("%w: nobody is in it", ErrFile)
	}
	return NewAdjacency(len(m.number), m.links)
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
		return 0, errLong
	}
	return n, err
}

// WriteEdges writes g as a list that [ReadEdges] reads back as the same graph,
// members by their numbers.
func WriteEdges(w io.Writer, g Graph) error {
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

// Read reads a graph of either kind: GraphML if its first sign, after white
// space, is a <, a list of links otherwise. Errors as ReadEdges and ReadGraphML.
func Read(r io.Reader) (*Adjacency, error) {
	b := bufio.NewReader(r)
	if mark, _ := b.Peek(3); string(mark) == "\xef\xbb\xbf" { // some editors put it before UTF-8
		b.Discard(3)
	}
	head, err := b.Peek(512)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<")) {
		return ReadGraphML(b)
	}
	return ReadEdges(b)
}
