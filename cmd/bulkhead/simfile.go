package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"bulkhead/sim"
	"bulkhead/term"
)

// simFile is what a file was understood as; it holds no word of the file.
type simFile struct {
	Format    string `json:"format"` // list or graphml
	Separator string `json:"separator,omitempty"`
	Header    bool   `json:"header_row"`
	Ignored   []int  `json:"ignored_columns,omitempty"`
	Groups    int    `json:"groups,omitempty"`         // nodes that hold others, and are nobody
	Repeated  int    `json:"repeated_links,omitempty"` // or from somebody to themselves
	Alike     []int  `json:"names_alike_on_lines,omitempty"`
	people    int
	links     int64
}

// read reads the file and keeps what it was understood as.
func (f *simShapeFlags) read() (sim.Graph, error) {
	file, err := os.Open(f.File)
	if err != nil {
		return nil, fmt.Errorf("reading the graph: %w", err)
	}
	defer file.Close()
	g, s, err := sim.Read(file)
	if err != nil {
		return nil, fmt.Errorf("reading the graph: %w", err)
	}
	f.understood = &simFile{string(s.Format), string(s.Separator), s.Header, s.Ignored, s.Groups, s.Repeated, s.Alike, g.Len(), g.Links()}
	return g, nil
}

var separatorWords = map[string]string{"space": "separated by spaces", "comma": "comma-separated", "semicolon": "semicolon-separated", "tab": "tab-separated"}

// String says in one line what the file was understood as.
func (s *simFile) String() string {
	said := []string{"GraphML"}
	if s.Format == "list" {
		said = []string{"a list of links", separatorWords[s.Separator]}
	}
	if s.Header {
		said = append(said, "first row names the columns")
	}
	if n := len(s.Ignored); n > 0 {
		said = append(said, columnWords(s.Ignored)+" ignored")
	}
	if s.Groups > 0 {
		said = append(said, plural(s.Groups, "", "1 group taken for nobody", "%d groups taken for nobody"))
	}
	if s.Repeated > 0 {
		said = append(said, plural(s.Repeated, "", "1 link said twice or to oneself", "%d links said twice or to oneself"))
	}
	return fmt.Sprintf("The file: %s, %s (%s).", plural(s.people, "nobody", "1 person", "%d people"),
		plural(int(s.links), "no link", "1 link", "%d links"), strings.Join(said, ", "))
}

func columnWords(columns []int) string {
	ordinals := []string{"", "first", "second", "third", "fourth", "fifth"}
	if len(columns) == 1 && columns[0] < len(ordinals) {
		return ordinals[columns[0]] + " column"
	}
	return "columns " + numbers(columns)
}

func numbers(all []int) string {
	var words []string
	for _, n := range all {
		words = append(words, strconv.Itoa(n))
	}
	return strings.Join(words, ", ")
}

// tell says what the file was understood as, first of all; nothing without a file.
func (s *simFile) tell(p *term.Page) {
	if s == nil {
		return
	}
	p.Line("%s", s)
	if len(s.Alike) > 0 {
		p.Bad("Names that differ in case or Unicode form only were taken for one person's: lines %s.", numbers(s.Alike))
	}
}

func (d simGraph) source() *simFile { return d.File }

func (r *shapeResult) source() *simFile { return r.Shapes[0].File }
