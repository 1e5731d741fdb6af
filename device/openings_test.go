package device_test

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/stat"
	"bulkhead/internal/testworld"
	"bulkhead/vault"
)

// openings is how often the long form tries each way of opening.
const openings = 1000

// ways are the four things that can happen to a passphrase.
func ways(t testing.TB) map[string]*vault.Passphrase {
	return map[string]*vault.Passphrase{
		"wrong": passOf(t, "not one of them"), "decoy": decoyPass(t), "duress": duressPass(t),
		"normal": passOf(t, "passphrase of member 0"),
	}
}

// bench is a device with all its passphrases, some rounds after its last
// opening, to be opened again and again from the same state.
type bench struct {
	m            *testworld.Member
	vault, pouch []byte
}

func newBench(t *testing.T, seed uint64, length time.Duration) *bench {
	region := 320 << 10
	if length < 3*time.Hour { // a longer pouch
		region = 512 << 10
	}
	w := prepared(t, testworld.Config{Seed: seed, Members: 2, RoundLength: length, Region: region, Compartments: 4}, 0)
	m := w.Members[0]
	for range 5 {
		w.NextRound()
	}
	m.SwitchOff()
	m.Mem().Share(false) // or what changes less takes less time
	v, p := files(t, m)
	return &bench{m, v, p}
}

func (b *bench) reset(t *testing.T) {
	put(t, b.m.Env.Dir, device.VaultFile, b.vault)
	put(t, b.m.Env.Dir, device.PouchFile, b.pouch)
}

// try opens with a passphrase and closes without a further word. It returns how
// many seconds the opening took.
func (b *bench) try(t *testing.T, pass *vault.Passphrase) (took float64) {
	t.Helper()
	start := time.Now()
	u, err := device.Unlock(b.m.Env, pass)
	took = time.Since(start).Seconds()
	switch {
	case err != nil && !errors.Is(err, vault.ErrNoMatch):
		t.Fatal(err)
	case u.Notebook != nil:
		u.Notebook.Abandon()
	case u.Device != nil:
		u.Device.Abandon()
	}
	return took
}

// look is what somebody sees who compares two copies of a pouch.
type look struct {
	lids     int // entries whose first 148 bytes differ, where the boxes' ids are the same
	rest     int // bytes that differ behind them
	known    int // bytes that differ in what is known of the entries both have
	appended int // rounds that were appended
}

// compare lays two copies of a pouch side by side, round for round.
func compare(t *testing.T, before, after []byte, lids *[256]int) (l look) {
	t.Helper()
	slots, rounds := pouchFile(before).slots(), pouchFile(before).rounds()
	first := func(p []byte) int { return int(pouchFile(p).first()) }
	l.appended = first(after) - first(before)
	metas := func(p []byte, i int) []byte { return pouchFile(p).meta(i) }
	a, b := boxesIn(t, before), boxesIn(t, after)
	for i := range (rounds + 1 - l.appended) * slots {
		was := i + l.appended*slots
		if !bytes.Equal(a[was][:148], b[i][:148]) {
			l.lids++
			for _, c := range b[i][:148] {
				lids[c]++
			}
		}
		l.rest += differing(a[was][148:], b[i][148:])
		l.known += differing(metas(before, was), metas(after, i))
	}
	return l
}

