package place

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"bulkhead/internal/seeds"

	"golang.org/x/crypto/cryptobyte"
)

// at reads a pair with hemispheres.
func at(t testing.TB, typed string) Exact {
	t.Helper()
	found, err := Read(typed)
	if err != nil || len(found) != 1 {
		t.Fatalf("%d readings, %v", len(found), err)
	}
	return found[0].Exact
}

// Promise: a place is rounded to the chosen precision, also at the poles, the date line
// and zero.
func TestAPlaceIsCoarsenedToWhatWasChosen(t *testing.T) {
	for _, c := range []struct {
		typed     string
		precision Precision
		lat, lon  string
	}{
		{"48.85661 N 2.35222 E", TenKilometres, "48.9", "2.4"},
		{"48.85661 N 2.35222 E", OneKilometre, "48.86", "2.35"},
		{"48.85661 N 2.35222 E", HundredMetres, "48.857", "2.352"},
		{"0.004 S 0.004 W", OneKilometre, "0.00", "0.00"},
		{"0.005 S 0.005 W", OneKilometre, "-0.01", "-0.01"},
		{"0.005 N 0.0049999999999 E", OneKilometre, "0.01", "0.00"},
		{"1 N 179.996 E", OneKilometre, "1.00", "-180.00"},
		{"1 N 179.994 E", OneKilometre, "1.00", "179.99"},
		{"1 N 180 E", HundredMetres, "1.000", "-180.000"},
		{"1 N 180 W", HundredMetres, "1.000", "-180.000"},
		{"1 N 179.996 W", OneKilometre, "1.00", "-180.00"},
		{"89.96 N 77 E", TenKilometres, "90.0", "0.0"},
		{"89.9 N 77 E", TenKilometres, "89.9", "77.0"},
		{"89.9996 S 77 E", HundredMetres, "-90.000", "0.000"},
		{`0°30'18"S 0°0'18"E`, OneKilometre, "-0.51", "0.01"}, // both halves, which no binary fraction has
	} {
		cell, err := at(t, c.typed).Coarsen(c.precision)
		if lat, lon := cell.Text(); err != nil || lat != c.lat || lon != c.lon {
			t.Errorf("%s at %d m: %s, %s (%v), want %s, %s", c.typed, c.precision.Metres(), lat, lon, err, c.lat, c.lon)
		}
	}
	for _, p := range []Precision{0, 4, 255} {
		if c, err := at(t, "1 N 1 E").Coarsen(p); err != ErrPrecision || !c.IsZero() {
			t.Errorf("a precision of %d decimals: %v", p, err)
		}
	}
}

// Promise: whatever is picked or typed lies within the reach of its cell, and a cell
// written and read is the same.
func TestWhatIsCoarsenedIsWithinReach(t *testing.T) {
	seeds.Each(t, 3, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		for range 2000 {
			lat, lon := r.Float64()*180-90, r.Float64()*720-360
			switch r.IntN(6) {
			case 0:
				lat = math.Copysign(90-r.Float64()/100, lat)
			case 1:
				lon = math.Copysign(180+r.Float64()/100-0.005, lon)
			}
			e, err := Degrees(lat, lon)
			if err != nil {
				t.Fatal(err)
			}
			p := Precision(1 + r.IntN(3))
			c, err := e.Coarsen(p)
			if err != nil {
				t.Fatal(err)
			}
			cLat, cLon := c.Degrees()
			// At a pole all longitudes are one place.
			if d := metres(lat, lon, cLat, cLon); d > float64(c.Reach())+1 {
				t.Fatalf("%.0f m from the centre of a cell of reach %d", d, c.Reach())
			}
			back, err := round(Place{Cell: c})
			if err != nil || back.Cell != c {
				t.Fatalf("it does not come back: %v", err)
			}
		}
	})
	for _, bad := range [][2]float64{{90.1, 0}, {-91, 0}, {math.NaN(), 0}, {0, math.NaN()}, {0, math.Inf(1)}} {
		if _, err := Degrees(bad[0], bad[1]); err != ErrRange {
			t.Errorf("a map's pair beyond the earth: %v", err)
		}
	}
}

