package export

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"bulkhead/report"
	"bulkhead/report/place"
)

// micro is how many parts of a degree coordinates are reckoned in: RFC 7946 has no use for
// more than six decimals.
const micro = 1_000_000

// point is a position in parts of a degree. While a line is reckoned, lon may lie beyond
// 180 degrees.
type point struct{ lat, lon int64 }

// text returns the position as GeoJSON has it: longitude first, no more decimals than it
// has.
func (p point) text() string { return "[" + degrees(p.lon) + "," + degrees(p.lat) + "]" }

func degrees(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n/micro, 10)
	if f := n % micro; f != 0 {
		digits := strconv.FormatInt(micro+f, 10)[1:]
		s += "." + strings.TrimRight(digits, "0")
	}
	return sign + s
}

// pointOf returns the position in degrees, rounded to six decimals.
func pointOf(lat, lon float64) point {
	return point{int64(math.Round(lat * micro)), int64(math.Round(lon * micro))}
}

// GeoJSON returns the items as a FeatureCollection. A place is drawn as the cell in which
// the thing is, not as a point that says more than is known; a movement as a line. What has
// no coordinates has no geometry. The restriction, in one line, says who may have it:
// Partners need one, Everybody has none.
func GeoJSON(items []Item, to Audience, restriction string) ([]byte, error) {
	all, err := sorted(items, to, restriction)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(`{"type":"FeatureCollection",`)
	if restriction != "" {
		b.WriteString(`"restriction":`)
		b.Write(quoted(restriction))
		b.WriteByte(',')
	}
	b.WriteString(`"features":[`)
	for i := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + `{"type":"Feature","id":`)
		b.Write(quoted(all[i].Name))
		b.WriteString(`,"geometry":` + all[i].geometry() + `,"properties":{`)
		for n, p := range all[i].properties(to) {
			if n > 0 {
				b.WriteByte(',')
			}
			b.Write(quoted(p[0]))
			b.WriteByte(':')
			if p[2] == "number" {
				b.WriteString(p[1])
			} else {
				b.Write(quoted(p[1]))
			}
		}
		b.WriteString("}}")
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

func quoted(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // only for what is no string
	}
	return b
}

// properties are key, value, and "number" if it is one; what is not said is not there.
func (it *Item) properties(to Audience) (all [][3]string) {
	add := func(key, value string) {
		if value != "" {
			all = append(all, [3]string{key, value, ""})
		}
	}
	number := func(key string, n int, said bool) {
		if said {
			all = append(all, [3]string{key, strconv.Itoa(n), "number"})
		}
	}
	add("kind", it.Kind.String())
	add("type", it.typeCode())
	add("state", it.stateCode())
	add("access", it.Access.String())
	add("severity", it.Severity.String())
	for _, c := range []struct {
		key string
		n   report.Count
	}{{"people", it.People}, {"killed", it.Killed}, {"injured", it.Injured}} {
		n, said := c.n.Number()
		number(c.key, n, said)
	}
	add("occurred", it.occurred(to))
	add("reported", date(it.Reported, Everybody)) // a minute could be matched with a hop's
	add("place", it.Where.Name)
	if it.Where.Landmark() {
		if it.Where.Bearing != 0 {
			all = append(all, [3]string{"bearing", strconv.FormatFloat(it.Where.Bearing.Degrees(), 'f', -1, 64), "number"})
		}
		number("distance_m", it.Where.Distance.Metres(), it.Where.Distance != 0)
	}
	if spot, ok := it.Where.Spot(); ok {
		number("precision_m", spot.Reach, true)
	}
	add("destination", it.To.Name)
	add("status", it.Status.String())
	number("certainty_percent", it.Percent, it.Percent != 0)
	add("description", it.Text)
	return all
}

// geometry returns where it is.
func (it *Item) geometry() string {
	from, ok := it.Where.Spot()
	if !ok {
		return "null"
	}
	if to, ok := it.To.Spot(); ok {
		return lineGeometry(cut([]point{pointOf(from.Lat, from.Lon), pointOf(to.Lat, to.Lon)}))
	}
	return polygonGeometry(area(it.Where, from))
}

