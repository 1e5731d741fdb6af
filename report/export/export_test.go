package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bulkhead/internal/seeds"
	"bulkhead/report"
	"bulkhead/report/place"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func cell(t testing.TB, lat, lon float64, p place.Precision) place.Cell {
	return must[place.Cell](t)(must[place.Exact](t)(place.Degrees(lat, lon)).Coarsen(p))
}

var noon = time.Date(2026, 11, 14, 12, 20, 0, 0, time.UTC)

// items are one of each kind, and places where drawing is hard.
func items(t testing.TB) []Item {
	when := must[report.When](t)
	both := report.MayNotify | report.MayPublish
	return []Item{
		{Name: "b-hospital", Kind: report.Site, Type: 1, State: 1, Access: report.AccessHard, Severity: report.Severe, People: report.Counted(183),
			When: when(report.Since(noon, report.Day)), Where: place.Place{Cell: cell(t, 48.85661, 2.35222, place.OneKilometre), Name: "Mill hospital"},
			Text: "=cmd|' /C calc'!A0 & <120> beds; \"two\" wings,\nsince noon", Reported: noon, Status: Confirmed, Percent: 82, Consent: both},
		{Name: "a-mine", Kind: report.Hazard, Type: 1, State: 2, Severity: report.Extreme, When: when(report.Moment(noon, report.SixHours)),
			Where: place.Place{Cell: cell(t, 33.5138, 36.2765, place.HundredMetres), Name: "جسر قديم", Bearing: 4, Distance: 5}, Text: "-1.5", Reported: noon, Percent: 40, Consent: both},
		{Name: "c-way", Kind: report.Movement, Type: 1, State: 1, People: report.Counted(40), When: when(report.Span(noon.AddDate(0, 0, 2), noon.AddDate(0, 0, 2).Add(3*time.Hour), report.QuarterHour)),
			Where: place.Place{Cell: cell(t, -16.8, 179.5, place.OneKilometre)}, To: place.Place{Cell: cell(t, -16.5, -179.2, place.TenKilometres)}, Reported: noon, Consent: report.MayNotify},
		{Name: "d-need", Kind: report.Need, Type: 1, State: 1, Where: place.Place{Name: "@Upper town"}, Text: "No water.", Reported: noon, Status: New, Consent: both},
		{Name: "e-harm", Kind: report.Harm, Type: 3, Severity: report.Moderate, Killed: report.Counted(0), Injured: report.Counted(7), When: when(report.Span(noon, noon.AddDate(0, 0, 1), report.Day)),
			Where: place.Place{Cell: cell(t, -0.004, 179.996, place.OneKilometre)}, Reported: noon, Observed: true, Percent: 94, Consent: both},
		{Name: "f-pole", Kind: report.Site, Where: place.Place{Cell: cell(t, 89.97, 12, place.TenKilometres)}, Reported: noon, Consent: both},
	}
}

// named names partners to whoever is not everybody.
func named(write func([]Item, Audience, string) ([]byte, error)) func([]Item, Audience) ([]byte, error) {
	return func(items []Item, to Audience) ([]byte, error) {
		if to == Everybody {
			return write(items, to, "")
		}
		return write(items, to, "partners")
	}
}

func without(t testing.TB, k report.Kind) (some []Item) {
	for _, it := range items(t) {
		if it.Kind != k {
			some = append(some, it)
		}
	}
	return some
}

// Promise: the same bytes leave in whatever order the items came.
func TestTheOrderOfEntryDoesNotShow(t *testing.T) {
	seeds.Each(t, 2, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 6))
		all := items(t)
		for name, write := range map[string]func([]Item, Audience) ([]byte, error){"GeoJSON": named(GeoJSON), "HXL": named(HXL)} {
			want := must[[]byte](t)(write(all, Partners))
			for range 20 {
				r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
				first := all[0].Name
				if got := must[[]byte](t)(write(all, Partners)); !bytes.Equal(got, want) {
					t.Fatalf("%s: another order gives other bytes", name)
				}
				if all[0].Name != first {
					t.Fatalf("%s: the caller's own slice was sorted", name)
				}
			}
		}
	})
}