// metres is the great-circle distance.
func metres(lat1, lon1, lat2, lon2 float64) float64 {
	a, b, d := lat1*degreesToRad, lat2*degreesToRad, (lon1-lon2)*degreesToRad
	h := math.Pow(math.Sin((a-b)/2), 2) + math.Cos(a)*math.Cos(b)*math.Pow(math.Sin(d/2), 2)
	return 2 * earthRadius * math.Asin(math.Sqrt(min(1, h)))
}

func round(p Place) (Place, error) {
	var b cryptobyte.Builder
	p.Append(&b)
	bytes, err := b.Bytes()
	if err != nil {
		return Place{}, err
	}
	s := cryptobyte.String(bytes)
	back, err := Take(&s)
	if err == nil && (len(s) != 0 || len(bytes) > MaxBytes) {
		err = ErrBytes
	}
	return back, err
}

// Promise: nothing exact can be kept, sent or printed: an exact pair has no form, and no
// exported field.
func TestAnExactPairHasNoForm(t *testing.T) {
	e := at(t, "48.85661 N 2.35222 E")
	for _, v := range []any{e, &e, Reading{e, Said}, struct{ E Exact }{e}} {
		if b, err := json.Marshal(v); err == nil {
			t.Errorf("json makes %d bytes of a %T", len(b), v)
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
			if s := fmt.Sprintf(verb, v); strings.Contains(s, "48") || strings.Contains(s, "1758") || strings.Contains(s, "84677") {
				t.Errorf("%s prints a %T: a coordinate", verb, v)
			}
		}
	}
	if _, ok := any(e).(encoding.BinaryMarshaler); ok {
		t.Error("an exact pair has a form in bytes")
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[Exact](), reflect.TypeFor[Cell]()} {
		for i := range typ.NumField() {
			if typ.Field(i).IsExported() {
				t.Errorf("%s.%s is exported: somebody could set it finer", typ.Name(), typ.Field(i).Name)
			}
		}
	}
	c, _ := e.Coarsen(HundredMetres)
	for _, v := range []any{c, Place{Cell: c, Name: "canary"}, struct{ P Place }{Place{Cell: c, Name: "canary"}}} {
		if s := fmt.Sprintf("%v %+v %#v %d", v, v, v, v); strings.Contains(s, "48857") || strings.Contains(s, "canary") {
			t.Errorf("a %T is printed", v)
		}
	}
}

