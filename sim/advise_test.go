package sim

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
)

func needs() Needs {
	return Needs{Members: 254, Notice: 18 * hour, Mean: 24 * hour, P: 1, Word: 48 * hour, Round: 15 * time.Minute, Hop: 270 * time.Minute}
}

func advise(t testing.TB, n Needs) *Advice {
	t.Helper()
	a, err := Advise(n)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAdviceKeepsItsRules over many needs: times that notice soon enough, a shape
// of the rules, and, where it says so, exposure accepted, below the critical
// value, word in time; and no plan it looked at would have done better by its own
// order.
func TestAdviceKeepsItsRules(t *testing.T) {
	accepted := 0
	for _, members := range []int{2, 14, 254, 5000} {
		for _, p := range []float64{.3, 1} {
			for _, notice := range []time.Duration{2 * hour, 6 * hour, 18 * hour, 72 * hour} {
				for _, word := range []time.Duration{0, 12 * hour, 48 * hour} {
					n := needs()
					n.Members, n.P, n.Notice, n.Word = members, p, notice, word
					a := advise(t, n)
					n.Accept = 5
					if a.Every+a.Grace > notice || a.Grace > a.Every || !a.Shape.ByRules() {
						t.Errorf("%+v: %+v", n, a.Plan)
					}
					if want := cell.PEff(p, a.Every, a.Grace, n.Mean); a.PEff != want {
						t.Errorf("%+v: p_eff %v, want %v", n, a.PEff, want)
					}
					if a.Accepted != (a.Exposed <= 5 && a.PEff < a.CriticalP) || a.InTime != (word == 0 || a.Usual <= word) {
						t.Errorf("%+v: accepted %v, in time %v: %+v", n, a.Accepted, a.InTime, a.Plan)
					}
					if a.Accepted {
						accepted++
					}
					for _, p := range a.Looked {
						if n.compare(p, a.Plan) < 0 {
							t.Errorf("%+v: %+v would be better than %+v", n, p, a.Plan)
						}
					}
				}
			}
		}
	}
	if accepted < 80 {
		t.Errorf("only %d of 96 accepted", accepted)
	}
}

// TestTheUsualAdvice: one pair a lead under founders, at most as often as every 12
// hours; two pairs where word must be sooner, and more unlocks to bear it.
func TestTheUsualAdvice(t *testing.T) {
	a := advise(t, needs())
	if a.Shape.Pairs != 1 || a.Shape.OneTop || a.Every != 12*hour || !a.Accepted || !a.InTime || a.Confession != 5 {
		t.Errorf("%+v", a.Plan)
	}
	if a.Safer == nil || a.Safer.Exposed >= a.Exposed || a.Safer.PerDay <= a.PerDay || a.Quicker == nil || a.Quicker.Hops >= a.Hops {
		t.Errorf("safer %+v, quicker %+v", a.Safer, a.Quicker)
	}
	n := needs()
	n.Word = 24 * hour
	if b := advise(t, n); b.Shape.Pairs < 2 || b.PerDay <= a.PerDay || !b.InTime {
		t.Errorf("with word in a day: %+v", b.Plan)
	}
	n.Notice = 48 * hour
	if b := advise(t, n); b.Every+b.Grace > 48*hour {
		t.Errorf("%+v", b.Plan)
	}
	for _, change := range []func(*Needs){
		func(n *Needs) { n.Members = 1 }, func(n *Needs) { n.Notice = hour }, func(n *Needs) { n.P = math.NaN() }, func(n *Needs) { n.Mean = 0 }, func(n *Needs) { n.Accept = -1 },
	} {
		n := needs()
		change(&n)
		if _, err := Advise(n); !errors.Is(err, ErrQuestion) {
			t.Errorf("%+v: %v, want ErrQuestion", n, err)
		}
	}
}

// aPage is a page with everything on it.
func aPage(t testing.TB) Page {
	t.Helper()
	g := Cells{Members: 62, Pairs: 1}
	q := Capture{P: .3, Hops: 2, Runs: 2000, Seed: 1}
	curve, err := Curve(context.Background(), g, q, 3)
	if err != nil {
		t.Fatal(err)
	}
	w := Watch{P: 1, Every: 12 * hour, Grace: 6 * hour, Mean: 24 * hour, Within: 24 * hour, Runs: 2000, Seed: 1}
	facts, err := FactsOf(context.Background(), g, q, .25)
	if err != nil {
		t.Fatal(err)
	}
	h := History{Start: g, Months: 6, Captures: 1, P: .3, Hops: 2, Growth: .02, Runs: 20, Seed: 1}
	return Page{Name: `<script>alert("&")</script>`, Rules: true, Members: 62, Capture: q, Curve: curve, Watch: w, Watched: race(t, g, w), PEff: .39, Crit: .403,
		Shapes: []Named{{"cells & <more>", facts}}, Round: 15 * time.Minute, Hop: 270 * time.Minute, History: h, Months: months(t, h)}
}

// TestThePageHoldsAllItShows: no script, nothing that a browser would fetch, every
// drawing well-formed with each point inside its frame, and the sentence that
// people come for.
func TestThePageHoldsAllItShows(t *testing.T) {
	var b bytes.Buffer
	if err := WritePage(&b, aPage(t)); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, foreign := range []string{"<script", "src=", "href=", "@import", "url(", "http:", "https:", "javascript", "NaN", "Inf", "ZgotmplZ", "<no value>"} {
		if strings.Contains(page, foreign) {
			t.Errorf("the page holds %q", foreign)
		}
	}
	for _, said := range []string{"If one of us is taken, on average <strong>", "others are at risk", "within a day", "Over the months", "Beside other shapes", "It is no goal"} {
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