// area returns the rings of the cell, or of the square around a landmark's spot. One that
// crosses 180 degrees is two.
func area(p place.Place, s place.Spot) [][]point {
	lat, lon := p.Cell.Degrees()
	half := 0.5 / math.Pow10(int(p.Cell.Precision()))
	halfLon := half
	if p.Distance != 0 {
		const metresADegree = 111_195.08
		lat, lon = s.Lat, s.Lon
		half = float64(s.Reach) / metresADegree
		halfLon = min(180, half/max(0.001, math.Cos(lat*math.Pi/180)))
	}
	south, north := max(-90, lat-half), min(90, lat+half)
	if math.Abs(lat) == 90 || halfLon >= 180 {
		return [][]point{ring(point{pointOf(south, 0).lat, -180 * micro}, point{pointOf(north, 0).lat, 180 * micro})}
	}
	a, b := pointOf(south, lon-halfLon), pointOf(north, lon+halfLon)
	switch {
	case a.lon < -180*micro:
		return [][]point{
			ring(point{a.lat, a.lon + 360*micro}, point{b.lat, 180 * micro}),
			ring(point{a.lat, -180 * micro}, b),
		}
	case b.lon > 180*micro:
		return [][]point{
			ring(a, point{b.lat, 180 * micro}),
			ring(point{a.lat, -180 * micro}, point{b.lat, b.lon - 360*micro}),
		}
	}
	return [][]point{ring(a, b)}
}

// ring returns the rectangle from the south-western to the north-eastern corner.
func ring(sw, ne point) []point {
	return exterior([]point{sw, {sw.lat, ne.lon}, ne, {ne.lat, sw.lon}})
}

// exterior closes a ring and turns it counter-clockwise, as RFC 7946 wants exterior rings.
// It begins where it began.
func exterior(p []point) []point {
	if len(p) > 1 && p[0] == p[len(p)-1] {
		p = p[:len(p)-1]
	}
	var twice float64
	for i := range p {
		q := p[(i+1)%len(p)]
		twice += float64(p[i].lon)*float64(q.lat) - float64(q.lon)*float64(p[i].lat)
	}
	out := append([]point{}, p...)
	if twice < 0 {
		for i, j := 1, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
	}
	return append(out, p[0])
}

// cut returns a line as parts, none of which crosses 180 degrees. From point to point it
// goes the short way.
func cut(line []point) (parts [][]point) {
	const half, whole int64 = 180 * micro, 360 * micro
	wrap := func(lon int64) int64 { return ((lon+half)%whole+whole)%whole - half }
	here := point{line[0].lat, wrap(line[0].lon)}
	part := []point{here}
	for _, p := range line[1:] {
		step := wrap(p.lon - here.lon)
		next := point{p.lat, here.lon + step}
		edge := half
		if step < 0 {
			edge = -half
		}
		if (step > 0 && next.lon > edge) || (step < 0 && next.lon < edge) {
			share := float64(edge-here.lon) / float64(step)
			lat := here.lat + int64(math.Round(share*float64(next.lat-here.lat)))
			if last := (point{lat, edge}); last != here {
				part = append(part, last)
			}
			if len(part) > 1 {
				parts = append(parts, part)
			}
			part = []point{{lat, -edge}}
			next.lon -= 2 * edge
		}
		if next != part[len(part)-1] {
			part = append(part, next)
		}
		here = next
	}
	if len(part) == 1 { // a line has two ends, also where it goes nowhere
		part = append(part, part[0])
	}
	return append(parts, part)
}

func list(p []point) string {
	var s []string
	for _, q := range p {
		s = append(s, q.text())
	}
	return "[" + strings.Join(s, ",") + "]"
}

func lineGeometry(parts [][]point) string {
	if len(parts) == 1 {
		return `{"type":"LineString","coordinates":` + list(parts[0]) + "}"
	}
	var s []string
	for _, p := range parts {
		s = append(s, list(p))
	}
	return `{"type":"MultiLineString","coordinates":[` + strings.Join(s, ",") + "]}"
}

func polygonGeometry(rings [][]point) string {
	if len(rings) == 1 {
		return `{"type":"Polygon","coordinates":[` + list(rings[0]) + "]}"
	}
	var s []string
	for _, r := range rings {
		s = append(s, "["+list(r)+"]")
	}
	return `{"type":"MultiPolygon","coordinates":[` + strings.Join(s, ",") + "]}"
}
