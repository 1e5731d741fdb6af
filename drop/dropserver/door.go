package dropserver

import (
	"container/heap"
	"sync"
)

// A door decides who may be in. It never lets in more connections than it has
// places. A connection is a stranger's until it has shown the prefix.
//
// When a stranger must go, it is the one that has been idle longest: of a
// source that would be over its share, or else, when all places are taken, of
// the source that has most strangers in. A stranger is idle from the moment it
// came, or was answered its hello, or was heard its request. Bytes alone count
// for nothing, or a trickle of them would keep a place. Whoever waits for the
// server goes after all who let the server wait.
//
// Who has shown the prefix is in nobody's share and never goes for a stranger.
// Some places are the strangers' for good, so that there is always a way in.
// When all others are taken and one more shows the prefix, the one of them
// that has been idle longest makes room.
//
// A door has no clock and closes nothing: the caller closes whom it names. All
// methods may be called concurrently.
type door struct {
	places  int // connections at once
	share   int // most strangers of one source
	welcome int // most connections that have shown the prefix

	mu     sync.Mutex
	held   int    // connections that are in
	tick   uint64 // counts what happens, and so orders it
	known  guests // those that have shown the prefix
	crowds crowds // the sources of those that have not
	of     map[source]*crowd
}

const (
	// shareParts is into how many parts the places are cut, of which the
	// strangers of one source have one at most: 512 of 4,096. A crowd behind
	// one address (carrier NAT) can then make 1,000 connections a second, if
	// each shows the prefix after half a second.
	shareParts = 8
	// minShare is a share of a small drop: a browser opens six connections.
	minShare = 16
	// strangerParts is into how many parts the places are cut, of which one is
	// the strangers' for good.
	strangerParts = 8
)

func newDoor(places int) *door {
	return &door{
		places:  places,
		share:   min(places, max(minShare, places/shareParts)),
		welcome: max(1, places-max(1, places/strangerParts)),
		of:      make(map[source]*crowd),
	}
}

// place is what a door knows of one connection. All fields are the door's.
type place struct {
	in    bool
	known bool   // it has shown the prefix
	since uint64 // when it came or last got on
	owed  int    // what the server is doing for it: it is not idle then
	crowd *crowd // whose it is, until it is known
	at    int    // in its heap
	owner *guest // the connection; nil in a table of places alone
}

// why is why a connection was closed.
type why string

const (
	forAnother why = "full"    // all places were taken, by more of its source than of any other
	overShare  why = "share"   // its source had too many strangers in
	forKnown   why = "known"   // one more showed the prefix
	refused    why = "refused" // all places were taken by those who have shown the prefix
	tooLong    why = "time"    // it was a stranger's for too long
	tooMuch    why = "bytes"   // it sent too much for a stranger
)

// enter lets p in. It returns who must go for it, if anybody, and why; or
// false if p must, since there is no stranger who could.
func (d *door) enter(p *place, from source) (out *place, because why, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var own guests
	if c := d.of[from]; c != nil {
		own = c.guests
	}
	switch {
	case len(own) >= d.share:
		out, because = own[0], overShare
	case d.held < d.places:
	case len(d.crowds) == 0:
		return nil, refused, false
	case len(own) >= len(d.crowds[0].guests):
		out, because = own[0], forAnother // with one more this source would have most
	default:
		out, because = d.crowds[0].guests[0], forAnother
	}
	if out != nil {
		d.remove(out)
	}
	c := d.of[from]
	if c == nil {
		c = &crowd{source: from}
		d.of[from] = c
	}
	d.tick++
	*p = place{in: true, since: d.tick, crowd: c, owner: p.owner}
	d.held++
	d.add(p)
	return out, because, true
}

// add puts a stranger among those of its source.
func (d *door) add(p *place) {
	c := p.crowd
	heap.Push(&c.guests, p)
	if len(c.guests) == 1 {
		heap.Push(&d.crowds, c)
		return
	}
	heap.Fix(&d.crowds, c.at)
}

// remove takes p out of where it stands.
func (d *door) remove(p *place) {
	p.in = false
	d.held--
	if p.known {
		heap.Remove(&d.known, p.at)
		return
	}
	d.leaveCrowd(p)
}

func (d *door) leaveCrowd(p *place) {
	c := p.crowd
	heap.Remove(&c.guests, p.at)
	p.crowd = nil
	if len(c.guests) > 0 {
		heap.Fix(&d.crowds, c.at)
		return
	}
	heap.Remove(&d.crowds, c.at)
	delete(d.of, c.source)
}

// moved puts p where it belongs after its since or owed has changed.
func (d *door) moved(p *place) {
	if p.known {
		heap.Fix(&d.known, p.at)
		return
	}
	heap.Fix(&p.crowd.guests, p.at)
	heap.Fix(&d.crowds, p.crowd.at)
}

// leave is called when p's connection has ended. It may be called again.
func (d *door) leave(p *place) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p.in {
		d.remove(p)
	}
}

// progress says that p has got on: it is the last to be idle now.
func (d *door) progress(p *place) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p.in {
		d.tick++
		p.since = d.tick
		d.moved(p)
	}
}

// owe says that the server begins to do something for p, and settle that it
// has done it.
func (d *door) owe(p *place)    { d.owing(p, 1) }
func (d *door) settle(p *place) { d.owing(p, -1) }

func (d *door) owing(p *place, by int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.owed += by
	if p.in {
		d.moved(p)
	}
}

// show says that p has shown the prefix. It returns who must go for it, if
// anybody.
func (d *door) show(p *place) (out *place) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !p.in || p.known {
		return nil
	}
	if len(d.known) >= d.welcome {
		out = d.known[0]
		d.remove(out)
	}
	d.leaveCrowd(p)
	d.tick++
	p.known, p.since = true, d.tick
	heap.Push(&d.known, p)
	return out
}

// strangers is how many have not shown the prefix.
func (d *door) strangers() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.held - len(d.known)
}

// before reports whether p goes before q.
func (p *place) before(q *place) bool {
	if busy := p.owed > 0; busy != (q.owed > 0) {
		return !busy
	}
	return p.since < q.since
}

// guests is a heap whose first is the first to go.
type guests []*place

func (g guests) Len() int           { return len(g) }
func (g guests) Less(i, j int) bool { return g[i].before(g[j]) }
func (g guests) Swap(i, j int)      { g[i], g[j] = g[j], g[i]; g[i].at, g[j].at = i, j }
func (g *guests) Push(x any)        { p := x.(*place); p.at = len(*g); *g = append(*g, p) }
func (g *guests) Pop() any {
	last := len(*g) - 1
	p := (*g)[last]
	(*g)[last] = nil
	*g = (*g)[:last]
	return p
}

// crowd are the strangers of one source.
type crowd struct {
	source source
	guests guests // never empty
	at     int    // in its heap
}

// crowds is a heap whose first is the crowd of which somebody goes first: the
// largest, and of equal ones that with the longest idle.
type crowds []*crowd

func (c crowds) Len() int { return len(c) }
func (c crowds) Less(i, j int) bool {
	if a, b := len(c[i].guests), len(c[j].guests); a != b {
		return a > b
	}
	return c[i].guests[0].before(c[j].guests[0])
}
func (c crowds) Swap(i, j int) { c[i], c[j] = c[j], c[i]; c[i].at, c[j].at = i, j }
func (c *crowds) Push(x any)   { k := x.(*crowd); k.at = len(*c); *c = append(*c, k) }
func (c *crowds) Pop() any {
	last := len(*c) - 1
	k := (*c)[last]
	(*c)[last] = nil
	*c = (*c)[:last]
	return k
}
