package report

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"bulkhead/internal/seeds"
	"bulkhead/keys"
)

func replyKey(t testing.TB, n byte) ReplyKey {
	return made1[ReplyKey](t)(keys.Of[replyUse](bytes.Repeat([]byte{n}, keys.Size)))
}

// letters are one of each kind, in one thread: a report, its edit, an answer, a
// withdrawal.
func letters(t testing.TB) []Letter {
	r := samples(t)[0].report
	key := replyKey(t, 9)
	edit := r
	edit.Revision, edit.Text = 2, "Three wings."
	return []Letter{
		LetterOf(r, key),
		LetterOf(edit, key),
		{What: AnAnswer, Key: key, ID: r.ID, Revision: 3, Answers: 1, Text: "Since noon."},
		{What: AWithdrawal, Key: key, ID: r.ID, Revision: 4, Why: NotSafe},
	}
}

func padded(t testing.TB, l Letter) []byte {
	return made1[[]byte](t)(l.MarshalPadded())
}

// Promise: a letter has one form of one of two lengths, the shorter where it suffices.
func TestALetterHasOneForm(t *testing.T) {
	all := letters(t)
	long := samples(t)[6].report
	all = append(all, LetterOf(long, replyKey(t, 7)))
	for i, l := range all {
		b := padded(t, l)
		if want := ShortLetter; i < 4 && len(b) != want || i == 4 && len(b) != LongLetter {
			t.Errorf("letter %d has %d bytes", i, len(b))
		}
		back, err := ReadLetter(b)
		if err != nil || !bytes.Equal(padded(t, *back), b) || back.What != l.What || back.Text != l.Text || back.Why != l.Why || back.Report != l.Report {
			t.Fatalf("letter %d does not come back: %v", i, err)
		}
		for at := 0; at < len(b); at += max(1, len(b)/500) {
			changed := bytes.Clone(b)
			changed[at] ^= 0x40
			if other, err := ReadLetter(changed); err == nil && !bytes.Equal(padded(t, *other), changed) {
				t.Errorf("letter %d: with byte %d changed it has two forms", i, at)
			}
		}
		if _, err := ReadLetter(b[:len(b)-1]); err == nil {
			t.Errorf("letter %d: a byte less is a letter", i)
		}
	}
	short := padded(t, all[0])
	if _, err := ReadLetter(append(short, make([]byte, LongLetter-ShortLetter)...)); !errors.Is(err, ErrLetter) {
		t.Errorf("a short letter in the longer form: %v", err)
	}
	for name, spoil := range map[string]func(*Letter){
		"no id":               func(l *Letter) { l.ID = ID{} },
		"no revision":         func(l *Letter) { l.Revision = 0 },
		"answers nothing":     func(l *Letter) { l.Answers = 0 },
		"says nothing":        func(l *Letter) { l.Text = "" },
		"too long":            func(l *Letter) { l.Text = strings.Repeat("x", MaxText+1) },
		"a control character": func(l *Letter) { l.Text = "\a" },
		"nothing at all":      func(l *Letter) { l.What = 0 },
		"a later kind":        func(l *Letter) { l.What = 4 },
		"no reason":           func(l *Letter) { l.What = AWithdrawal },
		"another's report":    func(l *Letter) { l.What = AReport },
	} {
		l := all[2]
		spoil(&l)
		if b, err := l.MarshalPadded(); err == nil {
			t.Errorf("%s: %d bytes", name, len(b))
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%d"} {
		thread, err := Begin(&all[0])
		if err != nil {
			t.Fatal(err)
		}
		if s := fmt.Sprintf(verb, all[0]) + fmt.Sprintf(verb, thread); strings.Contains(s, "beds") || strings.Contains(s, "1, 1") || strings.Contains(s, "9 9") {
			t.Errorf("%s prints a letter", verb)
		}
	}
}

// Promise: an edit or a repeat is never a second report; whoever does not know the reply
// key is not the writer; what is missing on the way is seen.
func TestAnEditOrARepeatIsNoSecondReport(t *testing.T) {
	all := letters(t)
	thread := made1[*Thread](t)(Begin(&all[0]))
	take := func(l Letter) Outcome { return made1[Outcome](t)(thread.Take(&l)) }
	if got := take(all[0]); got != Repeat {
		t.Errorf("the same once more is %d", got)
	}
	other := all[0]
	other.Report.Text = "No wings."
	if got := take(other); got != Contradiction || thread.Report.Text == "No wings." {
		t.Errorf("another text in the same revision is %d", got)
	}
	foreign := all[1]
	foreign.Key = replyKey(t, 8)
	if got := take(foreign); got != Foreign || thread.Report.Revision != 1 {
		t.Errorf("a letter with another key is %d", got)
	}
	if got := take(all[3]); got != Newest || thread.Withdrawn() != NotSafe || thread.Report != nil || thread.Order.Missing() != 2 {
		t.Errorf("a withdrawal is %d, with %d missing", got, thread.Order.Missing())
	}
	if got := take(all[1]); got != Late || thread.Report != nil || thread.Withdrawn() != NotSafe || thread.Order.Missing() != 1 {
		t.Errorf("a late edit is %d", got)
	}
	if got := take(all[1]); got != Repeat {
		t.Errorf("the late edit again is %d", got)
	}
	again := all[1].Report
	again.Revision = 5
	if got := take(LetterOf(again, all[0].Key)); got != Newest || thread.Withdrawn() != 0 {
		t.Errorf("a report after its withdrawal is %d", got)
	}
	again.Revision = 100
	take(LetterOf(again, all[0].Key))
	if got := take(all[2]); got != TooOld {
		t.Errorf("a letter of long ago is %d", got)
	}
}

// Promise: in whatever order a thread's letters come, and however often, it ends as the
// same, and tells what is missing.
func TestAThreadEndsTheSameInWhateverOrder(t *testing.T) {
	seeds.Each(t, 5, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 2))
		base := samples(t)[0].report
		key := replyKey(t, 9)
		var all []Letter
		for n := uint16(1); n <= 40; n++ {
			l := Letter{What: What(1 + r.IntN(3)), Key: key, ID: base.ID, Revision: n, Why: Why(1 + r.IntN(3)), Answers: 1, Text: fmt.Sprint(n)}
			if l.What == AReport {
				next := base
				next.Revision, next.Text = n, fmt.Sprint(n)
				l = LetterOf(next, key)
			}
			all = append(all, l)
		}
		var want string // reckoned from the letters in order: the last report, and a withdrawal behind it
		{
			var last *Report
			why := Why(0)
			for i := range all {
				switch all[i].What {
				case AReport:
					last, why = &all[i].Report, 0
				case AWithdrawal:
					if why = all[i].Why; why == NotSafe {
						last = nil
					}
				}
			}
			want = fmt.Sprint(uint16(40), why, last == nil)
			if last != nil {
				want += last.Text
			}
		}
		for range 5 {
			r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			thread := made1[*Thread](t)(Begin(&all[0]))
			taken := map[uint16]bool{all[0].Revision: true}
			for range 300 {
				l := all[r.IntN(len(all))]
				got := made1[Outcome](t)(thread.Take(&l))
				if new := got == Newest || got == Late; new == taken[l.Revision] {
					t.Fatalf("revision %d, taken %t before, is %d", l.Revision, taken[l.Revision], got)
				}
				taken[l.Revision] = true
				if missing := int(thread.Order.Newest()) - len(taken); thread.Order.Missing() != missing {
					t.Fatalf("%d missing, want %d", thread.Order.Missing(), missing)
				}
			}
			for _, l := range all {
				made1[Outcome](t)(thread.Take(&l))
			}
			state := fmt.Sprint(thread.Order.Newest(), thread.Withdrawn(), thread.Report == nil)
			if thread.Report != nil {
				state += thread.Report.Text
			}
			if state != want || thread.Order.Missing() != 0 {
				t.Fatalf("this order ends as %s, not %s", state, want)
			}
		}
	})
}