// Promise: a movement is never published; nothing is told on without consent; of what is
// published, times are of days.
func TestWhatIsNotClearedDoesNotLeave(t *testing.T) {
	cap1 := func(all []Item, to Audience) ([]byte, error) {
		e := Envelope{Sender: "desk.example", Serial: 1, Sent: noon, Restriction: "partners"}
		if to == Everybody {
			e.Restriction = ""
		}
		return CAP(all[0], to, e)
	}
	for name, write := range map[string]func([]Item, Audience) ([]byte, error){"GeoJSON": named(GeoJSON), "HXL": named(HXL), "CAP": cap1} {
		hospital, movement := items(t)[0], items(t)[2]
		if _, err := write([]Item{movement}, Everybody); !errors.Is(err, ErrMovement) {
			t.Errorf("%s: a movement is published: %v", name, err)
		}
		movement.Consent |= report.MayPublish
		if _, err := write([]Item{movement}, Everybody); !errors.Is(err, ErrMovement) {
			t.Errorf("%s: a movement is published with consent: %v", name, err)
		}
		for consent, want := range map[report.Consent][4]error{0: {ErrAudience, nil, ErrConsent, ErrConsent}, report.MayNotify: {ErrAudience, nil, nil, ErrConsent}, report.MayPublish: {ErrAudience, nil, ErrConsent, nil}} {
			it := hospital
			it.Consent = consent
			for to, want := range want {
				if b, err := write([]Item{it}, Audience(to)); !errors.Is(err, want) || (err != nil) != (b == nil) {
					t.Errorf("%s: consent %d, audience %d: %v, want %v", name, consent, to, err, want)
				}
			}
		}
		for _, spoil := range []func(*Item){
			func(it *Item) { it.Name = "" }, func(it *Item) { it.Name = "a b" }, func(it *Item) { it.Name = "a,b" }, func(it *Item) { it.Name = "-A1" }, func(it *Item) { it.Text = "\x00" },
			func(it *Item) { it.Kind = 9 }, func(it *Item) { it.Percent = 100 }, func(it *Item) { it.Killed = 1 }, func(it *Item) { it.Status = 9 },
		} {
			it := hospital
			spoil(&it)
			if b, err := write([]Item{it}, Partners); err == nil {
				t.Errorf("%s: %d bytes of a spoilt item", name, len(b))
			}
		}
		if name == "CAP" {
			continue
		}
		if _, err := write([]Item{hospital, hospital}, Partners); !errors.Is(err, ErrName) {
			t.Errorf("%s: one name twice: %v", name, err)
		}
		open := string(must[[]byte](t)(write(without(t, report.Movement), Everybody)))
		if strings.Contains(open, "T12:") || !strings.Contains(open, "2026-11-14") {
			t.Errorf("%s: what is published has times of day", name)
		}
	}
}

// Promise: there is no audience by default; partners are named in every export; the parties
// are told nothing that assesses damage; when the desk had it is a day, whoever reads it.
func TestWhoeverGetsAnExportIsNamed(t *testing.T) {
	all := items(t)
	for name, write := range map[string]func([]Item, Audience, string) ([]byte, error){"GeoJSON": GeoJSON, "HXL": HXL} {
		for _, c := range []struct {
			item        int
			to          Audience
			restriction string
			want        error
		}{
			{0, 0, "partners", ErrAudience}, {0, Everybody + 1, "partners", ErrAudience}, {0, Partners, "", ErrRestriction}, {0, Partners, " ", ErrRestriction},
			{0, Partners, "two\nlines", ErrRestriction}, {0, Everybody, "partners", ErrRestriction}, {0, Parties, " ", ErrRestriction},
			{0, Partners, "partners", nil}, {0, Parties, "", nil}, {0, Parties, "the parties", nil}, {0, Everybody, "", nil},
			{4, Parties, "", ErrHarm}, {4, Partners, "partners", nil}, {4, Everybody, "", nil},
		} {
			b, err := write([]Item{all[c.item]}, c.to, c.restriction)
			if !errors.Is(err, c.want) || (err == nil) != (b != nil) {
				t.Errorf("%s for %d, %q: %v, want %v", name, c.to, c.restriction, err, c.want)
			}
			if err == nil && c.restriction != "" && !bytes.Contains(b, []byte(c.restriction)) {
				t.Errorf("%s does not say whom it is for", name)
			}
			if bytes.Contains(b, []byte("T12:20")) { // a hospital since a day: only its coming has a minute
				t.Errorf("%s for %d says the minute in which the desk had it", name, c.to)
			}
		}
	}
	if _, err := CAP(all[4], Parties, envelope()); !errors.Is(err, ErrHarm) {
		t.Errorf("harm in an alert to the parties: %v", err)
	}
	if _, err := CAP(all[0], 0, envelope()); !errors.Is(err, ErrAudience) {
		t.Errorf("an alert to nobody: %v", err)
	}
	for name, e := range map[string]Envelope{"a restriction": {Restriction: "partners"}, "addresses": {Addresses: []string{"one@example.org"}}} {
		e.Sender, e.Serial, e.Sent = "desk", 1, noon
		if b, err := CAP(all[0], Everybody, e); !errors.Is(err, ErrRestriction) || b != nil {
			t.Errorf("for everybody with %s: %v", name, err)
		}
	}
	if b, err := CAP(all[0], Partners, Envelope{Sender: "desk", Serial: 1, Sent: noon, Restriction: "\x01"}); (err == nil) != (b != nil) {
		t.Errorf("bytes beside an error: %v", err)
	}
}

