package publish

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strconv"

	"bulkhead/internal/outlines"
	"bulkhead/report"
)

// mapFile is the picture.
const mapFile = "map.svg"

// The picture is reckoned in tenths of a pixel, all of it in whole numbers, so that every
// machine draws the same.
const (
	micro      = 1_000_000
	wide, high = 8_000, 5_000
	margin     = 400
	least      = 4 * micro // degrees of latitude: with less of it no coast says where it is
	glyph      = 60        // half of a sign's side
	mostMarks  = 400       // with more of them the picture is large, and shows less
)

// position is a place in millionths of a degree.
type position struct{ lon, lat int64 }

// signs are how each kind is drawn: a path around the middle, and a character for the legend.
var signs = map[report.Kind]struct{ path, text string }{
	report.Site:   {"m-60-60h120v120h-120z", "■"},
	report.Hazard: {"m0-75l75 130h-150z", "▲"},
	report.Need:   {"m-65 0a65 65 0 1 0 130 0a65 65 0 1 0-130 0z", "●"},
	report.Harm:   {"m0-80l80 80l-80 80l-80-80z", "◆"},
}

// drawn returns the rings that GeoJSON has of one item; none if it has no coordinates. What
// is drawn is what the file says, and no more.
func drawn(collection []byte) (rings [][]position, err error) {
	var c struct {
		Features []struct {
			Geometry *struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(collection, &c); err != nil {
		return nil, err
	}
	for _, f := range c.Features {
		if f.Geometry == nil {
			continue
		}
		var many [][][][2]float64
		if f.Geometry.Type == "Polygon" {
			many = make([][][][2]float64, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &many[0])
		} else {
			err = json.Unmarshal(f.Geometry.Coordinates, &many)
		}
		if err != nil {
			return nil, err
		}
		for _, polygon := range many {
			for _, r := range polygon {
				ring := make([]position, len(r))
				for i, p := range r {
					ring[i] = position{int64(math.Round(p[0] * micro)), int64(math.Round(p[1] * micro))}
				}
				rings = append(rings, ring)
			}
		}
	}
	return rings, nil
}

// box is a part of the earth between two meridians and two parallels; east may be beyond 180
// degrees.
type box struct{ west, south, east, north int64 }

func around(ring []position) box {
	b := box{math.MaxInt64, math.MaxInt64, math.MinInt64, math.MinInt64}
	for _, p := range ring {
		b = box{min(b.west, p.lon), min(b.south, p.lat), max(b.east, p.lon), max(b.north, p.lat)}
	}
	return b
}

// box returns where a thing is drawn, if it is. A cell that was cut at 180 degrees is one.
func (t *thing) box() (b box, ok bool) {
	for i, ring := range t.drawn {
		r := around(ring)
		switch {
		case i == 0:
			b = r
		case r.west < b.west: // beyond 180 degrees
			b.east = r.east + 360*micro
		default:
			b.east = r.east
		}
	}
	return b, len(t.drawn) > 0
}

// frame says which part of the earth the picture shows, and how large.
type frame struct {
	west, north    int64 // its corner
	perLon, perLat int64 // millionths of a degree for a tenth of a pixel
	height         int64 // tenths of a pixel
}

// frameOf returns the smallest frame around all boxes, on whichever side of the earth.
func frameOf(all []box) frame {
	slices.SortFunc(all, func(a, b box) int { return cmp.Or(cmp.Compare(a.west, b.west), cmp.Compare(a.east, b.east)) })
	const turn = 360 * micro
	b := all[0]
	for _, o := range all {
		b.south, b.north = min(b.south, o.south), max(b.north, o.north)
	}
	// The widest stretch of longitudes in which nothing is lies outside.
	end, widest := all[0].east, int64(-1)
	for i := range all {
		end = max(end, all[i].east)
		next := all[0].west + turn
		if i+1 < len(all) {
			next = all[i+1].west
		}
		if next-end > widest {
			widest, b.west, b.east = next-end, next, end+turn
		}
	}
	if widest <= 0 { // it goes all around
		b.west, b.east = -180*micro, 180*micro
	}
	if b.west >= 180*micro {
		b.west, b.east = b.west-turn, b.east-turn
	}
	middle := (b.south + b.north) / 2
	shrink := max(50, int64(math.Round(1000*math.Cos(float64(middle)/micro*math.Pi/180))))
	perLat := max((b.north-b.south)/(high-2*margin), (b.east-b.west)*shrink/1000/(wide-2*margin), least/high) + 1
	f := frame{perLat: perLat, perLon: perLat * 1000 / shrink, height: high}
	if f.perLon*wide > turn { // no meridian is there twice
		f.perLon = turn / wide
	}
	f.west = (b.west+b.east)/2 - f.perLon*wide/2
	f.north = middle + f.perLat*f.height/2
	return f
}

// at returns where a position is in the picture, which may be outside of it.
func (f frame) at(p position) (x, y int64) {
	return floor(p.lon-f.west, f.perLon), floor(f.north-p.lat, f.perLat)
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// picture draws what has coordinates, with land around it. Borders are not drawn: where one
// is, is often what a war is about.
func (p *publication) picture() {
	var boxes []box
	for _, t := range p.things {
		if b, ok := t.box(); ok {
			boxes = append(boxes, b)
		}
	}
	if len(boxes) == 0 {
		return
	}
	f := frameOf(boxes)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="800" height="%d" font-family="sans-serif" font-size="120" role="img">`+"\n", wide, f.height, f.height/10)
	b.WriteString("<title>" + escaped(p.Say.PublishMap()) + "</title>\n<style>.sea{fill:#dbe7f0}.land{fill:#f4f1ea;stroke:none}.net{stroke:#9aa7b1;stroke-width:5;fill:none}text{fill:#3d464f}.cell{fill-opacity:.25;stroke-width:12}.sign{stroke:#fff;stroke-width:14}" +
		".site{fill:#1a5fb4;stroke:#1a5fb4}.hazard{fill:#b3261e;stroke:#b3261e}.need{fill:#8f4a00;stroke:#8f4a00}.harm{fill:#6b3fa0;stroke:#6b3fa0}.bar{stroke:#3d464f;stroke-width:16}</style>\n")
	fmt.Fprintf(&b, `<rect class="sea" width="%d" height="%d"/>`+"\n", wide, f.height)
	f.land(&b)
	p.net(&b, f)
	p.marks(&b, f)
	p.scale(&b, f)
	b.WriteString("</svg>\n")
	p.files[mapFile] = b.Bytes()
}

func escaped(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s))
	return b.String()
}

// land draws what of it is in the picture. A ring that crosses 180 degrees is there twice, a
// turn apart; no place is drawn twice.
func (f frame) land(b *bytes.Buffer) {
	b.WriteString(`<path class="land" fill-rule="evenodd" d="`)
	type key struct {
		lon, lat int64
		n        int
	}
	drawn := map[key]bool{}
	for _, ring := range outlines.Unrolled() {
		for _, turns := range []int64{-360 * micro, 0, 360 * micro} {
			k := key{int64(ring[0].Lon) + turns, int64(ring[0].Lat), len(ring)}
			if drawn[k] {
				continue
			}
			line := make([][2]int64, len(ring))
			left, right, top, bottom := int64(math.MaxInt64), int64(math.MinInt64), int64(math.MaxInt64), int64(math.MinInt64)
			for i, q := range ring {
				x, y := f.at(position{int64(q.Lon) + turns, int64(q.Lat)})
				line[i] = [2]int64{x, y}
				left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
			}
			if right < 0 || left > wide || bottom < 0 || top > f.height {
				continue
			}
			drawn[k] = true
			outline(b, clipped(line, f.height))
		}
	}
	b.WriteString(`"/>` + "\n")
}

// clipped returns the part of a ring that lies in the picture: Sutherland and Hodgman's way,
// one side after the other.
func clipped(ring [][2]int64, height int64) [][2]int64 {
	for _, side := range []struct {
		axis  int
		at    int64
		below bool // what is below at is inside
	}{{0, 0, false}, {0, wide, true}, {1, 0, false}, {1, height, true}} {
		var in [][2]int64
		inside := func(p [2]int64) bool { return p[side.axis] == side.at || (p[side.axis] < side.at) == side.below }
		for i, q := range ring {
			p := ring[(i+len(ring)-1)%len(ring)]
			if inside(p) != inside(q) {
				o := 1 - side.axis
				cut := [2]int64{}
				cut[side.axis] = side.at
				cut[o] = p[o] + (q[o]-p[o])*(side.at-p[side.axis])/(q[side.axis]-p[side.axis])
				in = append(in, cut)
			}
			if inside(q) {
				in = append(in, q)
			}
		}
		ring = in
	}
	return ring
}

// outline writes a ring to the pixel, without the points that make no difference.
func outline(b *bytes.Buffer, ring [][2]int64) {
	var line [][2]int64
	for _, p := range ring {
		p = [2]int64{(p[0] + 5) / 10 * 10, (p[1] + 5) / 10 * 10}
		if n := len(line); n > 0 && line[n-1] == p {
			continue
		}
		line = append(line, p)
	}
	if len(line) < 3 {
		return
	}
	for i, p := range line {
		if i == 0 {
			fmt.Fprintf(b, "M%d %d", p[0], p[1])
			continue
		}
		fmt.Fprintf(b, "l%d %d", p[0]-line[i-1][0], p[1]-line[i-1][1])
	}
	b.WriteString("z")
}

// net draws meridians and parallels with their degrees.
func (p *publication) net(b *bytes.Buffer, f frame) {
	say := func(n int64) string { return p.Say.Decimal(math.Abs(float64(n))/micro, 0) }
	step := stepOf(f.perLon * wide / 10)
	for lon := (floor(f.west, step) + 1) * step; lon < f.west+f.perLon*wide; lon += step {
		x, _ := f.at(position{lon, f.north})
		around := floor(lon+180*micro, 360*micro)
		words, real := "", lon-around*360*micro
		if words = p.Say.FormHalfEast(say(real)); real < 0 {
			words = p.Say.FormHalfWest(say(real))
		}
		fmt.Fprintf(b, `<path class="net" d="M%d 0v%d"/><text x="%d" y="%d">%s</text>`+"\n", x, f.height, x+25, f.height-40, escaped(words))
	}
	step = stepOf(f.perLat * f.height / 6)
	for lat := (floor(f.north-f.perLat*f.height, step) + 1) * step; lat < f.north; lat += step {
		if lat < -90*micro || lat > 90*micro {
			continue
		}
		_, y := f.at(position{f.west, lat})
		words := p.Say.FormHalfNorth(say(lat))
		if lat < 0 {
			words = p.Say.FormHalfSouth(say(lat))
		}
		fmt.Fprintf(b, `<path class="net" d="M0 %dh%d"/><text x="30" y="%d">%s</text>`+"\n", y, wide, y-25, escaped(words))
	}
}

// stepOf returns how many degrees lie between two lines, at least so many millionths.
func stepOf(least int64) int64 {
	for _, s := range []int64{1, 2, 5, 10, 15, 30, 60} {
		if s*micro >= least {
			return s * micro
		}
	}
	return 90 * micro
}

// mark is one or more things at one place of the picture.
type mark struct {
	x, y, w, h int64
	kind       report.Kind
	name       string // of the only one
	title      string
	count      int
}

// marks draws what is published: each cell, and on it the sign of its kind.
func (p *publication) marks(b *bytes.Buffer, f frame) {
	type key struct {
		x, y, w, h int64
		kind       report.Kind
	}
	found := map[key]*mark{}
	for i := range p.things {
		t := &p.things[i]
		r, ok := t.box()
		if !ok {
			continue
		}
		for r.east < f.west {
			r.west, r.east = r.west+360*micro, r.east+360*micro
		}
		x0, y0 := f.at(position{r.west, r.north})
		x1, y1 := f.at(position{r.east, r.south})
		k := key{x0, y0, x1 - x0, y1 - y0, t.Kind}
		if found[k] == nil {
			found[k] = &mark{x: x0, y: y0, w: x1 - x0, h: y1 - y0, kind: t.Kind, name: t.Name, title: p.titleOf(t)}
		}
		found[k].count++
	}
	var all []*mark
	for _, m := range found {
		all = append(all, m)
	}
	for step := int64(2 * glyph); len(all) > mostMarks; step *= 2 {
		all = merged(all, step)
	}
	slices.SortFunc(all, func(a, b *mark) int { // the largest first: it covers nothing
		return cmp.Or(cmp.Compare(b.w*b.h, a.w*a.h), cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x), cmp.Compare(a.kind, b.kind), cmp.Compare(a.w, b.w))
	})
	for _, m := range all {
		title, end := m.title, ""
		if m.count > 1 {
			title = p.Say.PublishThings(m.count)
		} else {
			b.WriteString(`<a href="` + page(m.name) + `">`)
			end = "</a>"
		}
		class := m.kind.String()
		b.WriteString(`<g class="` + class + `"><title>` + escaped(title) + "</title>")
		if max(m.w, m.h) > 2*glyph {
			fmt.Fprintf(b, `<rect class="cell" x="%d" y="%d" width="%d" height="%d"/>`, m.x, m.y, m.w, m.h)
		}
		fmt.Fprintf(b, `<path class="sign" d="M%d %d%s"/></g>%s`+"\n", m.x+m.w/2, m.y+m.h/2, signs[m.kind].path, end)
	}
}

// merged returns one mark of each kind for each square of that side.
func merged(all []*mark, side int64) (few []*mark) {
	type key struct {
		x, y int64
		kind report.Kind
	}
	found := map[key]*mark{}
	for _, m := range all {
		k := key{floor(m.x+m.w/2, side), floor(m.y+m.h/2, side), m.kind}
		if found[k] == nil {
			found[k] = &mark{x: min(k.x*side+side/2, wide), y: min(k.y*side+side/2, high), kind: m.kind, name: m.name, title: m.title}
			few = append(few, found[k])
		}
		found[k].count += m.count
	}
	return few
}

// scale draws how long so many kilometres are, in the middle of the picture.
func (p *publication) scale(b *bytes.Buffer, f frame) {
	const metresADegree = 111_195
	kilometres, length := 0, int64(0)
	for n := 1; n <= 5000; {
		for _, k := range []int{n, 2 * n, 5 * n} {
			if l := int64(k) * 1000 * micro / metresADegree / f.perLat; l <= 1600 {
				kilometres, length = k, l
			}
		}
		n *= 10
	}
	if kilometres == 0 || f.perLat > 60*micro/high { // on a map of the world it is true nowhere
		return
	}
	fmt.Fprintf(b, `<path class="bar" d="M%d 200h-%d"/><text x="%d" y="150" text-anchor="end">%s</text>`+"\n", wide-200, length, wide-200, escaped(p.Say.PublishKilometres(strconv.Itoa(kilometres))))
}
