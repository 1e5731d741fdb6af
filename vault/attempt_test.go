package vault

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"bulkhead/internal/durable"
)

// TestEveryAttemptDoesTheSameWork counts what an attempt does: one Argon2id,
// every header, one body, and no write, whatever opens or does not.
func TestEveryAttemptDoesTheSameWork(t *testing.T) {
	d, r := newFolder(), seeded(50)
	v := newVault(t, d, []byte("payload"), r)
	addCompartment(t, v, pass(t, "other"), []byte("the other's"))
	v.Close()
	want := probe{stretches: 1, headers: 8, bodies: 1}
	for _, c := range []struct {
		words string
		err   error
	}{{"first", nil}, {"other", nil}, {"wrong", ErrNoMatch}} {
		ops := d.Ops()
		var got probe
		v, err := open(d, "vault", pass(t, c.words), small(), cheap(), r, &got)
		if !errors.Is(err, c.err) {
			t.Fatalf("%s: %v, want %v", c.words, err, c.err)
		}
		if err == nil {
			v.Close()
		}
		if got != want {
			t.Errorf("%s: did %+v, want %+v", c.words, got, want)
		}
		if d.Ops() != ops {
			t.Errorf("%s: %d writes, want none", c.words, d.Ops()-ops)
		}
	}
}

func TestTheFirstCompartmentIsDrawnEvenly(t *testing.T) {
	const vaults = 800
	var count [8]int
	r := seeded(51)
	for range vaults {
		v, err := Create(newFolder(), "vault", pass(t, "first"), small(), cheap(), r)
		if err != nil {
			t.Fatal(err)
		}
		count[v.number]++
		v.Close()
	}
	var chi float64
	for _, n := range count {
		chi += math.Pow(float64(n)-vaults/8, 2) / (vaults / 8)
	}
	if z := normal(chi, 7); z > limit(1) {
		t.Errorf("the compartments are drawn %v: z = %.1f", count, z)
	}
}

// TestTimingOfAnAttempt compares unlock times by t-test and AUC, Argon2id kept
// so cheap that it hides nothing, and shows that stopping at the first match
// would be seen. Long form only: it measures the machine.
func TestTimingOfAnAttempt(t *testing.T) {
	if !*long {
		t.Skip("measures times: -long")
	}
	d, r := newFolder(), seeded(52)
	v, err := Create(d, "vault", pass(t, "first"), Options{}, cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	addCompartment(t, v, pass(t, "other"), []byte("the other's"))
	v.Close()
	words := []string{"first", "other", "wrong"}
	times := map[string][]float64{}
	for i := range 3 * 700 {
		w := words[(i+i/3)%3]
		p := pass(t, w)
		start := time.Now()
		v, err := Open(d, "vault", p, Options{}, cheap(), r)
		took := time.Since(start).Seconds()
		if err == nil {
			v.Close()
		}
		times[w] = append(times[w], took)
	}
	for i, a := range words {
		for _, b := range words[i+1:] {
			if toldApart(t, a+" against "+b, times[a], times[b]) {
				t.Errorf("%s and %s are told apart", a, b)
			}
		}
	}
	leaky := make([]float64, 0, len(times["wrong"]))
	for range cap(leaky) {
		leaky = append(leaky, leakyWrong(t, d, r))
	}
	if !toldApart(t, "planted: first against a wrong one that skips the body", times["first"], leaky) {
		t.Error("the test does not see a leak")
	}
}

// toldApart applies the limits of the promise: AUC within .45 to .55, |t| below
// 4.5.
func toldApart(t *testing.T, name string, a, b []float64) bool {
	auc, tt := areaUnder(a, b), welch(a, b)
	t.Logf("%s: AUC %.3f, t = %.2f, medians %.3f and %.3f ms", name, auc, tt, 1e3*median(a), 1e3*median(b))
	return auc < .45 || auc > .55 || math.Abs(tt) > 4.5
}

// leakyWrong times what a careless build does with a wrong passphrase: nothing
// more once no header opened.
func leakyWrong(t *testing.T, d *durable.Mem, r *source) float64 {
	p := pass(t, "wrong")
	start := time.Now()
	v, err := prepare(d, "vault", Options{}, cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	file, err := v.read()
	if err != nil {
		t.Fatal(err)
	}
	m, err := v.cost.stretch(p, saltOf(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	if f, err := v.shape.tryHeaders(file, &m, nil); err != nil || f.ok == 1 {
		t.Fatal("a wrong passphrase opened")
	}
	return time.Since(start).Seconds()
}

func median(x []float64) float64 { return slices.Sorted(slices.Values(x))[len(x)/2] }

// areaUnder is the chance that a value of a is above one of b.
func areaUnder(a, b []float64) float64 {
	sorted := slices.Sorted(slices.Values(b))
	var sum float64
	for _, x := range a {
		n, _ := slices.BinarySearch(sorted, x)
		sum += float64(n)
	}
	return sum / float64(len(a)*len(b))
}

// welch is Welch's t, after dropping the slowest twentieth of either, which are
// the machine's.
func welch(a, b []float64) float64 {
	trim := func(x []float64) (mean, variance, n float64) {
		x = slices.Sorted(slices.Values(x))[:len(x)*19/20]
		n = float64(len(x))
		for _, v := range x {
			mean += v / n
		}
		for _, v := range x {
			variance += (v - mean) * (v - mean) / (n - 1)
		}
		return
	}
	ma, va, na := trim(a)
	mb, vb, nb := trim(b)
	return (ma - mb) / math.Sqrt(va/na+vb/nb)
}
