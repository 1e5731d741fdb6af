package page

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/tell"
)

const hour = time.Hour

// aPage is a page with everything on it.
func aPage(t testing.TB, say phrase.Say) Page {
	t.Helper()
	g := sim.Cells{Members: 62, Pairs: 1}
	q := sim.Capture{P: .3, Hops: 2, Runs: 2000, Seed: 1}
	p := Page{Say: say}
	var err error
	if p.Asked, err = tell.Cascade(t.Context(), g, nil, q.P, q, 3); err != nil {
		t.Fatal(err)
	}
	w := sim.Watch{P: 1, Every: 12 * hour, Grace: 4 * hour, Mean: 24 * hour, Within: 24 * hour, Runs: 2000, Seed: 1}
	if p.Hours, err = tell.Hours(t.Context(), g, nil, w); err != nil {
		t.Fatal(err)
	}
	for _, g := range []sim.Graph{g, sim.Flat(9)} {
		shape, err := tell.ShapeOf(t.Context(), g, nil, q, hour/4, 4*hour)
		if err != nil {
			t.Fatal(err)
		}
		p.Beside = append(p.Beside, shape)
	}
	if p.Months, err = tell.Months(t.Context(), sim.History{Start: g, Months: 6, Captures: 1, P: .3, Hops: 2, Growth: .02, Runs: 20, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	return p
}

// written is the page as HTML.
func written(t *testing.T, p Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Promise: every word on the page comes from a catalogue.
func TestThePageIsMarked(t *testing.T) {
	say := phrase.Marked(time.UTC)
	for _, p := range []func(*Page){
		func(*Page) {},
		func(p *Page) { p.Asked.ByRules, p.Asked.Hops, p.Asked.Curve[0].Exact, p.Asked.P = false, 0, nil, 1 },
		func(p *Page) { p.Hours.PEff, p.Beside[0].Loss = .9, nil },
		func(p *Page) { p.Hours, p.Beside, p.Months = nil, nil, nil },
	} {
		page := aPage(t, say)
		p(&page)
		_, body, _ := strings.Cut(written(t, page), "</style>")
		body = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, "\n"))
		for _, word := range phrase.Unmarked(body) {
			t.Errorf("%q comes from no catalogue", word)
		}
		if !phrase.HasMarks(body) {
			t.Error("nothing is marked: the walk is broken")
		}
	}
	if page := written(t, aPage(t, phrase.RightToLeft(time.UTC))); !strings.Contains(page, ` dir="rtl"`) {
		t.Error("a page from right to left does not say so")
	}
}

// TestThePageHoldsAllItShows: no script, nothing that a browser would fetch, every
// drawing well-formed with each point inside its frame, and the sentence that
// people come for.
func TestThePageHoldsAllItShows(t *testing.T) {
	page := written(t, aPage(t, phrase.Say{}))
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