func differing(a, b []byte) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// TestCopiesOfAPouchBeforeAndAfterDoNotTellOpeningsWithDuressApart compares
// pouches before and after one and two openings, in every order of decoy and
// duress. Leaks are planted in what is compared, and must be seen.
func TestCopiesOfAPouchBeforeAndAfterDoNotTellOpeningsWithDuressApart(t *testing.T) {
	t.Parallel()
	runs, length := 2, time.Hour // looks of one kind are compared with one another, so two at least
	if *long {
		runs, length = 50, 15*time.Minute
	}
	b := newBench(t, 21, length)
	pass := ways(t)
	leaks := map[string]func(before, after []byte){
		"loops keep their lids": func(before, after []byte) { unchange(t, before, after, 3) },
		"one byte of the head of each lid stays": func(before, after []byte) {
			for _, box := range boxesIn(t, after) {
				box[32] = 0
			}
		},
		"a body is touched": func(_, after []byte) { boxesIn(t, after)[20][200] ^= 1 },
		"a result is taken": func(_, after []byte) { pouchFile(after).meta(20)[64] ^= 2 },
	}
	seen := map[string]*[2]sight{}
	// The sets of lids are the same in every run from one state, so their
	// bytes are counted in the first run only.
	note := func(name string, duress bool, before, after []byte, count bool) {
		if seen[name] == nil {
			seen[name] = new([2]sight)
		}
		s := &seen[name][map[bool]int{false: 0, true: 1}[duress]]
		var bytes [256]int
		s.looks = append(s.looks, compare(t, before, after, &bytes))
		for i := range bytes {
			if count {
				s.bytes[i] += bytes[i]
			}
		}
	}
	for run := range runs {
		for _, order := range [][2]string{{"decoy", "decoy"}, {"decoy", "duress"}, {"duress", "duress"}, {"duress", "decoy"}} {
			b.reset(t)
			before := b.pouch
			for i, way := range order {
				b.try(t, pass[way])
				_, after := files(t, b.m)
				duress := order[0] == "duress" || way == "duress"
				counted := run == 0 && [2]bool{order[0] == order[1], order[0] == "decoy"}[i]
				note([]string{"first opening", "second opening"}[i], duress, before, after, counted)
				if i == 0 {
					for name, plant := range leaks {
						leaky := bytes.Clone(after)
						if duress {
							plant(before, leaky)
						}
						note("leak: "+name, duress, before, leaky, counted)
					}
				}
				before = after
			}
		}
	}
	for name, s := range seen {
		told := !slices.Equal(sorted(s[0].looks), sorted(s[1].looks)) && distinct(s[0].looks) != distinct(s[1].looks) ||
			apart(&s[0].bytes, &s[1].bytes) > 6 || uneven(&s[1].bytes) > 6
		if _, planted := leaks[name[min(len("leak: "), len(name)):]]; planted != told {
			t.Errorf("%s: told apart %v: decoy %+v, duress %+v, z %.1f", name, told, s[0].looks, s[1].looks, apart(&s[0].bytes, &s[1].bytes))
		}
		if l := s[1].looks[0]; name == "first opening" {
			t.Logf("%s: %d lids changed, %d bytes else, %d known, %d rounds appended; z of the bytes decoy against duress %.1f",
				name, l.lids, l.rest, l.known, l.appended, apart(&s[0].bytes, &s[1].bytes))
			if l.lids < pouchFile(b.pouch).entries()*5/6 || l.appended != 5 {
				t.Errorf("an opening changed %d lids and appended %d rounds", l.lids, l.appended)
			}
		}
	}
}

type sight struct {
	looks []look
	bytes [256]int
}

// distinct is the set of looks, as one comparable value: looks of honest
// openings are all the same.
func distinct(l []look) look {
	for _, x := range l {
		if x != l[0] {
			return look{-1, -1, -1, -1}
		}
	}
	return l[0]
}

func sorted(l []look) []look {
	return slices.SortedFunc(slices.Values(l), func(a, b look) int { return a.lids - b.lids })
}

// unchange puts every n-th lid back.
func unchange(t *testing.T, before, after []byte, n int) {
	a, b := boxesIn(t, before), boxesIn(t, after)
	for i := range b {
		if was := i + 5*pouchFile(before).slots(); i%n == 0 && was < len(a) {
			copy(b[i][:148], a[was][:148])
		}
	}
}

