package sim

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// maxDepth is how deep a file's elements may lie in each other; groups in groups
// need two more each.
const maxDepth = 64

// GraphML (graphml.graphdrawing.org) is read as one graph: its nodes and edges. A
// link is known on both sides whether it is said to be directed or not. A node that
// holds a graph is a group, and nobody; who is in it is. Ports, keys, descriptions
// and whatever lies in data are passed over. A second graph, hyperedges, edges to
// groups or to nodes that are not there, and nodes that are twice are refused, with
// their line. Members are numbered in the order of the nodes.
func readGraphML(r io.Reader) (*Adjacency, Source, error) {
	p := graphML{number: map[string]int32{}}
	d := xml.NewDecoder(r)
	d.CharsetReader = charset
	for {
		t, err := d.RawToken() // no entities but XML's own, no names resolved, nothing fetched
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, Source{}, notXML(d, err)
		}
		p.line, _ = d.InputPos()
		if err := p.token(t); errors.Is(err, ErrFile) {
			return nil, Source{}, err
		} else if err != nil {
			return nil, Source{}, badLine(p.line, err)
		}
	}
	if len(p.open) > 0 || !p.seen {
		return nil, Source{}, WhyNoGraph.in(0)
	}
	return p.finish()
}

// charset reads ASCII and Latin-1 beside UTF-8.
func charset(name string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "us-ascii", "ascii", "iso-8859-1", "latin1", "iso8859-1":
		return &latin1{in: bufio.NewReader(r)}, nil
	}
	return nil, WhyCharset
}

// latin1 reads Latin-1 as UTF-8.
type latin1 struct {
	in   *bufio.Reader
	rest byte // the second half of a letter, or 0
}

func (l *latin1) Read(b []byte) (n int, err error) {
	for n < len(b) {
		if l.rest != 0 {
			b[n], l.rest = l.rest, 0
			n++
			continue
		}
		c, err := l.in.ReadByte()
		if err != nil {
			return n, err
		}
		if c >= 0x80 {
			l.rest = 0x80 | c&0x3f
			c = 0xc0 | c>>6
		}
		b[n] = c
		n++
	}
	return n, nil
}

// ReadByte keeps the XML reader from reading ahead, so that it knows its line.
func (l *latin1) ReadByte() (byte, error) {
	var b [1]byte
	_, err := l.Read(b[:])
	return b[0], err
}

// notXML keeps the parser's words, which quote the file, out of the error.
func notXML(d *xml.Decoder, err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return WhyNotXML.in(syntax.Line)
	}
	if errors.Is(err, ErrFile) {
		return err
	}
	line, _ := d.InputPos()
	if errors.Is(err, WhyCharset) || strings.HasSuffix(err.Error(), ": "+WhyCharset.Error()) { // which xml does not wrap
		return WhyCharset.in(line)
	}
	return WhyXML.in(line)
}

type graphML struct {
	number map[string]int32 // a node's place in nodes
	group  []bool           // by node: it holds a graph
	open   []string         // elements
	inside []int32          // nodes that are open
	data   int              // elements of data that are open, and what lies in them
	seen   bool             // the graph
	edges  []edge
	line   int
}

// edge is a link whose nodes may come later.
type edge struct {
	from, to string
	line     int
}

// otherXML are the first elements of other files made of XML.
var otherXML = map[string]string{
	"gexf": "GEXF", "mxfile": "draw.io", "mxGraphModel": "draw.io", "svg": "SVG", "html": "HTML",
	"DynamicNetwork": "DyNetML", "xgmml": "XGMML", "graph": "XGMML", "opml": "OPML", "rdf": "RDF", "RDF": "RDF", "GXL": "GXL", "gxl": "GXL",
}

func (p *graphML) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if len(p.open) == maxDepth {
			return WhyDepth
		}
		inside := ""
		if len(p.open) > 0 {
			inside = p.open[len(p.open)-1]
		} else if name := otherXML[t.Name.Local]; name != "" {
			return foreign(name)
		}
		p.open = append(p.open, t.Name.Local)
		if p.data > 0 || t.Name.Local == "data" || t.Name.Local == "desc" {
			p.data++
			return nil
		}
		return p.begin(t, inside)
	case xml.EndElement:
		if len(p.open) == 0 || p.open[len(p.open)-1] != t.Name.Local {
			return WhyClose
		}
		p.open = p.open[:len(p.open)-1]
		if p.data > 0 {
			p.data--
		} else if t.Name.Local == "node" {
			p.inside = p.inside[:len(p.inside)-1]
		}
	}
	return nil
}

func (p *graphML) begin(t xml.StartElement, inside string) error {
	switch t.Name.Local {
	case "graph":
		switch {
		case inside == "node":
			p.group[p.inside[len(p.inside)-1]] = true
		case p.seen || inside != "graphml":
			return WhyGraphs
		}
		p.seen = true
	case "hyperedge", "endpoint":
		return WhyHyper
	case "node", "edge":
		if inside != "graph" {
			return WhyPlace
		}
		if t.Name.Local == "node" {
			return p.node(attribute(t, "id"))
		}
		return p.edge(attribute(t, "source"), attribute(t, "target"))
	}
	return nil
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func (p *graphML) node(id string) error {
	if id == "" {
		return WhyNoName
	}
	if len(id) > maxName {
		return WhyLongName
	}
	if len(p.group) == MaxMembers {
		return WhyManyMembers
	}
	if _, known := p.number[id]; known {
		return WhyTwice
	}
	v := int32(len(p.group))
	p.number[id] = v
	p.group = append(p.group, false)
	p.inside = append(p.inside, v)
	return nil
}

// edge keeps an edge: its nodes may come later.
func (p *graphML) edge(from, to string) error {
	switch {
	case from == "" || to == "":
		return WhyNoName
	case max(len(from), len(to)) > maxName:
		return WhyLongName
	case len(p.edges) == maxLinks:
		return WhyLinks
	}
	p.edges = append(p.edges, edge{from, to, p.line})
	return nil
}

// finish numbers the members, who are the nodes that are no groups.
func (p *graphML) finish() (*Adjacency, Source, error) {
	member := make([]int32, len(p.group))
	people := int32(0)
	for v, group := range p.group {
		member[v] = people
		if !group {
			people++
		}
	}
	links := make([][2]int32, 0, len(p.edges))
	for _, e := range p.edges {
		from, ok := p.number[e.from]
		to, also := p.number[e.to]
		switch {
		case !ok || !also:
			return nil, Source{}, WhyNoNode.in(e.line)
		case p.group[from] || p.group[to]:
			return nil, Source{}, WhyEdgeGroup.in(e.line)
		}
		links = append(links, [2]int32{member[from], member[to]})
	}
	if people == 0 {
		return nil, Source{}, WhyNobody.in(0)
	}
	a, err := NewAdjacency(int(people), links)
	if err != nil {
		return nil, Source{}, err
	}
	return a, Source{Format: FormatGraphML, Groups: len(p.group) - int(people), Repeated: len(links) - int(a.Links())}, nil
}
