package dropserver

import (
	"math/rand/v2"
	"net"
	"net/netip"
	"strings"
	"testing"

	"bulkhead/internal/seeds"
)

// from returns the n-th source of a test.
func from(n int) source {
	return source{netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}), 32)}
}

// A script tells a door what happens and says who must go. "a1+" lets the
// connection a1 of source a in, "a1>" gets it on, "a1!" shows the prefix, "a1("
// and "a1)" begin and end work for it, "a1-" leaves. After a colon stands who
// goes; "no" is for the newcomer itself.
func TestWhoGoesWhenADoorIsFull(t *testing.T) {
	for name, tt := range map[string]struct {
		places, share, welcome int
		script                 string
	}{
		"nobody while there is room":                  {3, 3, 2, "a1+ a2+ b1+"},
		"the longest idle":                            {2, 2, 1, "a1+ a2+ a3+:a1 a4+:a2"},
		"who got on is not the longest idle":          {2, 2, 1, "a1+ a2+ a1> a3+:a2"},
		"of the source that has most":                 {4, 4, 3, "b1+ a1+ a2+ a3+ c1+:a1 d1+:a2"},
		"of its own when it would have most":          {4, 4, 3, "a1+ b1+ b2+ c1+ c2+:b1"},
		"not another's to have as many":               {2, 2, 1, "a1+ b1+ b2+:b1"},
		"of equal ones the longest idle":              {3, 3, 2, "b1+ a1+ c1+ d1+:b1 e1+:a1"},
		"its own over its share, with places free":    {9, 2, 8, "a1+ a2+ b1+ a3+:a1 b2+ b3+:b1"},
		"who waits for the server goes last":          {2, 2, 1, "a1+ a2+ a1( a3+:a2 a4+:a3 a4( a5+:a1"},
		"work that has ended is no progress":          {2, 2, 1, "a1+ a2+ a1( a1) a3+:a1"},
		"who has shown the prefix stays":              {3, 3, 2, "a1+ a1! a2+ a3+ a4+:a2 b1+:a3"},
		"who has shown it is in nobody's share":       {9, 2, 8, "a1+ a1! a2+ a2! a3+ a3! a4+ a5+ a6+:a4"},
		"only strangers make a source the largest":    {4, 4, 3, "a1+ a1! a2+ a2! b1+ c1+ d1+:b1"},
		"the longest idle of the known, for a known":  {4, 4, 2, "a1+ a1! b1+ b1! c1+ c1!:a1 d1+ d1!:b1"},
		"the known at work go last, for a known":      {4, 4, 2, "a1+ a1! b1+ b1! a1( c1+ c1!:b1"},
		"the newcomer, if all others are known":       {1, 1, 1, "a1+ a1! b1+:no"},
		"who has left takes no place":                 {2, 2, 1, "a1+ a2+ a1- a3+ a4+:a2"},
		"who has gone can neither show nor get on":    {1, 1, 1, "a1+ a2+:a1 a1> a1! a1- a3+:a2"},
		"showing twice is showing once":               {3, 3, 2, "a1+ a1! a1! b1+ b1! c1+"},
		"a place that a known one leaves is free":     {3, 3, 2, "a1+ a1! b1+ b1! a1- c1+ c1! d1+"},
		"there is a way in with all the known within": {3, 3, 2, "a1+ a1! b1+ b1! c1+ d1+:c1 d1!:a1 e1+"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDoor(tt.places)
			d.share, d.welcome = tt.share, tt.welcome
			places, names := map[string]*place{}, map[*place]string{nil: ""}
			for step := range strings.FieldsSeq(tt.script) {
				what, want, _ := strings.Cut(step, ":")
				who, verb := what[:len(what)-1], what[len(what)-1]
				p := places[who]
				if p == nil {
					p = new(place)
					places[who], names[p] = p, who
				}
				got := ""
				switch verb {
				case '+':
					out, _, ok := d.enter(p, from(int(who[0])))
					if got = names[out]; !ok {
						got = "no"
					}
				case '>':
					d.progress(p)
				case '!':
					got = names[d.show(p)]
				case '(':
					d.owe(p)
				case ')':
					d.settle(p)
				case '-':
					d.leave(p)
				}
				if got != want {
					t.Fatalf("after %s: %q went, want %q", step, got, want)
				}
			}
		})
	}
}