// Promise: what lies in a direction from a landmark is not drawn at the landmark; its name
// says from where; its coordinates have no more decimals than the landmark's cell.
func TestALandmarksThingIsNotAtTheLandmark(t *testing.T) {
	mill := place.Place{Cell: cell(t, 48.85661, 2.35222, place.OneKilometre), Name: "the mill"}
	for _, c := range []struct {
		bearing  place.Bearing
		distance place.Distance
		name     string
		at       string
	}{
		{0, 0, "the mill", "48.86,2.35 0.67"},
		{1, 0, "N of the mill", ""},
		{16, 0, "NNW of the mill", ""},
		{1, 9, "5000 m N of the mill", "48.90,2.35 4.67"},
		{5, 6, "500 m E of the mill", "48.86,2.36 1.67"},
		{0, 6, "about 500 m from the mill", "48.86,2.35 2.14"},
	} {
		it := items(t)[0]
		it.Where = mill
		it.Where.Bearing, it.Where.Distance = c.bearing, c.distance
		alert := string(must[[]byte](t)(CAP(it, Partners, envelope())))
		rows := must[[][]string](t)(csv.NewReader(bytes.NewReader(must[[]byte](t)(HXL([]Item{it}, Parties, "")))).ReadAll())
		lat, lon := "", ""
		if c.at == "" {
			if strings.Contains(alert, "<circle>") || it.geometry() != "null" {
				t.Errorf("%s is drawn: %s", c.name, it.geometry())
			}
		} else if lat, lon, _ = strings.Cut(strings.Fields(c.at)[0], ","); !strings.Contains(alert, "<circle>"+c.at+"</circle>") {
			t.Errorf("%s is not at %s:\n%s", c.name, c.at, alert)
		}
		if !strings.Contains(alert, "<areaDesc>"+c.name+"</areaDesc>") || rows[2][3] != c.name || rows[2][5] != lat || rows[2][6] != lon {
			t.Errorf("%s is %q at %s %s\n%s", c.name, rows[2][3], rows[2][5], rows[2][6], alert)
		}
	}
}

// Promise: what is taken back needs no consent, and says nothing of the item again.
func TestACancelSaysNothingAgain(t *testing.T) {
	e := envelope()
	e.Serial, e.Message, e.Earlier = 2, Cancel, []Earlier{{1, noon}}
	for i, it := range append(items(t), Item{Name: "gone"}) {
		it.Consent = 0
		for to := Partners; to <= Everybody; to++ {
			named := e
			if to == Everybody {
				named.Restriction = ""
			}
			b, err := CAP(it, to, named)
			if err != nil || bytes.Contains(b, []byte("<info>")) || !bytes.Contains(b, []byte(","+it.Name+".1,")) || it.Text != "" && bytes.Contains(b, []byte(it.Text)) {
				t.Errorf("item %d for %d: %v\n%s", i, to, err, b)
			}
		}
	}
	if b, err := CAP(Item{Name: "-1"}, Partners, e); !errors.Is(err, ErrName) || b != nil {
		t.Errorf("a cancel of no name: %v", err)
	}
	bare := must[[]byte](t)(CAP(items(t)[0], Partners, e))
	for _, c := range [][2]string{{"<msgType>Cancel", "<msgType>Update"}, {"</alert>", "<info></info></alert>"}} {
		if CheckCAP(bytes.Replace(bare, []byte(c[0]), []byte(c[1]), 1)) == nil {
			t.Errorf("the check takes %s", c[1])
		}
	}
}