// Promise: a place has one form. What is not one is refused.
func TestAPlaceHasOneForm(t *testing.T) {
	cell, _ := at(t, "48.85661 N 2.35222 E").Coarsen(OneKilometre)
	for _, p := range []Place{{}, {Cell: cell}, {Name: "Old bridge"}, {Cell: cell, Name: "جسر", Bearing: 16, Distance: 10}, {Name: strings.Repeat("x", MaxName), Distance: 1}} {
		if back, err := round(p); err != nil || back != p {
			t.Errorf("%d bytes of name: %v", len(p.Name), err)
		}
	}
	for name, c := range map[string]struct {
		place Place
		want  Refusal
	}{
		"a bearing from nowhere":  {Place{Cell: cell, Bearing: 1}, ErrLandmark},
		"a distance from nowhere": {Place{Distance: 1}, ErrLandmark},
		"a bearing beyond all":    {Place{Name: "x", Bearing: 17}, ErrLandmark},
		"a distance beyond all":   {Place{Name: "x", Distance: 11}, ErrLandmark},
		"a name too long":         {Place{Name: strings.Repeat("x", MaxName+1)}, ErrName},
		"a name of two lines":     {Place{Name: "x\ny"}, ErrName},
		"a name that turns":       {Place{Name: "x\u202ey"}, ErrName},
		"a name that is no text":  {Place{Name: "\xff"}, ErrName},
		"the date line twice":     {Place{Cell: Cell{OneKilometre, 0, 18000}}, ErrPrecision},
		"a pole's longitude":      {Place{Cell: Cell{OneKilometre, 9000, 1}}, ErrPrecision},
		"beyond a pole":           {Place{Cell: Cell{OneKilometre, 9001, 0}}, ErrPrecision},
		"finer":                   {Place{Cell: Cell{4, 1, 1}}, ErrPrecision},
		"steps of nothing":        {Place{Cell: Cell{0, 1, 0}}, ErrPrecision},
	} {
		if _, err := round(c.place); err != c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for _, bytes := range []string{"", "\x00", "\x04\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00", "\x02\x00\x00\x23\x29\x00\x00\x00\x00\x00\x00\x00", "\x00\x02x", "\x00\x00\x01\x00"} {
		s := cryptobyte.String(bytes)
		if _, err := Take(&s); err == nil {
			t.Errorf("%x is a place", bytes)
		}
	}
}

// Promise: a landmark's thing is drawn where the bearing says, with the doubt that it has.
func TestALandmarkIsSeenFromWhereItIsSafe(t *testing.T) {
	cell, _ := at(t, "48.857 N 2.352 E").Coarsen(HundredMetres)
	for _, c := range []struct {
		place              Place
		lat, lon           float64
		moved, reach, more int
	}{
		{Place{Cell: cell}, 48.857, 2.352, 0, 67, 0},
		{Place{Cell: cell, Name: "well", Bearing: 1, Distance: 4}, 48.857899, 2.352, 100, 134, 1},
		{Place{Cell: cell, Name: "well", Bearing: 5, Distance: 6}, 48.857, 2.358834, 500, 401, 1},
		{Place{Cell: cell, Name: "well", Bearing: 9, Distance: 7}, 48.848007, 2.352, 1000, 734, 1},
		{Place{Cell: cell, Name: "well", Distance: 4}, 48.857, 2.352, 0, 227, 1},
	} {
		s, ok := c.place.Spot()
		if !ok || math.Abs(s.Lat-c.lat) > 1e-6 || math.Abs(s.Lon-c.lon) > 1e-6 || s.Reach != c.reach {
			t.Errorf("bearing %d, step %d: %v %v reach %d, want %v %v %d", c.place.Bearing, c.place.Distance, s.Lat, s.Lon, s.Reach, c.lat, c.lon, c.reach)
		}
		if d := metres(48.857, 2.352, s.Lat, s.Lon); math.Abs(d-float64(c.moved)) > 1 {
			t.Errorf("moved by %.1f m, want %d", d, c.moved)
		}
		if plain, _ := (Place{Cell: cell}).Spot(); (s.Sigma > plain.Sigma) != (c.more == 1) {
			t.Errorf("bearing %d, step %d: σ %.0f m, the cell's %.0f", c.place.Bearing, c.place.Distance, s.Sigma, plain.Sigma)
		}
	}
	if _, ok := (Place{Name: "well", Bearing: 1, Distance: 1}).Spot(); ok {
		t.Error("a name is drawn on a map")
	}
	if _, ok := (Place{Cell: cell, Name: "well", Bearing: 9}).Spot(); ok {
		t.Error("what lies in a direction is drawn at the landmark")
	}
	pole, _ := at(t, "90 N 0 E").Coarsen(OneKilometre)
	line, _ := at(t, "0 N 180 E").Coarsen(OneKilometre)
	for _, p := range []Place{{Cell: pole, Name: "pole", Bearing: 5, Distance: 10}, {Cell: line, Name: "line", Bearing: 13, Distance: 10}} {
		if s, ok := p.Spot(); !ok || s.Lat > 90 || s.Lon < -180 || s.Lon >= 180 {
			t.Errorf("%s: %v %v", p.Name, s.Lat, s.Lon)
		}
	}
	for metres, want := range map[float64]int{1: 10, 13: 10, 120: 100, 142: 200, 800: 1000, 3000: 2000, 14_142: 10_000, 14_143: 0, 1e6: 0, math.NaN(): 0, math.Inf(1): 0} {
		if got := Nearest(metres).Metres(); got != want {
			t.Errorf("%v m is kept as %d, want %d", metres, got, want)
		}
	}
}

// Promise: a landmark's thing is within reach of where it is drawn, however its distance and
// bearing were rounded.
func TestALandmarksThingIsWithinReach(t *testing.T) {
	seeds.Each(t, 2, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 9))
		for range 20_000 {
			lat, lon := 160*r.Float64()-80, 360*r.Float64()-180
			e, err := Degrees(lat, lon)
			if err != nil {
				t.Fatal(err)
			}
			c, err := e.Coarsen(Precision(1 + r.IntN(3)))
			if err != nil {
				t.Fatal(err)
			}
			far, angle := math.Exp(math.Log(3)+r.Float64()*math.Log(farthest/3)), 360*r.Float64()
			p := Place{Cell: c, Name: "well", Distance: Nearest(far)}
			if r.IntN(3) > 0 {
				p.Bearing = 1 + Bearing(int(math.Round(angle/22.5))%16)
			}
			sin, cos := math.Sincos(angle * degreesToRad)
			trueLat := lat + far*cos/metresADegree
			trueLon := lon + far*sin/(metresADegree*math.Cos((lat+trueLat)/2*degreesToRad))
			s, ok := p.Spot()
			if d := metres(s.Lat, s.Lon, trueLat, trueLon); !ok || d > float64(s.Reach)+1 {
				t.Fatalf("%.0f m at %.1f°: %.0f m from where it is drawn, its reach is %d", far, angle, d, s.Reach)
			}
		}
	})
}

