package stat_test

import (
	"math"
	"testing"

	"bulkhead/internal/stat"
)

func TestKnownFigures(t *testing.T) {
	a, b := []float64{30.02, 29.99, 30.11, 29.97, 30.01, 29.99}, []float64{29.89, 29.93, 29.72, 29.98, 30.02, 29.98}
	for name, c := range map[string]struct{ got, want float64 }{
		"Welch":               {stat.Welch(a, b), 1.959},
		"the other way":       {stat.Welch(b, a), -1.959},
		"AUC":                 {stat.AUC(a, b), 29.5 / 36},
		"AUC of itself":       {stat.AUC(a, a), .5},
		"AUC of what is less": {stat.AUC([]float64{1, 2}, []float64{3, 4, 5}), 0},
		"ties":                {stat.AUC([]float64{1, 1}, []float64{1}), .5},
		"the middle":          {stat.Median([]float64{9, 1, 5}), 5},
		"how many are quick":  {float64(len(stat.Quick(make([]float64, 40)))), 38},
	} {
		if math.Abs(c.got-c.want) > .001 {
			t.Errorf("%s: %.4f, want %.4f", name, c.got, c.want)
		}
	}
}