// Promise: what GeoJSON has is where the thing is, by RFC 7946: longitude first, rings
// closed and counter-clockwise, nothing across 180 degrees, six decimals at most.
func TestGeoJSONIsAsRFC7946HasIt(t *testing.T) {
	if got := list(exterior([]point{pointOf(48.8, 2.3), pointOf(48.9, 2.3), pointOf(48.9, 2.4), pointOf(48.8, 2.4)})); got != "[[2.3,48.8],[2.4,48.8],[2.4,48.9],[2.3,48.9],[2.3,48.8]]" {
		t.Errorf("a clockwise ring comes out as %s", got)
	}
	for _, c := range []struct {
		line []point
		want string
	}{
		{[]point{pointOf(10, 170), pointOf(12, 190)}, `{"type":"MultiLineString","coordinates":[[[170,10],[180,11]],[[-180,11],[-170,12]]]}`},
		{[]point{pointOf(10, 170), pointOf(12, -170)}, `{"type":"MultiLineString","coordinates":[[[170,10],[180,11]],[[-180,11],[-170,12]]]}`},
		{[]point{pointOf(12, -170), pointOf(10, 170)}, `{"type":"MultiLineString","coordinates":[[[-170,12],[-180,11]],[[180,11],[170,10]]]}`},
		{[]point{pointOf(1, 2), pointOf(3, 4)}, `{"type":"LineString","coordinates":[[2,1],[4,3]]}`},
		{[]point{pointOf(1, 2), pointOf(1, 2)}, `{"type":"LineString","coordinates":[[2,1],[2,1]]}`},
		{[]point{pointOf(0, 170), pointOf(0, 180)}, `{"type":"LineString","coordinates":[[170,0],[180,0]]}`},
		{[]point{pointOf(0, -180), pointOf(0, -175)}, `{"type":"LineString","coordinates":[[-180,0],[-175,0]]}`},
		{[]point{pointOf(0, -180), pointOf(0, 175)}, `{"type":"LineString","coordinates":[[180,0],[175,0]]}`},
		{[]point{pointOf(0, 170), pointOf(0, -180), pointOf(0, 170)}, `{"type":"LineString","coordinates":[[170,0],[180,0],[170,0]]}`},
	} {
		if got := lineGeometry(cut(c.line)); got != c.want {
			t.Errorf("%v: %s, want %s", c.line, got, c.want)
		}
	}
	all := items(t)
	for i, want := range map[int]string{
		0: `{"type":"Polygon","coordinates":[[[2.345,48.855],[2.355,48.855],[2.355,48.865],[2.345,48.865],[2.345,48.855]]]}`,
		2: `{"type":"MultiLineString","coordinates":[[[179.5,-16.8],[180,-16.684615]],[[-180,-16.684615],[-179.2,-16.5]]]}`,
		3: `null`,
		4: `{"type":"MultiPolygon","coordinates":[[[[179.995,-0.005],[180,-0.005],[180,0.005],[179.995,0.005],[179.995,-0.005]]],[[[-180,-0.005],[-179.995,-0.005],[-179.995,0.005],[-180,0.005],[-180,-0.005]]]]}`,
		5: `{"type":"Polygon","coordinates":[[[-180,89.95],[180,89.95],[180,90],[-180,90],[-180,89.95]]]}`,
	} {
		if got := all[i].geometry(); got != want {
			t.Errorf("%s: %s, want %s", all[i].Name, got, want)
		}
	}
	checkGeoJSON(t, must[[]byte](t)(GeoJSON(all, Partners, "mine clearance teams")))
}

