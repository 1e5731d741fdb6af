package report

import (
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"bulkhead/report/place"
)

var update = flag.Bool("update", false, "write testdata/vectors.txt anew: go test ./report -run Vectors -update")

const vectorFile = "testdata/vectors.txt"

// TestVectors holds the form of reports and places against the file that a second
// implementation reads (internal/second). A change of it is a change of format.
func TestVectors(t *testing.T) {
	got := vectors(t)
	if *update {
		if err := os.WriteFile(vectorFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(vectorFile); err != nil || string(want) != got {
		t.Errorf("the vectors are others (%v)", err)
	}
}

func vectors(t testing.TB) string {
	var b strings.Builder
	b.WriteString("# docs/protocol/report.md: reports and their fields; names and texts in hex\n")
	for _, s := range samples(t) {
		fmt.Fprintf(&b, "\n# %s\nreport %x\n%s", s.name, marshal(t, s.report), fields(&s.report))
	}
	b.WriteString("\n# degrees, digits; latitude, longitude, reach\n")
	for _, c := range [][3]string{
		{"48.85661", "2.35222", "1"}, {"48.85661", "2.35222", "2"}, {"48.85661", "2.35222", "3"},
		{"-0.004", "-0.004", "2"}, {"-0.005", "0.005", "2"}, {"1", "179.996", "2"}, {"1", "-179.996", "2"}, {"1", "180", "3"},
		{"89.96", "77", "1"}, {"-89.9996", "-77", "3"}, {"-33.4489", "-70.6693", "2"},
	} {
		p := cell(t, c[0], c[1], c[2][0]-'0')
		lat, lon := p.Text()
		fmt.Fprintf(&b, "coarse %s %s %s %s %s %d\n", c[0], c[1], c[2], lat, lon, p.Reach())
	}
	b.WriteString("\n# landmarks; latitude, longitude and reach of the spot\n")
	for _, s := range samples(t) {
		for _, p := range []place.Place{s.report.Where, s.report.To} {
			if spot, ok := p.Spot(); ok {
				fmt.Fprintf(&b, "spot %s %.6f %.6f %d\n", placed(p), spot.Lat, spot.Lon, spot.Reach)
			}
		}
	}
	b.WriteString("\n# no reports\n")
	for _, r := range refused(t) {
		fmt.Fprintf(&b, "refused %x\n", r.bytes)
	}
	return b.String()
}

func marshal(t testing.TB, r Report) []byte {
	t.Helper()
	b, err := r.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// fields writes a report as lines.
func fields(r *Report) string {
	return fmt.Sprintf("id %x\nrevision %d\nkind %s\ntype %s\nstate %s\naccess %s\nseverity %s\nhow %s\nconfidence %s\nconsent %d\npeople %s\nkilled %s\ninjured %s\nwhen %s\nwhere %s\nto %s\ntext %x\n",
		r.ID[:], r.Revision, r.Kind, or(r.TypeCode()), or(r.StateCode()), or(r.Access.String()), or(r.Severity.String()), r.How, r.Confidence,
		r.Consent, count(r.People), count(r.Killed), count(r.Injured), timed(r.When), placed(r.Where), placed(r.To), r.Text)
}

func or(code string) string {
	if code == "" {
		return "-"
	}
	return code
}

func count(c Count) string {
	if n, said := c.Number(); said {
		return fmt.Sprint(n)
	}
	return "-"
}

func timed(w When) string {
	const form = "2006-01-02T15:04Z"
	switch w.Form() {
	case AMoment:
		return w.From().Format(form) + "/" + w.To().Format(form)
	case ASpan:
		return fmt.Sprintf("%s/%s/%d", w.From().Format(form), w.To().Format(form), w.Unit())
	case ASince:
		return fmt.Sprintf("%s/../%d", w.From().Format(form), w.Unit())
	}
	return "-"
}

func placed(p place.Place) string {
	lat, lon := p.Cell.Text()
	return fmt.Sprintf("%s:%s:%x:%d:%d", or(lat), or(lon), p.Name, p.Bearing, p.Distance)
}

func cell(t testing.TB, lat, lon string, digits byte) place.Cell {
	t.Helper()
	found, err := place.Read("lat " + lat + " lon " + lon)
	if err != nil || len(found) != 1 {
		t.Fatalf("%d readings, %v", len(found), err)
	}
	c, err := found[0].Exact.Coarsen(place.Precision(digits))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type sample struct {
	name   string
	report Report
}

// noon is a moment that tests share.
var noon = time.Date(2026, 11, 14, 12, 20, 0, 0, time.UTC)

func made1[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// samples are one report of each kind, the shortest and the longest.
func samples(t testing.TB) []sample {
	when := made1[When](t)
	id := func(n byte) ID { return ID(bytes.Repeat([]byte{n}, IDSize)) }
	longest := Report{ID: id(0xff), Revision: 65535, Kind: Movement, Type: 4, State: 4, Severity: Extreme, How: Public, Confidence: Sure, Consent: MayNotify,
		People: Counted(MaxCount), When: when(Span(noon, noon.AddDate(0, 0, 40), Day)), Text: strings.Repeat("ن", MaxText/2)}
	longest.Where = place.Place{Cell: cell(t, "-89.999", "-179.999", 3), Name: strings.Repeat("م", place.MaxName/2), Bearing: 16, Distance: 10}
	longest.To = longest.Where
	return []sample{
		{"a hospital to be spared", Report{ID: id(1), Revision: 1, Kind: Site, Type: 1, State: 1, Access: AccessHard, Severity: Severe, How: Seen, Confidence: Sure,
			Consent: MayNotify | MayPublish, People: Counted(183), When: when(Since(noon, Day)),
			Where: place.Place{Cell: cell(t, "48.85661", "2.35222", 2), Name: "Mill hospital"}, Text: "Two wings, 120 beds.\nThe generator runs."}},
		{"a mine, by landmark and bearing", Report{ID: id(2), Revision: 3, Kind: Hazard, Type: 1, State: 2, Severity: Extreme, How: Told, Confidence: Likely,
			When: when(Moment(noon, SixHours)), Where: place.Place{Cell: cell(t, "33.5138", "36.2765", 3), Name: "جسر قديم", Bearing: 4, Distance: 5}, Text: "خلف الجسر"}},
		{"a movement across the date line", Report{ID: id(3), Revision: 1, Kind: Movement, Type: 1, State: 1, How: Seen, Confidence: Likely, Consent: MayNotify,
			People: Counted(40), When: when(Span(noon.AddDate(0, 0, 2), noon.AddDate(0, 0, 2).Add(3*time.Hour), QuarterHour)),
			Where: place.Place{Cell: cell(t, "-16.8", "179.996", 2)}, To: place.Place{Cell: cell(t, "-16.5", "-179.2", 1), Name: "Harbour"}}},
		{"a need, nobody counted", Report{ID: id(4), Revision: 2, Kind: Need, Type: 1, State: 1, Access: AccessCutOff, How: Told, Confidence: Doubtful,
			When: when(Moment(noon, Hour)), Where: place.Place{Name: "Upper town"}, Text: "No water for three days."}},
		{"harm, nobody killed", Report{ID: id(5), Revision: 1, Kind: Harm, Type: 3, Severity: Moderate, How: Public, Confidence: Sure, Consent: MayPublish,
			Killed: Counted(0), Injured: Counted(7), When: when(Moment(noon, QuarterHour)), Where: place.Place{Cell: cell(t, "-0.004", "-70.6693", 2)}}},
		{"the shortest", Report{ID: id(6), Revision: 1, Kind: Site, How: Seen, Confidence: Likely}},
		{"the longest", longest},
	}
}

type refusal struct {
	name  string
	bytes []byte
	want  error
}

// refused are bytes that are no report, each for one reason.
func refused(t testing.TB) []refusal {
	all := samples(t)
	hospital, mine, movement, harm := marshal(t, all[0].report), marshal(t, all[1].report), marshal(t, all[2].report), marshal(t, all[4].report)
	with := func(b []byte, at int, v ...byte) []byte {
		b = bytes.Clone(b)
		copy(b[at:], v)
		return b
	}
	// Where stands behind a "since" of 6 bytes at 39.
	return []refusal{
		{"nothing", nil, ErrBytes},
		{"a version of none", with(hospital, 0, 0), ErrBytes},
		{"a newer version", with(hospital, 0, 2), ErrNewer},
		{"an id of zeros", with(hospital, 1, make([]byte, 16)...), ErrID},
		{"no revision", with(hospital, 17, 0, 0), ErrID},
		{"kind 0", with(hospital, 19, 0), ErrKind},
		{"kind 6", with(hospital, 19, 6), ErrKind},
		{"a type beyond the kind's", with(hospital, 20, 11), ErrKind},
		{"a state beyond the kind's", with(hospital, 21, 4), ErrKind},
		{"a state where there is none", with(harm, 21, 1), ErrKind},
		{"an access beyond all", with(hospital, 22, 4), ErrValue},
		{"a movement that aid gets to", with(movement, 22, 1), ErrNotOfKind},
		{"a severity beyond all", with(hospital, 23, 5), ErrValue},
		{"how it is known not said", with(hospital, 24, 0), ErrValue},
		{"confidence not said", with(hospital, 25, 0), ErrValue},
		{"a consent beyond all", with(hospital, 26, 4), ErrValue},
		{"a movement to be published", with(movement, 26, 2), ErrNotOfKind},
		{"people of three digits", with(hospital, 27, 0, 0, 0, 124), ErrCount},
		{"people beyond all", with(hospital, 27, 0, 0x98, 0x96, 0x81), ErrCount},
		{"people concerned by a hazard", with(mine, 27, 0, 0, 0, 2), ErrNotOfKind},
		{"killed without harm", with(hospital, 31, 0, 0, 0, 2), ErrNotOfKind},
		{"a time of form 4", with(hospital, 39, 4), ErrBytes},
		{"a unit that is none", with(hospital, 40, 95), ErrBytes},
		{"a time that is no multiple", with(hospital, 44, hospital[44]+1), ErrBytes},
		{"a time after 2199", with(hospital, 41, 0, 0x7b, 0x0e, 0x20), ErrBytes},
		{"a span that ends where it begins", with(movement, 45, movement[41:45]...), ErrBytes},
		{"a span that ends before it begins", with(movement, 45, 0, 0, 0, 0), ErrBytes},
		{"a place of four digits", with(hospital, 45, 4), place.ErrPrecision},
		{"latitude beyond the pole", with(hospital, 46, 0, 0, 0x23, 0x29), place.ErrPrecision},
		{"longitude 180", with(hospital, 50, 0, 0, 0x46, 0x50), place.ErrPrecision},
		{"a bearing without a name", append(append(bytes.Clone(hospital[:54]), 0, 1, 0), hospital[70:]...), place.ErrLandmark},
		{"a control character", with(hospital, len(hospital)-1, 7), ErrText},
		{"no UTF-8", with(hospital, len(hospital)-1, 0xff), ErrText},
		{"cut", hospital[:len(hospital)-1], ErrBytes},
		{"a byte more", append(bytes.Clone(hospital), 0), ErrBytes},
		{"a site that goes somewhere", append(bytes.Clone(hospital[:len(hospital)-2-len(all[0].report.Text)]), movement[len(movement)-20:]...), ErrBytes},
	}
}

// seedsOf returns the bytes of the vectors, for fuzzing.
func seedsOf(f *testing.F) (seeds [][]byte) {
	file, err := os.ReadFile(vectorFile)
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(file)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if key == "report" || key == "refused" {
			b, err := hex.DecodeString(value)
			if err != nil {
				f.Fatal(err)
			}
			seeds = append(seeds, b)
		}
	}
	if len(seeds) < 30 {
		f.Fatalf("only %d seeds", len(seeds))
	}
	return seeds
}