// Promise: a free text that says where more exactly than was chosen is noticed.
func TestATextThatSaysMoreIsNoticed(t *testing.T) {
	const all, none = TenKilometres, finest + 1
	for text, last := range map[string]Precision{ // noticed at this precision and coarser ones
		"the hospital at 48.85661, 2.35222":                  HundredMetres,
		"٤٨٫٨٥٦٦١":                                           HundredMetres,
		"48,8566 / 2,3522":                                   HundredMetres,
		"31U DQ 48251 11932":                                 HundredMetres,
		"8FW4V942+JV":                                        HundredMetres,
		"48°51'":                                             HundredMetres,
		"33.513807,36.276528":                                HundredMetres,
		"at 33.5138,36.2765.":                                HundredMetres,
		"33,513807,36,276528":                                HundredMetres,
		"33,513807;36,276528":                                HundredMetres,
		"33.513807.36.276528":                                HundredMetres,
		"https://maps.example/@33.51381,36.27653,17z":        HundredMetres,
		"https://maps.example/?mlat=33.5138&mlon=36.2765":    HundredMetres,
		"https://maps.example/#map=17/33.5138/36.2765":       HundredMetres,
		"https://maps.example/?q=33.5138%2C36.2765":          HundredMetres,
		"geo:0,0?q=33.5138,36.2765":                          HundredMetres,
		"see geo:33.5138,36.2765;u=10":                       HundredMetres,
		"33.514,36.277":                                      OneKilometre,
		"33,514 36,277":                                      OneKilometre,
		"33,514 N 36,277 E":                                  OneKilometre,
		"٣٣٫٥١٤، ٣٦٫٢٧٧":                                     OneKilometre,
		"33,514,36,277":                                      OneKilometre,
		"33.51,36.28":                                        TenKilometres,
		"33.51 36.28":                                        TenKilometres,
		"33,51 36,28":                                        TenKilometres,
		"lat 33.51, lon 36.28":                               TenKilometres,
		"https://maps.example/?mlat=33.51&mlon=36.28":        TenKilometres,
		"33.5, 36.3":                                         0,
		"33.5,36.3":                                          0,
		"４８．８５６６１":                                           HundredMetres,
		"४८.८५६६१":                                           HundredMetres,
		"৪৮.৮৫৬৬১, 𝟐.𝟑𝟓𝟐𝟐𝟐":                                  HundredMetres,
		"48.\u200b85661":                                     HundredMetres,
		"48.85\u00ad661":                                     HundredMetres,
		"48\ufeff.85\u2060661":                               HundredMetres,
		"https://maps.app.goo.gl/Ab3dEfGh":                   HundredMetres,
		"see https://osm.org/go/0EEQjE--":                    HundredMetres,
		"///Filled.Count.Soap":                               HundredMetres,
		"https://example.org/a.b.c":                          0,
		"120 beds, 3.5 km from the mill":                     0,
		"since 14.30, on 12.11.2026, 1,000 l":                0,
		"water from 2.50 m, 1.234.567 people, 1,234,567 too": 0,
		"1,000 l and 2,500 l":                                0,
		"call it the old mill; 20 houses gone":               0,
	} {
		for p := all; p < none; p++ {
			if got, want := Finer(text, p), p <= last; got != want {
				t.Errorf("%q at %d m: %t", text, p.Metres(), got)
			}
		}
	}
}
