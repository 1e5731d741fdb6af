package sim

import (
	"slices"
)

// MaxMembers is the largest group of any shape or file.
const MaxMembers = 1_000_000

// maxLinks bounds a file's links; 8 bytes each in memory.
const maxLinks = 8_000_000

// Graph is who knows whom: members 0 to Len−1, each link known on both sides.
// Implementations are read-only and safe for concurrent use.
type Graph interface {
	// Len returns the number of members, at least 1.
	Len() int
	// Neighbours appends v's contacts to buf[:0], each once and never v.
	Neighbours(v int32, buf []int32) []int32
	// Links returns the number of links.
	Links() int64
}

// Adjacency is any graph, its links in one array.
type Adjacency struct {
	start []int32 // by member, and one more
	to    []int32 // both directions, ascending within a member
}

// NewAdjacency makes a graph of n members. Links may come twice or from a
// member to itself, which changes nothing. links stays the caller's.
func NewAdjacency(n int, links [][2]int32) (*Adjacency, error) {
	if n < 1 || n > MaxMembers {
		return nil, &Fault{Kind: ErrShape, Why: WhyMembers, Value: float64(n), Least: 1, Most: MaxMembers}
	}
	if len(links) > maxLinks {
		return nil, &Fault{Kind: ErrShape, Why: WhyLinks, Most: maxLinks}
	}
	start := make([]int32, n+1)
	for _, l := range links {
		if min(l[0], l[1]) < 0 || int(max(l[0], l[1])) >= n {
			return nil, &Fault{Kind: ErrShape, Why: WhyLinkNobody}
		}
		start[l[0]]++
		start[l[1]]++
	}
	total := int32(0)
	for v := range start { // now the end of v's part; filling moves it to its start
		total += start[v]
		start[v] = total
	}
	to := make([]int32, total)
	for _, l := range links {
		for side := range 2 {
			start[l[side]]--
			to[start[l[side]]] = l[1-side]
		}
	}
	a := &Adjacency{start, to}
	a.tidy()
	return a, nil
}

// tidy sorts every member's part and drops what is twice or itself.
func (a *Adjacency) tidy() {
	kept, from := int32(0), int32(0)
	for v := range int32(a.Len()) {
		end := a.start[v+1]
		part := a.to[from:end]
		from = end
		slices.Sort(part)
		a.start[v] = kept
		last := v
		first := true
		for _, u := range part {
			if u == v || !first && u == last {
				continue
			}
			a.to[kept] = u
			kept++
			last, first = u, false
		}
	}
	a.start[a.Len()] = kept
	a.to = a.to[:kept]
}

// Len implements [Graph].
func (a *Adjacency) Len() int { return len(a.start) - 1 }

// Links implements [Graph].
func (a *Adjacency) Links() int64 { return int64(len(a.to)) / 2 }

// Neighbours implements [Graph].
func (a *Adjacency) Neighbours(v int32, buf []int32) []int32 { return append(buf[:0], a.of(v)...) }

// of returns v's contacts, not to be changed.
func (a *Adjacency) of(v int32) []int32 { return a.to[a.start[v]:a.start[v+1]] }

// adjacency returns g with its links in one array: itself if it is so already.
// Not for a [Flat] of more than some thousand members.
func adjacency(g Graph) (*Adjacency, error) {
	if a, ok := g.(*Adjacency); ok {
		return a, nil
	}
	if g.Links() > maxLinks {
		return nil, &Fault{Kind: ErrShape, Why: WhyLinks, Most: maxLinks}
	}
	links := make([][2]int32, 0, g.Links())
	var buf []int32
	for v := range int32(g.Len()) {
		buf = g.Neighbours(v, buf)
		for _, u := range buf {
			if v < u {
				links = append(links, [2]int32{v, u})
			}
		}
	}
	return NewAdjacency(g.Len(), links)
}
