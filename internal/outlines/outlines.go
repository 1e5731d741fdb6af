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

// Sum is the SHA-256, in hex, of the file as world-atlas 2.0.2 has it.
const Sum = "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394"

// Licence is what has to be said where the outlines are shown.
const Licence = "Natural Earth, world-atlas 2.0.2"

// micro is how many parts of a degree a Point counts in.
const micro = 1_000_000

// Point is a place in millionths of a degree. Longitudes are from -180 to 180 degrees.
type Point struct{ Lon, Lat int32 }

// Gzipped returns the file packed by gzip, some 230 KB: TopoJSON with the objects countries
// and land. Nobody may change the bytes.
func Gzipped() []byte { return packed }

// TopoJSON returns the file, some 760 KB. The caller owns the bytes.
func TopoJSON() []byte {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // embedded, and a test reads it
	}
	b, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return b
}

// Land returns the rings around land, each closed. A ring inside another is water: fill by
// the even-odd rule. It is read once and shared: nobody may change it, any number may read.
func Land() [][]Point { return read().land }

// Borders returns the lines on which two countries meet. It is shared as Land is.
func Borders() [][]Point { return read().borders }

type lines struct{ land, borders [][]Point }

// topology is what is read of the file: TopoJSON 1.0.
type topology struct {
	Arcs      [][][2]int64
	Transform struct{ Scale, Translate [2]float64 }
	Objects   struct{ Land, Countries collection }
}

type collection struct {
	Geometries []struct {
		Type string
		Arcs json.RawMessage
	}
}

// rings returns the rings of all geometries, each as a list of arcs. An arc that is followed
// backwards has its complement.
func (c collection) rings() (all [][]int) {
	for _, g := range c.Geometries {
		var many [][][]int
		if g.Type == "Polygon" {
			many = make([][][]int, 1)
			if err := json.Unmarshal(g.Arcs, &many[0]); err != nil {
				panic(err)
			}
		} else if err := json.Unmarshal(g.Arcs, &many); err != nil {
			panic(err)
		}
		for _, polygon := range many {
			all = append(all, polygon...)
		}
	}
	return all
}

var read = sync.OnceValue(func() lines {
	var t topology
	if err := json.Unmarshal(TopoJSON(), &t); err != nil {
		panic(err)
	}
	arcs := make([][]Point, len(t.Arcs))
	for i, arc := range t.Arcs {
		var x, y int64
		for _, step := range arc {
			x, y = x+step[0], y+step[1]
			arcs[i] = append(arcs[i], Point{t.degrees(x, 0), t.degrees(y, 1)})
		}
	}
	var all lines
	for _, ring := range t.Objects.Land.rings() {
		var line []Point
		for _, n := range ring {
			part := along(arcs, n)
			if len(line) > 0 {
				part = part[1:] // an arc begins where the one before ends
			}
			line = append(line, part...)
		}
		all.land = append(all.land, line)
	}
	used := map[int]int{}
	for _, ring := range t.Objects.Countries.rings() {
		for _, n := range ring {
			used[max(n, ^n)]++
		}
	}
	for i := range arcs {
		if used[i] > 1 {
			all.borders = append(all.borders, arcs[i])
		}
	}
	return all
})

// degrees returns a step of the file in millionths of a degree.
func (t *topology) degrees(n int64, axis int) int32 {
	return int32(math.Round(float64(float64(n)*t.Transform.Scale[axis])*micro + t.Transform.Translate[axis]*micro))
}

func along(arcs [][]Point, n int) []Point {
	if n >= 0 {
		return arcs[n]
	}
	arc := arcs[^n]
	back := make([]Point, len(arc))
	for i, p := range arc {
		back[len(arc)-1-i] = p
	}
	return back
}
