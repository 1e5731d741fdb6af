package desk

import (
	"math"
	"slices"

	"bulkhead/report"
)

// Map is what a map shows of one view.
type Map struct {
	Clusters []Cluster // at most some 64 times 64
	Total    int       // cases in the view
	Unplaced int       // that the filter has, anywhere, without a spot
}

// Cluster is one case on a map, or several that lie close at its zoom.
type Cluster struct {
	Lat, Lon float64         // of the one, or the middle
	Count    int             // cases
	Case     Name            // of the one
	Kind     report.Kind     // of all; 0 if they differ
	State    State           // of the one
	Reach    int             // metres around the middle of the one within which it is
	Severity report.Severity // the worst
	Box      View            // around all of them, for Filter.Within
}

const (
	clusterPixels = 64 // a cluster's side on the screen
	tilePixels    = 256
	mostZoom      = 19
	mostAcross    = 64       // clusters across a view
	mercatorEnd   = 85.05113 // degrees, where web maps end
)

// onMap returns where a spot is on a web map whose side is 1.
func onMap(lat, lon float64) (x, y float64) {
	s := math.Sin(max(-mercatorEnd, min(mercatorEnd, lat)) * math.Pi / 180)
	return lon/360 + 0.5, 0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)
}

// Map returns the cases that a filter has in a view, those that lie close at this zoom as
// one. zoom is 0 to 19 as web maps count; for a view that is too wide for it, a lower one is
// taken. A place is no finer than it was sent: Reach says how far off it may be.
func (d *Desk) Map(v View, zoom int, x Filter) (Map, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	side := clusterPixels / (tilePixels * math.Exp2(float64(min(max(zoom, 0), mostZoom))))
	west, north := onMap(v.North, v.West)
	east, south := onMap(v.South, v.East)
	if v.West > v.East {
		east++
	}
	for (east-west)/side > mostAcross || (south-north)/side > mostAcross {
		side *= 2
	}
	type at struct{ x, y int32 }
	cells := map[at]int{}
	var ends [][2]float64 // of each cluster from west to east, counted on behind 180°
	var m Map
	for _, f := range d.order {
		if !x.has(f) {
			continue
		}
		if !f.placed {
			m.Unplaced++
			continue
		}
		if !v.has(f.spot.Lat, f.spot.Lon) {
			continue
		}
		m.Total++
		px, py, lon := f.x, f.y, f.spot.Lon
		if px < west { // a view over 180° goes on behind it
			px, lon = px+1, lon+360
		}
		cell := at{int32(px / side), int32(py / side)}
		i, known := cells[cell]
		if !known {
			i = len(m.Clusters)
			cells[cell] = i
			m.Clusters = append(m.Clusters, Cluster{Kind: f.lead.kind, Box: View{f.spot.Lat, f.spot.Lon, f.spot.Lat, f.spot.Lon}})
			ends = append(ends, [2]float64{lon, lon})
		}
		c := &m.Clusters[i]
		c.Count++
		c.Lat += f.spot.Lat
		c.Lon += lon
		c.Severity = max(c.Severity, f.sev)
		c.Case, c.State, c.Reach = f.name, f.state, f.spot.Within
		if c.Kind != f.lead.kind {
			c.Kind = 0
		}
		c.Box.South, c.Box.North = min(c.Box.South, f.spot.Lat), max(c.Box.North, f.spot.Lat)
		if lon < ends[i][0] { // the box has longitudes as they are: turned there and back they would be others
			ends[i][0], c.Box.West = lon, f.spot.Lon
		}
		if lon > ends[i][1] {
			ends[i][1], c.Box.East = lon, f.spot.Lon
		}
	}
	for i := range m.Clusters {
		c := &m.Clusters[i]
		c.Lat /= float64(c.Count)
		c.Lon = turn(c.Lon / float64(c.Count))
		if c.Count > 1 {
			c.Case, c.State, c.Reach = "", 0, 0
		}
	}
	slices.SortFunc(m.Clusters, func(a, b Cluster) int { // an order that says nothing of when they came
		if a.Lat != b.Lat {
			return int(math.Copysign(1, a.Lat-b.Lat))
		}
		return int(math.Copysign(1, a.Lon-b.Lon))
	})
	return m, nil
}

// turn returns a longitude below 180 degrees.
func turn(lon float64) float64 {
	if lon >= 180 {
		return lon - 360
	}
	return lon
}
