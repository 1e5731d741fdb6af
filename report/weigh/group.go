package weigh

import (
	"cmp"
	"math"
	"slices"
	"time"

	"bulkhead/report"
)

// Group is reports that a person has said are of one thing.
type Group struct {
	Name  string // the desk's own
	Thing Thing  // what a new report is compared with: see Of
}

// Of returns the thing that things of one group are taken for: the middle, where each
// counts as well as it is placed. It is as well placed as the best of them, and no better:
// reports in one cell are off in the same direction. Its type is the first that is said,
// its time that of the first that has one. There must be one thing at least.
func Of(things []Thing) Thing {
	g := things[0]
	var weight, lat, lon float64
	for _, t := range things {
		w := 1 / max(1, t.Spot.Sigma*t.Spot.Sigma)
		weight += w
		lat += w * t.Spot.Lat
		lon += w * math.Remainder(t.Spot.Lon-things[0].Spot.Lon, 360)
		if t.Spot.Sigma < g.Spot.Sigma {
			g.Spot.Sigma, g.Spot.Within = t.Spot.Sigma, t.Spot.Within
		}
		if g.Type == 0 {
			g.Type = t.Type
		}
		if g.When.Form() == 0 {
			g.When = t.When
		}
	}
	g.Spot.Lat = lat / weight
	g.Spot.Lon = math.Remainder(things[0].Spot.Lon+lon/weight, 360)
	return g
}

// Match is a group that a report may belong to.
type Match struct {
	Name   string
	Reason Reason
}

// square is a part of the earth's surface in a net of one kind.
type square struct {
	kind     report.Kind
	lat, lon int
}

// net is how an index cuts the earth: squares as large as two things of a kind can be
// apart and still be asked about.
type net struct {
	reach   float64 // metres
	degrees float64 // a square's side
	around  int     // squares around the earth
}

// netFor returns the net for so many things per square metre. Whatever σ is, odds of one
// or more need d² ≤ 2s² ln(1/(2πs²λ)), which is at most 1/(πλe), with e for Euler's number.
func netFor(perM2 float64) net {
	n := net{reach: math.Sqrt(1 / (math.Pi * math.E * max(perM2, 1e-16)))}
	n.around = int(math.Floor(360 / min(90, max(0.001, n.reach/metresADegree))))
	n.degrees = 360 / float64(n.around)
	return n
}

// rows is how many rows of squares there are from pole to pole.
func (n net) rows() int { return int(math.Floor(180/n.degrees)) + 1 }

func (n net) row(lat float64) int {
	return max(0, min(n.rows()-1, int(math.Floor((lat+90)/n.degrees))))
}

// inRow returns how many squares a row has: fewer towards the poles, so that nowhere a square
// is much narrower than it is high, and nobody can place a report where thousands are near.
func (n net) inRow(row int) int {
	const rad = math.Pi / 180
	south := float64(row)*n.degrees - 90
	widest := math.Cos(min(math.Abs(south), math.Abs(south+n.degrees)) * rad)
	if south < 0 && south+n.degrees > 0 {
		widest = 1
	}
	return max(1, int(float64(n.around)*widest))
}

func (n net) at(k report.Kind, s Spot) square {
	row := n.row(s.Lat)
	around := n.inRow(row)
	return square{k, row, (n.column(s.Lon, around)%around + around) % around}
}

// column returns which of so many squares around the earth a longitude is in. One beyond 180
// degrees is counted on.
func (n net) column(lon float64, around int) int {
	return int(math.Floor((lon + 180) / 360 * float64(around)))
}

// near calls f with every square within reach of s.
func (n net) near(k report.Kind, s Spot, f func(square)) {
	const rad = math.Pi / 180
	up := n.reach / metresADegree
	wide := 180.0 // degrees of longitude
	angle := n.reach / earthRadius
	if math.Abs(s.Lat)*rad+angle < math.Pi/2 { // no pole within reach
		wide = math.Asin(math.Sin(angle)/math.Cos(s.Lat*rad)) / rad
	}
	for row := n.row(s.Lat - up); row <= n.row(s.Lat+up); row++ {
		around := n.inRow(row)
		first, last := n.column(s.Lon-wide, around), n.column(s.Lon+wide, around)
		for lon := first; lon <= last && lon < first+around; lon++ {
			f(square{k, row, (lon%around + around) % around})
		}
	}
}