// checkGeoJSON reads a collection with the standard library alone.
func checkGeoJSON(t *testing.T, b []byte) {
	var c struct {
		Type     string
		Crs      any
		Features []struct {
			Type, Id string
			Geometry *struct {
				Type        string
				Coordinates any
			}
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(b, &c); err != nil || c.Type != "FeatureCollection" || c.Crs != nil || len(c.Features) == 0 {
		t.Fatalf("it does not read: %v", err)
	}
	for _, f := range c.Features {
		if f.Type != "Feature" || f.Properties == nil {
			t.Errorf("%s is no feature with properties", f.Id)
		}
		if f.Geometry == nil {
			continue
		}
		var walk func(v any) [][2]float64
		walk = func(v any) (all [][2]float64) {
			list, _ := v.([]any)
			if len(list) == 2 {
				if lon, ok := list[0].(float64); ok {
					return [][2]float64{{lon, list[1].(float64)}}
				}
			}
			var here [][2]float64
			for _, x := range list {
				here = append(here, walk(x)...)
			}
			return here
		}
		for _, p := range walk(f.Geometry.Coordinates) {
			if math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
				t.Errorf("%s lies beyond the earth", f.Id)
			}
			for _, x := range p {
				if math.Abs(x*1e6-math.Round(x*1e6)) > 1e-3 {
					t.Errorf("%s has more than six decimals", f.Id)
				}
			}
		}
		rings, _ := f.Geometry.Coordinates.([]any)
		if f.Geometry.Type == "Polygon" {
			rings = []any{rings}
		} else if f.Geometry.Type != "MultiPolygon" {
			continue
		}
		for _, polygon := range rings {
			p := walk(polygon.([]any)[0])
			var twice float64
			for i := range len(p) - 1 {
				twice += p[i][0]*p[i+1][1] - p[i+1][0]*p[i][1]
			}
			if len(p) < 4 || p[0] != p[len(p)-1] || twice <= 0 {
				t.Errorf("%s: a ring is open, or clockwise", f.Id)
			}
		}
	}
}

// Promise: an independent reader takes the GeoJSON.
func TestGeoJSONIsReadByOgr(t *testing.T) {
	ogr, err := exec.LookPath("ogr2ogr")
	if err != nil {
		t.Skip("NO EXPORT WAS READ BY AN INDEPENDENT READER: this needs ogr2ogr (Debian: gdal-bin)")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.geojson"), filepath.Join(dir, "out.geojson")
	if err := os.WriteFile(in, must[[]byte](t)(GeoJSON(items(t), Partners, "mine clearance teams")), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(ogr, "-f", "GeoJSON", "-lco", "RFC7946=YES", out, in).CombinedOutput(); err != nil || len(said) != 0 {
		t.Fatalf("ogr2ogr: %v\n%s", err, said)
	}
	b := must[[]byte](t)(os.ReadFile(out))
	checkGeoJSON(t, b)
	for _, want := range []string{"Mill hospital", "[ 180.0, -16.684615", "b-hospital"} {
		if !bytes.Contains(b, []byte(want)) && !bytes.Contains(bytes.ReplaceAll(b, []byte("[ "), []byte("[")), []byte(strings.ReplaceAll(want, "[ ", "["))) {
			t.Errorf("what ogr2ogr read has no %q", want)
		}
	}
}

// Promise: the CSV has the tags of HXL 1.1 and none for people, and no cell is a formula.
func TestHXLHasTagsAndNoFormulas(t *testing.T) {
	b := must[[]byte](t)(HXL(items(t), Partners, "mine clearance teams"))
	rows := must[[][]string](t)(csv.NewReader(bytes.NewReader(b)).ReadAll())
	if rows[0][0] != "Only for: mine clearance teams" || strings.Join(rows[0][1:], "") != "" {
		t.Errorf("nobody is named: %q", rows[0])
	}
	rows = rows[1:]
	const tags = "#meta+id #event+type #description #loc+name #loc+type #geo+lat #geo+lon #geo+precision_m #date+occurred #date+reported #need+type #affected+ind #affected+killed #affected+injured #access+type #severity+code #status+code #meta+certainty #loc+origin #loc+dest"
	if got := strings.Join(rows[1], " "); got != tags || len(rows) != 2+len(items(t)) {
		t.Errorf("the tags are %s", got)
	}
	column := func(row []string, tag string) string {
		for i, c := range rows[1] {
			if c == tag {
				return row[i]
			}
		}
		t.Fatalf("no %s", tag)
		return ""
	}
	mine, hospital, movement, need := rows[2], rows[3], rows[4], rows[5]
	for _, c := range [][3]string{
		{column(hospital, "#description"), "'=cmd|' /C calc'!A0 & <120> beds; \"two\" wings,\nsince noon", "a formula"},
		{column(need, "#loc+name"), "'@Upper town", "a formula of another kind"},
		{column(mine, "#description"), "-1.5", "a number"},
		{column(hospital, "#geo+lat"), "48.86", "latitude"},
		{column(hospital, "#geo+lon"), "2.35", "longitude"},
		{column(hospital, "#geo+precision_m"), "666", "precision"},
		{column(hospital, "#affected+ind"), "180", "people"},
		{column(hospital, "#affected+killed"), "", "killed, not said"},
		{column(rows[6], "#affected+killed"), "0", "killed, none"},
		{column(hospital, "#date+occurred"), "2026-11-14/..", "since"},
		{column(movement, "#geo+lat"), "-16.80", "a latitude below zero"},
		{column(movement, "#loc+origin"), "-16.80, 179.50", "where from"},
		{column(movement, "#loc+dest"), "-16.5, -179.2", "where to"},
		{column(need, "#need+type"), "water", "a need"},
		{column(need, "#geo+lat"), "", "no coordinates"},
		{column(mine, "#event+type"), "hazard/mine", "an event"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %q, want %q", c[2], c[0], c[1])
		}
	}
	for _, row := range rows[2:] {
		for i, v := range row {
			if v != "" && strings.ContainsRune("=+@\t\r＝＋＠", []rune(v)[0]) {
				t.Errorf("%s begins like a formula", rows[1][i])
			}
		}
	}
	open := must[[]byte](t)(HXL(without(t, report.Movement), Everybody, ""))
	if bytes.Contains(open, []byte("#loc+dest")) || !bytes.Contains(open, []byte("#meta+certainty\r\n")) {
		t.Error("without a movement there are columns for one")
	}
	for _, c := range [][2]string{{"-1.5", "-1.5"}, {"-", "'-"}, {"-1.5+2", "'-1.5+2"}, {"+1", "'+1"}, {" =1", "' =1"}, {"\n@x", "'\n'@x"}, {"＝1", "'＝1"}, {"a=1", "a=1"}, {"", ""}, {"- no", "'- no"},
		{"bread; =HYPERLINK(1)", "bread; '=HYPERLINK(1)"}, {"bread;=1;+2", "bread;'=1;'+2"}, {"=1; @x", "'=1; '@x"}, {"bread\n=1", "bread\n'=1"}, {"a|\"=1", "a|\"'=1"}, {"bread; 12", "bread; 12"}} {
		if got := safe(c[0]); got != c[1] {
			t.Errorf("%q becomes %q", c[0], got)
		}
	}
}

func envelope() Envelope {
	return Envelope{Sender: "desk@example.org", Serial: 1, Sent: noon, Restriction: "mine clearance teams"}
}

// alerts are one of every kind and every scope.
func alerts(t testing.TB) (all [][]byte) {
	for _, it := range items(t) {
		all = append(all, must[[]byte](t)(CAP(it, Partners, envelope())))
	}
	e := envelope()
	e.Serial, e.Message, e.Earlier, e.Exercise = 3, Update, []Earlier{{1, noon}, {2, noon.Add(time.Hour)}}, true
	all = append(all, must[[]byte](t)(CAP(items(t)[0], Partners, e)))
	e.Message, e.Addresses = Cancel, []string{"one@example.org", "two@example.org"}
	all = append(all, must[[]byte](t)(CAP(items(t)[1], Partners, e)))
	return append(all, must[[]byte](t)(CAP(items(t)[4], Everybody, Envelope{Sender: "desk", Serial: 1, Sent: noon})))
}

// Promise: an alert says what CAP 1.2 has words for, and no more than is known.
func TestAnAlertSaysWhatIsKnown(t *testing.T) {
	all := alerts(t)
	for i, want := range map[int][]string{
		0: {"<circle>48.86,2.35 0.67</circle>", "<scope>Restricted</scope>", "<restriction>mine clearance teams</restriction>", "<sent>2026-11-14T12:20:00-00:00</sent>",
			"<status>Actual</status>", "<certainty>Likely</certainty>", "<identifier>b-hospital.1</identifier>", "<severity>Severe</severity>", "&lt;120&gt;"},
		1: {"<responseType>Avoid</responseType>", "<certainty>Possible</certainty>", ">33.515,36.279 0.28</circle>", "<areaDesc>200 m ENE of جسر قديم</areaDesc>"},
		2: {"<circle>-16.80,179.50 ", "<circle>-16.5,-179.2 ", "<urgency>Future</urgency>", "<certainty>Unknown</certainty>"},
		3: {"<areaDesc>@Upper town</areaDesc>\n</area>"},
		4: {"<certainty>Observed</certainty>", "<urgency>Past</urgency>", "<circle>0.00,-180.00 "},
		6: {"<status>Exercise</status>", "<msgType>Update</msgType>", "<references>desk@example.org,b-hospital.1,2026-11-14T12:20:00-00:00 desk@example.org,b-hospital.2,2026-11-14T13:20:00-00:00</references>"},
		7: {"<scope>Private</scope>", "<addresses>one@example.org two@example.org</addresses>", "<msgType>Cancel</msgType>"},
		8: {"<scope>Public</scope>", "<sent>2026-11-14T00:00:00-00:00</sent>", "<onset>2026-11-14T00:00:00-00:00</onset>"},
	} {
		for _, w := range want {
			if !bytes.Contains(all[i], []byte(w)) {
				t.Errorf("alert %d has no %s:\n%s", i, w, all[i])
			}
		}
	}
	for i, a := range all {
		if bytes.Contains(a, []byte("Execute")) || bytes.Contains(a, []byte("contact")) || bytes.Contains(a, []byte("Z</sent")) || bytes.Contains(a, []byte("Z</onset")) {
			t.Errorf("alert %d says what none may", i)
		}
	}
	for name, spoil := range map[string]func(*Envelope){
		"no restriction":              func(e *Envelope) { e.Restriction = "" },
		"no sender":                   func(e *Envelope) { e.Sender = "" },
		"a sender with a space":       func(e *Envelope) { e.Sender = "the desk" },
		"a sender with a comma":       func(e *Envelope) { e.Sender = "desk,x" },
		"no serial":                   func(e *Envelope) { e.Serial = 0 },
		"an update of nothing":        func(e *Envelope) { e.Message = Update },
		"an alert of something":       func(e *Envelope) { e.Earlier = []Earlier{{1, noon}} },
		"an update of itself":         func(e *Envelope) { e.Message, e.Earlier = Update, []Earlier{{1, noon}} },
		"an address with a space":     func(e *Envelope) { e.Addresses = []string{"a b"} },
		"an address that is not one":  func(e *Envelope) { e.Addresses = []string{""} },
		"a restriction of only blank": func(e *Envelope) { e.Restriction = " " },
		"a restriction of two lines":  func(e *Envelope) { e.Restriction = "all\nbut one" },
		"a restriction that turns":    func(e *Envelope) { e.Restriction = "\u202enobody" },
	} {
		e := envelope()
		spoil(&e)
		if b, err := CAP(items(t)[0], Partners, e); err == nil {
			t.Errorf("%s:\n%s", name, b)
		}
	}
}

// Promise: the schema of CAP 1.2 takes every alert.
func TestAlertsAreValidByTheSchema(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("NO ALERT WAS VALIDATED AGAINST THE SCHEMA: this needs xmllint (Debian: libxml2-utils)")
	}
	validate := func(b []byte) (string, error) {
		file := filepath.Join(t.TempDir(), "alert.xml")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command(xmllint, "--nonet", "--noout", "--schema", "testdata/CAP-v1.2.xsd", file).CombinedOutput()
		return string(said), err
	}
	for i, a := range alerts(t) {
		if said, err := validate(a); err != nil {
			t.Errorf("alert %d: %v\n%s\n%s", i, err, said, a)
		}
	}
	for _, spoil := range [][2]string{{"<scope>Restricted</scope>", "<scope>Secret</scope>"}, {"-00:00</sent>", "Z</sent>"}} {
		if _, err := validate(bytes.Replace(alerts(t)[0], []byte(spoil[0]), []byte(spoil[1]), 1)); err == nil {
			t.Errorf("the control: the schema takes %s", spoil[1])
		}
	}
}

// Promise: what the schema lets pass and the standard does not is refused by an own check.
func TestTheOwnCheckSeesWhatTheSchemaDoesNot(t *testing.T) {
	alert := string(alerts(t)[0])
	if err := CheckCAP([]byte(alert)); err != nil {
		t.Fatalf("the control: %v", err)
	}
	const circle = "<circle>48.86,2.35 0.67</circle>"
	for name, c := range map[string][2]string{
		"a restriction that is missing":    {"<restriction>mine clearance teams</restriction>\n", ""},
		"addresses that are missing":       {"<scope>Restricted", "<scope>Private"},
		"a circle with a space":            {"48.86,2.35 0.67", "48.86 2.35 0.67"},
		"a circle beyond the pole":         {"48.86,2.35", "90.01,2.35"},
		"a circle beyond the date line":    {"48.86,2.35", "48.86,180.01"},
		"a circle without a radius":        {"48.86,2.35 0.67", "48.86,2.35"},
		"a circle of less than nothing":    {" 0.67", " -0.67"},
		"a circle larger than the earth":   {" 0.67", " 99999"},
		"a circle of no number":            {" 0.67", " NaN"},
		"an open polygon":                  {circle, "<polygon>1,1 1,2 2,2 2,1</polygon>"},
		"a polygon of two points":          {circle, "<polygon>1,1 1,2 1,1</polygon>"},
		"an identifier with a space":       {"b-hospital.1", "b hospital.1"},
		"an identifier with a comma":       {"b-hospital.1", "b-hospital,1"},
		"a sender with a space":            {"desk@example.org", "the desk"},
		"a time with a Z":                  {"-00:00</sent>", "Z</sent>"},
		"an onset with a Z":                {"-00:00</onset>", "Z</onset>"},
		"somebody is to execute something": {"<urgency>", "<responseType>Execute</responseType><urgency>"},
		"somebody is to be called":         {"<parameter>", "<contact>x</contact><parameter>"},
		"an update of nothing":             {"<msgType>Alert", "<msgType>Update"},
		"references that are none":         {"<info>", "<references>x</references><info>"},
		"another namespace":                {"cap:1.2", "cap:1.1"},
		"no XML":                           {"</alert>", ""},
		"a second alert":                   {"</alert>", "</alert><alert/>"},
		"words behind the alert":           {"</alert>", "</alert>x"},
	} {
		spoilt := strings.Replace(alert, c[0], c[1], 1)
		if spoilt == alert {
			t.Fatalf("%s: nothing was spoilt", name)
		}
		if err := CheckCAP([]byte(spoilt)); !errors.Is(err, ErrAlert) {
			t.Errorf("%s: %v", name, err)
		}
	}
	closed := strings.Replace(alert, circle, "<polygon>1,1 1,2 2,2 1,1</polygon>", 1)
	if err := CheckCAP([]byte(closed)); err != nil {
		t.Errorf("a closed polygon: %v", err)
	}
}

// FuzzExport: whatever is in an item, the exports are refused or can be read.
func FuzzExport(f *testing.F) {
	f.Add("=1+1", "name", 48.86, 2.35, uint8(2), uint8(3))
	f.Add("]]>&<\"", "-2", -90.0, 180.0, uint8(1), uint8(0))
	f.Add("\ufffd", "\u2028", 0.0, -179.9999, uint8(3), uint8(0x77))
	f.Fuzz(func(t *testing.T, text, name string, lat, lon float64, digits, more uint8) {
		e, err := place.Degrees(lat, lon)
		if err != nil {
			return
		}
		c, _ := e.Coarsen(place.Precision(digits % 4))
		it := Item{Name: "x", Kind: report.Kind(1 + more%5), Where: place.Place{Cell: c, Name: name, Bearing: place.Bearing(more % 17), Distance: place.Distance(more / 17 % 11)},
			Text: text, Reported: noon, Consent: 3}
		g, err := GeoJSON([]Item{it}, Partners, "x")
		if err != nil {
			return
		}
		checkGeoJSON(t, g)
		h, err := HXL([]Item{it}, Partners, "x")
		if err != nil {
			t.Fatalf("HXL refuses what GeoJSON takes: %v", err)
		}
		// encoding/csv reads \r\n within a cell as \n; a text has none.
		if rows, err := csv.NewReader(bytes.NewReader(h)).ReadAll(); err != nil || len(rows) != 4 || strings.ReplaceAll(rows[3][2], "'", "") != strings.ReplaceAll(text, "'", "") {
			t.Fatalf("the CSV is not read: %v", err)
		}
		if _, err := CAP(it, Partners, envelope()); err != nil {
			t.Fatalf("no alert: %v", err)
		}
	})
}

func ExampleGeoJSON() {
	b, err := GeoJSON([]Item{{Name: "well-1", Kind: report.Need, Type: 1, Where: place.Place{Name: "Upper town"}, Reported: time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC), Consent: report.MayPublish}}, Everybody, "")
	fmt.Printf("%s%v\n", b, err)
	// Output:
	// {"type":"FeatureCollection","features":[
	// {"type":"Feature","id":"well-1","geometry":null,"properties":{"kind":"need","type":"water","reported":"2026-11-14","place":"Upper town","status":"new"}}
	// ]}
	// <nil>
}
