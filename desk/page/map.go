package page

import (
	"encoding/json"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"bulkhead/desk"
	"bulkhead/internal/outlines"
)

// mapSheet is the page with the map. Its script asks for what the map shows.
type mapSheet struct {
	sheet
	Filter       filterForm
	Borders      bool
	Detail       bool
	Query        string // what the map's view is asked for with, besides the view
	Start        *desk.View
	List         string
	Unplaced     string
	UnplacedLink string
}

func (s *Site) mapPage(w http.ResponseWriter, r *http.Request) {
	a := s.filter(r)
	all, err := s.Desk.Map(world, 0, within(a.Filter, nil))
	if err != nil {
		s.fail(w, err)
		return
	}
	kept := without(a.Values, append([]string{"from", "by"}, bounds...)...)
	p := mapSheet{
		sheet: s.sheet(s.Say.DeskMap(), "map"), Filter: s.filterForm(a, "/map"), Borders: s.Borders, Detail: s.Detail != nil, Query: kept.Encode(), Start: a.Within,
		List: query("/", without(a.Values, "from", "by")), UnplacedLink: query("/", with(kept, "unplaced", "1")),
	}
	p.Scripts = []string{"trust.js", "leaflet.js"}
	if p.Detail {
		p.Scripts = append(p.Scripts, "protomaps-leaflet.js")
	}
	p.Scripts = append(p.Scripts, "map.js")
	if all.Unplaced > 0 {
		p.Unplaced = p.Say.DeskUnplaced(all.Unplaced)
	}
	if p.Start == nil {
		p.Start = around(all)
	}
	w.Header().Set("Content-Security-Policy", mapPolicy)
	s.show(w, http.StatusOK, "map", p)
}

// mapPolicy is policy, and lets the page have the one rule of what may become HTML that
// static/trust.js makes: Leaflet has to set one text of its own when it loads.
var mapPolicy = strings.Replace(policy, "trusted-types 'none'", "trusted-types default", 1)

var world = desk.View{South: -90, West: -180, North: 90, East: 180}

// within is the filter with another area.
func within(f desk.Filter, v *desk.View) desk.Filter {
	f.Within = v
	return f
}

// around returns the view that holds everything on the map; nil if there is nothing.
func around(m desk.Map) *desk.View {
	if len(m.Clusters) == 0 {
		return nil
	}
	v := desk.View{South: 90, West: 180, North: -90, East: -180}
	for _, c := range m.Clusters {
		v.South, v.West = min(v.South, c.Box.South), min(v.West, c.Box.West)
		v.North, v.East = max(v.North, c.Box.North), max(v.East, c.Box.East)
	}
	return &v
}

// mapCluster is one case or several on the map, as its script takes them.
type mapCluster struct {
	Lat    float64    `json:"lat"`
	Lon    float64    `json:"lon"`
	Count  int        `json:"count"`
	Says   string     `json:"says"` // what it is, in words
	Link   string     `json:"link"` // to the case, or to the list of them
	Kind   string     `json:"kind"` // "" if they differ
	Severe int        `json:"severe"`
	Reach  int        `json:"reach"` // metres, of one
	Box    [4]float64 `json:"box"`   // south, west, north, east
}

// mapView answers with what a part of the map shows.
func (s *Site) mapView(w http.ResponseWriter, r *http.Request) {
	a := s.filter(r)
	zoom, err := strconv.Atoi(r.URL.Query().Get("zoom"))
	if a.Bad || err != nil || a.Within == nil || zoom < 0 || zoom > 19 {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	view := *a.Within
	m, err := s.Desk.Map(view, zoom, within(a.Filter, nil))
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	kept := without(a.Values, append([]string{"from", "by"}, bounds...)...)
	out := struct {
		Clusters []mapCluster `json:"clusters"`
		Says     string       `json:"says"`
	}{[]mapCluster{}, s.Say.DeskInView(m.Total)}
	for _, c := range m.Clusters {
		out.Clusters = append(out.Clusters, s.cluster(c, kept))
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(out)
}

func (s *Site) cluster(c desk.Cluster, kept url.Values) mapCluster {
	m := mapCluster{Lat: c.Lat, Lon: c.Lon, Count: c.Count, Kind: c.Kind.String(), Severe: int(c.Severity), Reach: c.Reach,
		Box: [4]float64{c.Box.South, c.Box.West, c.Box.North, c.Box.East}}
	if c.Count == 1 {
		m.Says, m.Link = s.Say.DeskOneOnMap(string(c.Case), s.Say.ReportKind(c.Kind)), "/case/"+string(c.Case)
		return m
	}
	list := without(kept)
	// The list is asked for by the same numbers as the map: rounded outwards, so that
	// nothing at the rim is left out.
	for i, name := range bounds {
		step := math.Floor
		if i > 1 {
			step = math.Ceil
		}
		list.Set(name, strconv.FormatFloat(max(-180, min(180, step(m.Box[i]*1e4)/1e4)), 'f', -1, 64))
	}
	m.Says, m.Link = s.Say.DeskManyOnMap(c.Count), query("/", list)
	return m
}

// drawing is the outlines as the script takes them: each line as longitudes and latitudes
// in turn, in hundredths of a degree.
type drawing struct {
	Land    [][]int `json:"land"`
	Borders [][]int `json:"borders"`
}

var drawn = sync.OnceValue(func() []byte {
	flat := func(lines [][]outlines.Point) (all [][]int) {
		const step = 10_000 // millionths of a degree in a hundredth
		for _, line := range lines {
			one := make([]int, 0, 2*len(line))
			for _, p := range line {
				x, y := int(math.Round(float64(p.Lon)/step)), int(math.Round(float64(p.Lat)/step))
				if n := len(one); n < 2 || one[n-2] != x || one[n-1] != y {
					one = append(one, x, y)
				}
			}
			all = append(all, one)
		}
		return all
	}
	b, err := json.Marshal(drawing{flat(outlines.Unrolled()), flat(outlines.Borders())})
	if err != nil {
		panic(err) // numbers
	}
	return b
})

func (s *Site) outlines(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write(drawn())
}

// detail answers with parts of the operator's own file, as a browser asks for them.
func (s *Site) detail(w http.ResponseWriter, r *http.Request) {
	if s.Detail == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.pmtiles")
	http.ServeContent(w, r, "", time.Time{}, io.NewSectionReader(s.Detail, 0, s.DetailSize))
}