// Promise: a number is told from a repeat up to 64 below the newest, and refused beyond.
func TestNumbersAreToldFromRepeats(t *testing.T) {
	var o Order
	for _, c := range []struct {
		n       uint16
		want    Outcome
		missing int
	}{{0, TooOld, 0}, {100, Newest, 64}, {100, Repeat, 64}, {36, Late, 63}, {36, Repeat, 63}, {35, TooOld, 63}, {99, Late, 62}, {101, Newest, 62},
		{36, TooOld, 62}, {165, Newest, 63}, {101, Repeat, 63}, {100, TooOld, 63}, {230, Newest, 64}, {65535, Newest, 64}, {65534, Late, 63}} {
		if got := o.Take(c.n); got != c.want || o.Missing() != c.missing {
			t.Errorf("number %d is %d with %d missing, want %d with %d", c.n, got, o.Missing(), c.want, c.missing)
		}
	}
}

// FuzzLetter: whatever is a letter marshals back to the same bytes; the rest is refused
// without a panic.
func FuzzLetter(f *testing.F) {
	for _, l := range letters(f) {
		f.Add(padded(f, l)[:400])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, size := range []int{ShortLetter, LongLetter} {
			if len(b) > size {
				continue
			}
			full := append(bytes.Clone(b), make([]byte, size-len(b))...)
			l, err := ReadLetter(full)
			if err != nil {
				continue
			}
			if again, err := l.MarshalPadded(); err != nil || !bytes.Equal(again, full) {
				t.Errorf("a second form: %v", err)
			}
			if _, err := Begin(l); err != nil {
				t.Errorf("it begins no thread: %v", err)
			}
		}
	})
}
