package page

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"bulkhead/sim"
)

const hour = time.Hour

// aPage is a page with everything on it.
func aPage(t testing.TB) Page {
	t.Helper()
	g := sim.Cells{Members: 62, Pairs: 1}
	q := sim.Capture{P: .3, Hops: 2, Runs: 2000, Seed: 1}
	curve, err := sim.Curve(t.Context(), g, q, 3)
	if err != nil {
		t.Fatal(err)
	}
	w := sim.Watch{P: 1, Every: 12 * hour, Grace: 4 * hour, Mean: 24 * hour, Within: 24 * hour, Runs: 2000, Seed: 1}
	facts, err := sim.FactsOf(t.Context(), g, q)
	if err != nil {
		t.Fatal(err)
	}
	h := sim.History{Start: g, Months: 6, Captures: 1, P: .3, Hops: 2, Growth: .02, Runs: 20, Seed: 1}
	watched, err := sim.Race(t.Context(), g, w)
	if err != nil {
		t.Fatal(err)
	}
	months, err := sim.Months(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	return Page{Name: `<script>alert("&")</script>`, Rules: true, Members: 62, Capture: q, Curve: curve, Watch: w, Watched: watched, PEff: .33, Crit: .403,
		Shapes: []Named{{"cells & <more>", facts}}, Round: 15 * time.Minute, Hop: 270 * time.Minute, History: h, Months: months}
}

// TestThePageHoldsAllItShows: no script, nothing that a browser would fetch, every
// drawing well-formed with each point inside its frame, and the sentence that
// people come for.
func TestThePageHoldsAllItShows(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, aPage(t)); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, foreign := range []string{"<script", "src=", "href=", "@import", "url(", "http:", "https:", "javascript", "NaN", "Inf", "ZgotmplZ", "<no value>"} {
		if strings.Contains(page, foreign) {
			t.Errorf("the page holds %q", foreign)
		}
	}
	for _, said := range []string{"If one of us is taken, on average <strong>", "others are at risk", "within a day", "Over the months", "Beside other shapes", "others, besides the one taken", "p = 0.3: everybody taken gives up each contact"} {
		if !strings.Contains(page, said) {
			t.Errorf("the page does not say %q", said)
		}
	}
	drawings := strings.Split(page, "<svg")[1:]
	if len(drawings) != 5 {
		t.Errorf("%d drawings, want 5", len(drawings))
	}
	for _, d := range drawings {
		d, _, _ = strings.Cut("<svg"+d, "</svg>")
		wellFormed(t, d+"</svg>")
	}
}

func wellFormed(t *testing.T, svg string) {
	t.Helper()
	x := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := x.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("a drawing is not well-formed: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "polyline" {
			continue
		}
		for _, point := range strings.Fields(start.Attr[1].Value) {
			var px, py float64
			if _, err := fmt.Sscanf(point, "%f,%f", &px, &py); err != nil || px < left-1 || px > plotWidth-right+1 || py < above-1 || py > plotHeight-below+1 {
				t.Fatalf("a point lies outside of its frame: %q", point)
			}
		}
	}
}