// plainDoor is a door's rule written down once more, by going through all.
type plainDoor struct {
	places, share, welcome int
	in                     []*plainPlace
	tick                   int
}

type plainPlace struct {
	self   *place
	from   source
	known  bool
	since  int
	owed   int
	honest bool
}

func (d *plainDoor) crowd(s source) (n int) {
	for _, p := range d.in {
		if !p.known && p.from == s {
			n++
		}
	}
	return n
}

// first returns who goes first of those that may.
func (d *plainDoor) first(may func(*plainPlace) bool) (out *plainPlace) {
	for _, p := range d.in {
		if !may(p) {
			continue
		}
		if out == nil || out.owed > 0 && p.owed == 0 || (out.owed > 0) == (p.owed > 0) && p.since < out.since {
			out = p
		}
	}
	return out
}

func (d *plainDoor) enter(s source) (out *plainPlace, ok bool) {
	of := func(s source) func(*plainPlace) bool {
		return func(p *plainPlace) bool { return !p.known && p.from == s }
	}
	if d.crowd(s) >= d.share {
		return d.first(of(s)), true
	}
	if len(d.in) < d.places {
		return nil, true
	}
	crowds, most := map[source]int{}, 0
	for _, p := range d.in {
		if !p.known {
			crowds[p.from]++
			most = max(most, crowds[p.from])
		}
	}
	if most == 0 {
		return nil, false
	}
	if d.crowd(s) >= most {
		return d.first(of(s)), true
	}
	return d.first(func(p *plainPlace) bool { return !p.known && crowds[p.from] == most }), true
}

func (d *plainDoor) drop(p *plainPlace) {
	for i := range d.in {
		if d.in[i] == p {
			d.in = append(d.in[:i], d.in[i+1:]...)
			return
		}
	}
}

// An attacker with a strategy drawn at random holds, gets on, shows that he
// has the prefix, leaves and comes again, from as many sources as he has; every
// now and then an honest phone comes, has its hello answered, shows the prefix
// and gets its answer. Whatever he does: no more are in than there are places,
// no source has more strangers than its share, nobody who has shown the prefix
// goes for a stranger, and no phone goes, as long as his sources are fewer than
// the places that are always the strangers'.
func TestNoStrategyLocksAPhoneOut(t *testing.T) {
	seeds.Each(t, 4, func(t *testing.T, seed uint64) {
		for round := range uint64(30) {
			strategy(t, rand.New(rand.NewPCG(seed, round)))
		}
	})
}

