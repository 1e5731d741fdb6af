package term

import (
	"math"
	"strings"
	"testing"
	"time"

	"bulkhead/round"
	"bulkhead/tell"
)

// Promise: the figures shown are those of docs/protocol/cell.md, and whoever is
// above the critical value is told so, first and in plain words.
func TestCheckInIsWeighed(t *testing.T) {
	for _, c := range []struct {
		every, grace time.Duration
		p            float64
		mean         time.Duration
		pairs        int
		peff         float64
		critical     float64
		want         string
	}{
		{12 * time.Hour, 6 * time.Hour, 1, 24 * time.Hour, 1, .387, .403, "just below"},
		{12 * time.Hour, 4 * time.Hour, 1, 24 * time.Hour, 1, .334, .403, "comes to an end by itself, after a few people"},
		{4 * time.Hour, time.Hour, 1, 24 * time.Hour, 1, .116, .403, "comes to an end by itself, after a few people"},
		{24 * time.Hour, 4 * time.Hour, 1, 24 * time.Hour, 1, .465, .403, "TOO SLOW"},
		{12 * time.Hour, 6 * time.Hour, 1, 24 * time.Hour, 2, .387, .214, "TOO SLOW"},
		{24 * time.Hour, 4 * time.Hour, 0, 24 * time.Hour, 1, 0, .403, "in 0 of 100 cases"},
		{24 * time.Hour, 4 * time.Hour, 1, 0, 1, 1, .403, "no check-in is fast enough"},
	} {
		r := tell.RiskAt(round.Calendar{}, c.every, c.grace, c.p, c.mean, c.pairs)
		if math.Abs(r.PEff-c.peff) > .001 || math.Abs(r.Critical-c.critical) > .001 || r.Over != (c.peff > c.critical) {
			t.Errorf("every %v, grace %v: p_eff %.4f, critical %.4f, over %v; want %.3f and %.3f", c.every, c.grace, r.PEff, r.Critical, r.Over, c.peff, c.critical)
		}
		var shown, status strings.Builder
		Risk(NewSheet(&shown), &r)
		if !strings.Contains(shown.String(), c.want) {
			t.Errorf("every %v, grace %v: %q is missing in\n%s", c.every, c.grace, c.want, shown.String())
		}
		RiskLines(NewSheet(&status), &r)
		if over := strings.HasPrefix(shown.String(), "TOO SLOW"); over != r.Over || strings.Contains(status.String(), "TOO SLOW") != r.Over {
			t.Errorf("over the critical value: %v; shown\n%s%s", r.Over, shown.String(), status.String())
		}
	}
}
