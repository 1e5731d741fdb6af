package sim

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// maxDepth is how deep a file's elements may lie in each other; GraphML needs 4.
const maxDepth = 32

// ReadGraphML reads one graph from GraphML (graphml.graphdrawing.org): its nodes
// and edges. A link is known on both sides whether it is said to be directed or
// not; keys, data and descriptions are passed over. Graphs in graphs, a second
// graph, hyperedges, ports, edges to nodes that are not there and nodes that are
// twice are refused. Members are numbered in the order of the nodes; the first is
// the top. Names are forgotten. At most 256 MiB. ErrFile, ErrShape, or the
// reader's error.
func ReadGraphML(r io.Reader) (*Adjacency, error) {
	return readGraphML(&limited{r: r, left: maxFile})
}

func readGraphML(r *limited) (*Adjacency, error) {
	p := graphML{members: members{number: map[string]int32{}}}
	d := xml.NewDecoder(r)
	for {
		t, err := d.RawToken() // no entities but XML's own, no names resolved, nothing fetched
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, notXML(d, err)
		}
		if err := p.token(t); err != nil {
			line, _ := d.InputPos()
			return nil, badLine(line, err.Error())
		}
	}
	if len(p.open) > 0 || !p.seen {
		return nil, fmt.Errorf("%w: it has no graph, or it ends too early", ErrFile)
	}
	return p.finish()
}

// notXML keeps the parser's words, which quote the file, out of the error.
func notXML(d *xml.Decoder, err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return badLine(syntax.Line, "not XML")
	}
	if errors.Is(err, ErrFile) {
		return err
	}
	line, _ := d.InputPos()
	return badLine(line, "cannot be read as XML")
}

type graphML struct {
	members
	open  []string // elements
	seen  bool     // the graph
	edges [][2]string
}

var (
	errDepth   = fmt.Errorf("elements more than %d deep", maxDepth)
	errClose   = errors.New("an element is closed that was not opened last")
	errGraphs  = errors.New("a second graph, or a graph in a graph")
	errPlace   = errors.New("a node or edge outside of the graph")
	errHyper   = errors.New("hyperedges and ports are not for this")
	errTwice   = errors.New("a node is there twice")
	errNoName  = errors.New("a node or edge without the name of a node")
	errMissing = fmt.Errorf("%w: an edge to a node that is not there", ErrFile)
)

func (p *graphML) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if len(p.open) == maxDepth {
			return errDepth
		}
		inside := ""
		if len(p.open) > 0 {
			inside = p.open[len(p.open)-1]
		}
		p.open = append(p.open, t.Name.Local)
		return p.begin(t, inside)
	case xml.EndElement:
		if len(p.open) == 0 || p.open[len(p.open)-1] != t.Name.Local {
			return errClose
		}
		p.open = p.open[:len(p.open)-1]
	}
	return nil
}

func (p *graphML) begin(t xml.StartElement, inside string) error {
	switch t.Name.Local {
	case "graph":
		if p.seen || inside != "graphml" {
			return errGraphs
		}
		p.seen = true
	case "hyperedge", "port", "endpoint":
		return errHyper
	case "node", "edge":
		if inside != "graph" {
			return errPlace
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
		return errNoName
	}
	before := len(p.number)
	if _, err := p.member(id); err != nil {
		return err
	}
	if len(p.number) == before {
		return errTwice
	}
	return nil
}

// edge keeps an edge: its nodes may come later.
func (p *graphML) edge(from, to string) error {
	switch {
	case from == "" || to == "":
		return errNoName
	case max(len(from), len(to)) > maxName:
		return errName
	case len(p.edges) == maxLinks:
		return fmt.Errorf("more than %d links", maxLinks)
	}
	p.edges = append(p.edges, [2]string{from, to})
	return nil
}

func (p *graphML) finish() (*Adjacency, error) {
	for _, e := range p.edges {
		from, ok := p.number[e[0]]
		to, also := p.number[e[1]]
		if !ok || !also {
			return nil, errMissing
		}
		p.links = append(p.links, [2]int32{from, to})
	}
	return p.graph()
}