func strategy(t *testing.T, r *rand.Rand) {
	places := 8 + r.IntN(60)
	d := newDoor(places)
	d.share = 2 + r.IntN(places)
	plain := &plainDoor{places: places, share: d.share, welcome: d.welcome}
	sources := 1 + r.IntN(max(1, places-d.welcome-1)) // his; fewer than the strangers' places
	if places-d.welcome < 2 {
		sources = 0 // then the phones are alone
	}
	var weights [6]int // how he likes to move
	for i := range weights {
		weights[i] = r.IntN(10)
	}
	weights[0]++
	both := map[*place]*plainPlace{}
	gone := func(out *place, want *plainPlace, stranger bool) {
		t.Helper()
		if both[out] != want {
			t.Fatalf("another goes than should: %+v, want %+v", both[out], want)
		}
		if out == nil {
			return
		}
		if want.honest {
			t.Fatalf("a phone went: %+v of %d sources, %d places", want, sources, places)
		}
		if stranger && want.known {
			t.Fatalf("one that has shown the prefix went for a stranger: %+v", want)
		}
		plain.drop(want)
		delete(both, out)
	}
	enter := func(s source, honest bool) *place {
		p := new(place)
		want, wantOK := plain.enter(s)
		out, _, ok := d.enter(p, s)
		if ok != wantOK || honest && !ok {
			t.Fatalf("let in: %v, want %v", ok, wantOK)
		}
		gone(out, want, true)
		if !ok {
			return nil
		}
		plain.tick++
		both[p] = &plainPlace{self: p, from: s, since: plain.tick, honest: honest}
		plain.in = append(plain.in, both[p])
		return p
	}
	progress := func(p *place) {
		d.progress(p)
		plain.tick++
		both[p].since = plain.tick
	}
	show := func(p *place) {
		var want *plainPlace
		if n := len(plain.in); !both[p].known {
			known := 0
			for i := range n {
				if plain.in[i].known {
					known++
				}
			}
			if known >= plain.welcome {
				want = plain.first(func(p *plainPlace) bool { return p.known })
			}
			both[p].known = true
			plain.tick++
			both[p].since = plain.tick
		}
		gone(d.show(p), want, false)
	}
	owe := func(p *place, by int) {
		if by > 0 {
			d.owe(p)
		} else {
			d.settle(p)
		}
		both[p].owed += by
	}
	any := func() *place { // one of his that is in
		var his []*place
		for _, p := range plain.in {
			if !p.honest {
				his = append(his, p.self)
			}
		}
		if len(his) == 0 {
			return nil
		}
		return his[r.IntN(len(his))]
	}
	attack := func() {
		p := any()
		k := r.IntN(weights[0] + weights[1] + weights[2] + weights[3] + weights[4] + weights[5])
		move := 0
		for k >= weights[move] {
			k -= weights[move]
			move++
		}
		switch {
		case move == 0 && sources > 0:
			enter(from(r.IntN(sources)), false)
		case p == nil:
		case move == 1:
			progress(p)
		case move == 2:
			owe(p, 1)
		case move == 3 && both[p].owed > 0:
			owe(p, -1)
		case move == 4:
			show(p)
		case move == 5:
			d.leave(p)
			plain.drop(both[p])
			delete(both, p)
		}
		if d.held != len(plain.in) || d.held > places {
			t.Fatalf("%d are in, want %d of %d places", d.held, len(plain.in), places)
		}
		for _, c := range d.crowds {
			if len(c.guests) > d.share {
				t.Fatalf("a source has %d strangers in, its share is %d", len(c.guests), d.share)
			}
		}
	}
	burst := func() {
		for range r.IntN(2 * places) {
			attack()
		}
	}
	for phone := range 12 {
		burst()
		p := enter(from(1<<20+phone), true)
		burst()
		progress(p) // its hello is answered
		burst()
		progress(p) // its request is heard
		show(p)
		owe(p, 1)
		// The others of those who have the prefix may be more than there is room
		// for; but who is being answered goes last.
		for range r.IntN(places) {
			if q := any(); q == nil || !both[q].known {
				attack()
			}
		}
		owe(p, -1)
		d.leave(p)
		plain.drop(both[p])
		delete(both, p)
	}
}

func TestASourceIsAnAddressOrASubscribersNetwork(t *testing.T) {
	of := func(ip string) source { return sourceOf(&net.TCPAddr{IP: net.ParseIP(ip), Port: 1}) }
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"192.0.2.1", "::ffff:192.0.2.1", true},
		{"2001:db8::1", "2001:db8::ffff:1:2:3", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.2", false},
	} {
		if same := of(tt.a) == of(tt.b); same != tt.same {
			t.Errorf("%s and %s are one source: %v", tt.a, tt.b, same)
		}
	}
	zoned := sourceOf(&net.TCPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0"})
	if zoned != of("fe80::2") || sourceOf(nil) != (source{}) || sourceOf(&net.UnixAddr{}) != (source{}) {
		t.Error("a zone, or no address, makes a source of its own")
	}
}