// Index finds the groups near a report. Several goroutines may ask it at once while none
// changes it.
type Index struct {
	with           Assumptions
	lasting, event net
	squares        map[square][]Group
	at             map[string]spotIn // where each name stands: a square that is flooded costs its finders alone
}

// spotIn is a group's place in the list of its square.
type spotIn struct {
	square square
	i      int
}

// NewIndex returns an empty index with these assumptions.
func NewIndex(with Assumptions) *Index {
	// Two events are densest in time if both are of one moment, each known exactly.
	spread := max(float64(with.Spread), float64(time.Second)) / float64(24*time.Hour)
	densest := max(1/(math.Sqrt(2*math.Pi)*spread), float64(24*time.Hour)/float64(max(with.Window, 1)))
	return &Index{with: with, lasting: netFor(with.Density), event: netFor(with.Rate / densest), squares: map[square][]Group{}, at: map[string]spotIn{}}
}

func (x *Index) net(k report.Kind) net {
	if k.Event() {
		return x.event
	}
	return x.lasting
}

func (x *Index) square(g *Group) square { return x.net(g.Thing.Kind).at(g.Thing.Kind, g.Thing.Spot) }

// Put adds a group, or replaces the one of that name, wherever that was.
func (x *Index) Put(g Group) {
	s := x.square(&g)
	if in, known := x.at[g.Name]; known {
		if in.square == s {
			x.squares[s][in.i] = g
			return
		}
		x.Remove(g.Name)
	}
	x.at[g.Name] = spotIn{s, len(x.squares[s])}
	x.squares[s] = append(x.squares[s], g)
}

// Remove takes the group of that name out, if there is one.
func (x *Index) Remove(name string) {
	in, known := x.at[name]
	if !known {
		return
	}
	delete(x.at, name)
	list := x.squares[in.square]
	last := len(list) - 1
	if in.i < last {
		list[in.i] = list[last]
		x.at[list[in.i].Name] = in
	}
	list[last] = Group{}
	x.squares[in.square] = list[:last]
	if last == 0 {
		delete(x.squares, in.square)
	}
}

// Len returns how many groups there are.
func (x *Index) Len() int { return len(x.at) }

// Matches returns the groups that t may belong to, the likeliest first. Each is compared
// with t alone: that t is like one of a group's members and this one like another makes no
// chain.
func (x *Index) Matches(t Thing) []Match {
	return x.Best(t, math.MaxInt, math.MaxInt)
}

// likelier orders matches, the likeliest first.
func likelier(a, b Match) int {
	return cmp.Or(cmp.Compare(b.Reason.Probability, a.Reason.Probability), cmp.Compare(a.Name, b.Name))
}

// Near returns how many groups lie so near that t is compared with them.
func (x *Index) Near(t Thing) (n int) {
	x.net(t.Kind).near(t.Kind, t.Spot, func(s square) { n += len(x.squares[s]) })
	return n
}

// Best returns at most so many of the groups that t may belong to, the likeliest first. If more
// than look lie near, it compares look of them, from all of the near squares alike: whoever
// floods a place makes nobody wait for it.
func (x *Index) Best(t Thing, most, look int) []Match {
	step, at := 1, 0
	if near := x.Near(t); near > look {
		step = (near + look - 1) / max(1, look)
	}
	var found []Match
	x.net(t.Kind).near(t.Kind, t.Spot, func(s square) {
		for ; at < len(x.squares[s]); at += step {
			g := &x.squares[s][at]
			r := Same(t, g.Thing, x.with)
			if r.Advice == Different {
				continue
			}
			if found = append(found, Match{g.Name, r}); len(found)/2 > most { // most of them are not wanted
				slices.SortFunc(found, likelier)
				found = found[:most]
			}
		}
		at -= len(x.squares[s])
	})
	slices.SortFunc(found, likelier)
	return found[:min(max(most, 0), len(found))]
}