// uneven and apart are χ² as normal deviates (Wilson and Hilferty, 1931):
// against even bytes, and of two samples.
func uneven(h *[256]int) float64 {
	var n, chi float64
	for _, c := range h {
		n += float64(c)
	}
	for _, c := range h {
		chi += (float64(c) - n/256) * (float64(c) - n/256) / (n / 256)
	}
	return deviate(chi, 255)
}

func apart(a, b *[256]int) float64 {
	var na, nb, chi float64
	for i := range a {
		na, nb = na+float64(a[i]), nb+float64(b[i])
	}
	for i := range a {
		if sum := float64(a[i] + b[i]); sum > 0 {
			d := math.Sqrt(nb/na)*float64(a[i]) - math.Sqrt(na/nb)*float64(b[i])
			chi += d * d / sum
		}
	}
	return deviate(chi, 255)
}

func deviate(chi, freedom float64) float64 {
	v := 2 / (9 * freedom)
	return (math.Cbrt(chi/freedom) - (1 - v)) / math.Sqrt(v)
}

// TestEveryOpeningsWritesAreTheSame: as many changes on the disk and as many
// bytes, whatever the passphrase.
func TestEveryOpeningsWritesAreTheSame(t *testing.T) {
	b := newBench(t, 22, 3*time.Hour)
	type cost struct {
		ops   int
		bytes int64
	}
	var want cost
	for name, pass := range ways(t) {
		b.reset(t)
		ops, synced := b.m.Mem().Ops(), b.m.Mem().Synced()
		b.try(t, pass)
		got := cost{b.m.Mem().Ops() - ops, b.m.Mem().Synced() - synced}
		if want == (cost{}) {
			want = got
		}
		if got != want {
			t.Errorf("%s: %d changes on the disk, %d bytes; want %d and %d", name, got.ops, got.bytes, want.ops, want.bytes)
		}
	}
	t.Logf("every opening: %d changes on the disk, %d bytes", want.ops, want.bytes)
}

// TestOpeningsTakeTheSameTime: no two ways can be told apart by how long they
// take, with Argon2id made cheap so that it hides nothing. A machine that is
// doing something else is given three tries. Long form only: it measures the
// machine. TestEveryOpeningDoesTheSameWork counts instead.
func TestOpeningsTakeTheSameTime(t *testing.T) {
	if !*long {
		t.Skip("measures times: -run Openings -long -timeout 1h")
	}
	b := newBench(t, 23, 3*time.Hour)
	pass := ways(t)
	names := []string{"wrong", "decoy", "duress", "normal"}
	for try := range 3 {
		times := map[string][]float64{}
		for i := range openings {
			for k := range names {
				name := names[(i+k*(1+i%3))%4]
				b.reset(t)
				times[name] = append(times[name], b.try(t, pass[name]))
			}
		}
		told := 0
		for i, x := range names {
			for _, y := range names[i+1:] {
				auc, tt := stat.AUC(times[x], times[y]), stat.Welch(stat.Quick(times[x]), stat.Quick(times[y]))
				t.Logf("try %d: %s against %s: AUC %.3f, t = %.2f, medians %.2f and %.2f ms", try+1, x, y, auc, tt, 1e3*stat.Median(times[x]), 1e3*stat.Median(times[y]))
				// the promise is .45 to .55 over a thousand; fewer scatter more
				slack := max(.05, 4.5/math.Sqrt(6*float64(openings)))
				if math.Abs(auc-.5) > slack || math.Abs(tt) > 4.5 {
					told++
				}
			}
		}
		late := slices.Clone(times["decoy"])
		for i := range late {
			late[i] += .3 * stat.Median(times["decoy"])
		}
		if math.Abs(stat.Welch(stat.Quick(late), stat.Quick(times["duress"]))) < 4.5 {
			t.Logf("try %d: the machine is too busy to see three tenths more", try+1)
			continue
		}
		if told == 0 {
			return
		}
	}
	t.Error("the ways of opening can be told apart by time, three times in a row")
}
