package main

import (
	"fmt"
	"os"

	"bulkhead/phrase"
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
func (f *simShapeFlags) read(say phrase.Say) (sim.Graph, error) {
	file, err := os.Open(f.File)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", say.SimReading(), err)
	}
	defer file.Close()
	g, s, err := sim.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", say.SimReading(), err)
	}
	f.understood = &simFile{string(s.Format), string(s.Separator), s.Header, s.Ignored, s.Groups, s.Repeated, s.Alike, g.Len(), g.Links()}
	return g, nil
}

// said says in one line what the file was understood as.
func (s *simFile) said(say phrase.Say) string {
	what := say.SimFileGraphml()
	more := func(part string) { what = say.ValueListMore(what, part) }
	if s.Format == "list" {
		what = say.SimFileList()
		switch sim.Separator(s.Separator) {
		case sim.SeparatorComma:
			more(say.SimFileComma())
		case sim.SeparatorSemicolon:
			more(say.SimFileSemicolon())
		case sim.SeparatorTab:
			more(say.SimFileTab())
		default:
			more(say.SimFileSpace())
		}
	}
	if s.Header {
		more(say.SimFileHeader())
	}
	switch len(s.Ignored) {
	case 0:
	case 1:
		more(say.SimFileColumn(s.Ignored[0]))
	default:
		more(say.SimFileColumns(numbers(say, s.Ignored)))
	}
	if s.Groups > 0 {
		more(say.SimFileGroups(s.Groups))
	}
	if s.Repeated > 0 {
		more(say.SimFileRepeated(s.Repeated))
	}
	return say.SimFile(say.SimLinks(int(s.links)), say.SimPeople(s.people), what)
}

// numbers says one number or more.
func numbers(say phrase.Say, all []int) string {
	said := say.Number(all[0])
	for _, n := range all[1:] {
		said = say.ValueListMore(said, say.Number(n))
	}
	return said
}

// tell says what the file was understood as, first of all; nothing without a file.
func (s *simFile) tell(p *term.Page) {
	if s == nil {
		return
	}
	p.Line("%s", s.said(p.Say))
	if len(s.Alike) > 0 {
		p.Bad("%s", p.Say.SimFileAlike(numbers(p.Say, s.Alike)))
	}
}

func (d simGraph) source() *simFile { return d.File }

func (r *shapeResult) source() *simFile { return r.Shapes[0].File }
