package outlines

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"io"
	"math"
	"sync"
)

//go:embed data/countries-50m.json.gz
var packed []byte

// A Point is longitude and latitude in degrees, in this order, as in GeoJSON.
type Point [2]float64

// A Line is a run of points. A ring is a line that ends where it begins.
type Line []Point

// A Polygon is land: its outer ring, then the rings of what is not (an inland sea).
type Polygon []Line

// Land returns all land. What crosses 180° goes on beyond it, and is there a second
// time, a turn away: whoever draws −180° to 180° and cuts off the rest misses nothing.
// The caller must not change it: everybody gets the same.
func Land() []Polygon { return world().land }

// Borders returns each border between two countries once, without the coasts. Where
// a border runs is Natural Earth's opinion: whoever shows a map must be able to leave
// them out. The caller must not change it.
func Borders() []Line { return world().borders }

type drawn struct {
	land    []Polygon
	borders []Line
}

var world = sync.OnceValue(func() drawn {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // embedded
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	var t topology
	if err := json.Unmarshal(text, &t); err != nil {
		panic(err)
	}
	return t.draw()
})

// topology is what is read of a file in TopoJSON: arcs, each once, and what is made
// of them.
type topology struct {
	Transform struct{ Scale, Translate Point }
	Arcs      [][][2]int
	Objects   struct {
		Countries, Land struct{ Geometries []geometry }
	}
}

// geometry is a polygon or several. Arcs are numbers of arcs; −1 − n is arc n
// backwards.
type geometry struct {
	Type string
	Arcs json.RawMessage
}

// polygons returns the geometry's arcs: polygons of rings of arcs.
func (g *geometry) polygons() (all [][][]int) {
	var err error
	if g.Type == "Polygon" {
		all = make([][][]int, 1)
		err = json.Unmarshal(g.Arcs, &all[0])
	} else if g.Type == "MultiPolygon" {
		err = json.Unmarshal(g.Arcs, &all)
	}
	if err != nil {
		panic(err) // embedded
	}
	return all
}

func (t *topology) draw() (d drawn) {
	arcs := make([]Line, len(t.Arcs))
	for n, steps := range t.Arcs {
		x, y := 0, 0
		for _, s := range steps {
			x, y = x+s[0], y+s[1]
			arcs[n] = append(arcs[n], Point{
				float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0],
				float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1],
			})
		}
	}
	for _, g := range t.Objects.Land.Geometries {
		for _, rings := range g.polygons() {
			var p Polygon
			for _, ring := range rings {
				if line := whole(joined(arcs, ring)); line != nil {
					p = append(p, line)
				}
			}
			d.land = append(d.land, p)
			if by := beyond(p[0]); by != 0 {
				d.land = append(d.land, turned(p, by))
			}
		}
	}
	countries := make([]int, len(arcs)) // how many countries an arc bounds
	for _, g := range t.Objects.Countries.Geometries {
		for _, rings := range g.polygons() {
			for _, ring := range rings {
				for _, n := range ring {
					countries[max(n, ^n)]++
				}
			}
		}
	}
	for n, many := range countries {
		if many > 1 {
			d.borders = append(d.borders, arcs[n])
		}
	}
	return d
}

// joined returns the ring that the arcs make. Each begins where the one before ends.
func joined(arcs []Line, ring []int) (line Line) {
	for _, n := range ring {
		arc := arcs[max(n, ^n)]
		for i := range arc {
			p := arc[i]
			if n < 0 {
				p = arc[len(arc)-1-i]
			}
			if i > 0 || line == nil {
				line = append(line, p)
			}
		}
	}
	return line
}

// whole returns a ring without jumps from 180° to −180°, closed. One that goes round
// a pole is led over it; nil is one that is nothing but the pole.
func whole(ring Line) Line {
	out, turn, south := make(Line, 0, len(ring)+3), 0.0, true
	for i, p := range ring {
		if i > 0 {
			turn -= 360 * math.Round((p[0]-ring[i-1][0])/360)
		}
		out = append(out, Point{p[0] + turn, p[1]})
		south = south && p[1] < -89
	}
	first, last := out[0], out[len(out)-1]
	switch {
	case math.Abs(last[0]-first[0]) < 180:
		return out
	case south:
		return nil
	}
	return append(out, Point{last[0], -90}, Point{first[0], -90}, first)
}

// beyond returns by how many degrees a ring has to be turned to show what lies
// beyond 180° or −180°, 0 if nothing does.
func beyond(ring Line) float64 {
	west, east := 0.0, 0.0
	for _, p := range ring {
		west, east = min(west, p[0]), max(east, p[0])
	}
	switch {
	case east > 180.1 && west >= -180.1:
		return -360
	case west < -180.1:
		return 360
	}
	return 0
}

func turned(p Polygon, by float64) (all Polygon) {
	for _, ring := range p {
		line := make(Line, len(ring))
		for i, at := range ring {
			line[i] = Point{at[0] + by, at[1]}
		}
		all = append(all, line)
	}
	return all
}
