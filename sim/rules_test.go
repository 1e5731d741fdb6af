package sim_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/round"
	"bulkhead/sim"
)

// joined is a group of real states, joined as people would: the lead shows an
// invitation, the newcomer joins, and the lead introduces its two. Links deliver
// at once.
type joined struct {
	t      testing.TB
	rand   *rand.ChaCha8
	people []*person
	open   map[string]seat // by secret: who began that link first
}

type person struct {
	number int32
	s      *cell.State
	peers  map[cell.TieID]seat
	early  map[cell.TieID][][]byte // sent before the other side was there
}

type seat struct {
	p   *person
	tie cell.TieID
}

const now = box.Round(1000)

func (j *joined) must(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

func (j *joined) add(s *cell.State) *person {
	p := &person{int32(len(j.people)), s, map[cell.TieID]seat{}, map[cell.TieID][][]byte{}}
	j.people = append(j.people, p)
	return p
}

func (j *joined) do(p *person, effects []cell.Effect) {
	j.t.Helper()
	for _, e := range effects {
		switch e := e.(type) {
		case cell.StartLink:
			j.start(seat{p, e.Tie}, string(e.Invitation.Secret.Bytes()))
		case cell.Send:
			j.send(seat{p, e.Tie}, e.Message)
		}
	}
}

func (j *joined) start(side seat, secret string) {
	other, second := j.open[secret]
	if !second {
		j.open[secret] = side
		return
	}
	side.p.peers[side.tie], other.p.peers[other.tie] = other, side
	for _, s := range []seat{side, other} {
		j.must(s.p.s.Secured(s.tie))
		early := s.p.early[s.tie]
		delete(s.p.early, s.tie)
		for _, message := range early {
			j.send(s, message)
		}
	}
}

func (j *joined) send(from seat, message []byte) {
	to, there := from.p.peers[from.tie]
	if !there {
		from.p.early[from.tie] = append(from.p.early[from.tie], message)
		return
	}
	effects, err := to.p.s.Receive(to.tie, message, now, j.rand)
	j.must(err)
	j.do(to.p, effects)
}

func (j *joined) invite(host *person, r cell.Relation) (*person, error) {
	inv, effects, err := host.s.Invite(r, "", now, j.rand)
	if err != nil {
		return nil, err
	}
	j.do(host, effects)
	named := host.s.Fetched(now)
	s, effects, err := cell.Join(inv, &named, "", now, j.rand)
	j.must(err)
	p := j.add(s)
	j.do(p, effects)
	return p, nil
}

func (j *joined) tie(a, b *person) cell.TieID {
	for id, to := range a.peers {
		if to.p == b {
			return id
		}
	}
	j.t.Fatalf("%d has no tie to %d", a.number, b.number)
	return 0
}

// grow lets a group of that shape join, member by member in its order. It
// returns early with the rules' error if they refuse somebody.
func grow(t testing.TB, c sim.Cells, slots int) (*joined, error) {
	j := &joined{t: t, rand: rand.NewChaCha8([32]byte{byte(c.Pairs)}), open: map[string]seat{}}
	g, err := card.Found(round.Calendar{Length: 15 * time.Minute}, uint8(slots), 192, 0, []card.Place{{Drop: card.Server{Plain: true, Host: "127.0.0.1:1"}}})
	j.must(err)
	first, err := cell.Found(&g, cell.DefaultCheckIn(g.Calendar), j.rand)
	j.must(err)
	j.add(first)
	for v := int32(1); int(v) < c.Members; v++ {
		host, relation := j.people[0], cell.Partner
		if lead := c.Lead(v); lead >= 0 {
			host, relation = j.people[lead], cell.Led
		}
		p, err := j.invite(host, relation)
		if errors.Is(err, cell.ErrMorePairs) && c.Pairs > 1 {
			if err := host.s.AcceptMorePairs(); err != nil {
				return j, err
			}
			p, err = j.invite(host, relation)
		}
		if err != nil {
			return j, err
		}
		if partner := c.Partner(v); relation == cell.Led && partner >= 0 && partner < v {
			effects, err := host.s.Introduce(j.tie(host, p), j.tie(host, j.people[partner]), now, j.rand)
			j.must(err)
			j.do(host, effects)
		}
	}
	return j, nil
}

// TestTheRealRulesMakeThisShape: a group joined by real states has every tie
// that Cells has, of that relation, and none beside it; and everybody who leads
// as many as the shape says is refused one more.
func TestTheRealRulesMakeThisShape(t *testing.T) {
	for pairs := 1; pairs <= sim.MaxPairs; pairs++ {
		for _, oneTop := range []bool{false, true} {
			for _, members := range []int{1, 2, 3, 7, 30, 61} {
				c := sim.Cells{Members: members, Pairs: pairs, OneTop: oneTop}
				j, err := grow(t, c, c.Slots())
				if err != nil {
					t.Fatalf("%+v with %d slots: %v", c, c.Slots(), err)
				}
				for _, p := range j.people {
					compare(t, c, p)
				}
				refused(t, c, j)
			}
		}
	}
}

func compare(t *testing.T, c sim.Cells, p *person) {
	t.Helper()
	want := c.Neighbours(p.number, nil)
	for _, tie := range p.s.Ties() {
		peer := p.peers[tie.ID].p.number
		i := slices.Index(want, peer)
		if i < 0 {
			t.Fatalf("%+v: %d is tied to %d by the rules alone", c, p.number, peer)
		}
		want = slices.Delete(want, i, i+1)
		is := map[cell.Relation]bool{
			cell.Partner: c.Partner(p.number) == peer, cell.Lead: c.Lead(p.number) == peer, cell.Led: c.Lead(peer) == p.number,
		}
		if !is[tie.Relation] {
			t.Errorf("%+v: to %d, %d is the %v", c, p.number, peer, tie.Relation)
		}
	}
	if len(want) > 0 {
		t.Errorf("%+v: the rules did not tie %d to %v", c, p.number, want)
	}
	if got, worst := len(p.s.Exposes()), 3+2*c.Pairs; got > worst {
		t.Errorf("%+v: %d names %d people, more than %d", c, p.number, got, worst)
	}
}

// refused: nobody gets a tie that Cells has no place for.
func refused(t *testing.T, c sim.Cells, j *joined) {
	t.Helper()
	for _, p := range j.people {
		led := 0
		for _, tie := range p.s.Ties() {
			if tie.Relation == cell.Led {
				led++
			}
		}
		if led < 2*c.Pairs || c.OneTop && p.number == 0 || c.Pairs > 1 && p.number < 2 {
			continue // a founder has no lead, and with more pairs the slot for one more led
		}
		if _, _, err := p.s.Invite(cell.Led, "", now, j.rand); err == nil {
			t.Errorf("%+v: %d leads %d and could lead one more", c, p.number, led)
		}
	}
}

// TestTheShapeNeedsItsSlots: with one slot less the rules refuse somebody.
func TestTheShapeNeedsItsSlots(t *testing.T) {
	for pairs := 1; pairs <= sim.MaxPairs; pairs++ {
		c := sim.Cells{Members: 61, Pairs: pairs}
		if _, err := grow(t, c, c.Slots()-1); !errors.Is(err, cell.ErrNoSlot) {
			t.Errorf("%d pairs with %d slots: %v, want ErrNoSlot", pairs, c.Slots()-1, err)
		}
	}
}

// TestNoPairHasOneLinkToItsLead: the rules introduce only two whom one leads, so
// that the comparison shape with one link cannot be.
func TestNoPairHasOneLinkToItsLead(t *testing.T) {
	if (sim.Cells{Members: 7, Pairs: 1, OneLink: true}).ByRules() {
		t.Error("a shape that the rules refuse passes for one of theirs")
	}
	j, err := grow(t, sim.Cells{Members: 3, Pairs: 1}, 6)
	j.must(err)
	a, b, c := j.people[0], j.people[1], j.people[2]
	if _, err := a.s.Introduce(j.tie(a, c), j.tie(a, b), now, j.rand); !errors.Is(err, cell.ErrNotLed) {
		t.Errorf("introducing one's partner: %v, want ErrNotLed", err)
	}
	if _, _, err := c.s.Invite(cell.Partner, "", now, j.rand); !errors.Is(err, cell.ErrNotPartner) {
		t.Errorf("inviting a partner: %v, want ErrNotPartner", err)
	}
}

// TestCapturesAmongRealStates walks captures over what real devices expose
// ([cell.State.Exposes] and their ties) and finds the exact value of the shape.
func TestCapturesAmongRealStates(t *testing.T) {
	const runs, p, hops = 20_000, .3, 2
	c := sim.Cells{Members: 300, Pairs: 1}
	j, err := grow(t, c, c.Slots())
	j.must(err)
	rng := rand.New(rand.NewPCG(4, 4))
	var sum, squares float64
	for range runs {
		taken := map[*person]bool{}
		last := []*person{j.people[rng.IntN(len(j.people))]}
		taken[last[0]] = true
		for range hops {
			var next []*person
			for _, v := range last {
				for _, tie := range v.s.Ties() {
					if u := v.peers[tie.ID].p; !taken[u] && rng.Float64() < p {
						taken[u] = true
						next = append(next, u)
					}
				}
			}
			last = next
		}
		n := float64(len(taken) - 1) // others
		sum, squares = sum+n, squares+n*n
	}
	mean := sum / runs
	stderr := math.Sqrt((squares/runs - mean*mean) / runs)
	want, known := sim.Exact(c, p, hops)
	drawn, err := sim.Cascade(context.Background(), c, sim.Capture{P: p, Hops: hops, Runs: runs, Seed: 4})
	j.must(err)
	t.Logf("300 real states: %.4f ± %.4f; drawn by sim: %.4f ± %.4f; exact: %.4f", mean, stderr, drawn.Mean, drawn.StdErr, want)
	if !known || math.Abs(mean-want) > 4*stderr || math.Abs(drawn.Mean-want) > 4*drawn.StdErr {
		t.Errorf("300 real states: %.4f ± %.4f, exact %.4f", mean, stderr, want)
	}
}
