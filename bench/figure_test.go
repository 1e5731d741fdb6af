package bench

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

// figure is one line of a printed table: what was measured, beside its limit.
// Hard and Goal are ratios to Peer, of which Measured must be at least that
// many times as much, or at most if Less is set. No Peer, no ratio.
type figure struct {
	what       string
	unit       string
	measured   float64
	peer       float64
	hard, goal float64
	less       bool
	whose      string // what the limit was set for, if not for this
}

func (f figure) ratio() float64 { return f.measured / f.peer }

// verdict says in a word how a figure stands to its limit.
func (f figure) verdict() string {
	meets := func(limit float64) bool { return (f.ratio() <= limit) == f.less || f.ratio() == limit }
	switch {
	case f.peer == 0 || f.hard == 0:
		return "–"
	case meets(f.goal):
		return "goal met"
	case meets(f.hard):
		return "within hard limit"
	case f.whose != "":
		return "over a limit set for " + f.whose
	default:
		return "MISSED"
	}
}

// table prints figures in columns, under a line that says what they are ratios
// to. It prints, and does not log: a table is one thing to read.
func table(title string, figures ...figure) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n  %-46s %16s %12s %7s %7s %7s  %s\n", title, "", "measured", "beside", "ratio", "hard", "goal", "")
	for _, f := range figures {
		fmt.Fprintf(&b, "  %-46s %16s", f.what, amount(f.measured)+" "+f.unit)
		if f.peer == 0 {
			b.WriteString("\n")
			continue
		}
		fmt.Fprintf(&b, " %12s %7.2f", amount(f.peer), f.ratio())
		if f.hard != 0 {
			sign := "≥"
			if f.less {
				sign = "≤"
			}
			fmt.Fprintf(&b, " %7s %7s  %s", fmt.Sprintf("%s%.3g", sign, f.hard), fmt.Sprintf("%s%.3g", sign, f.goal), f.verdict())
		}
		b.WriteString("\n")
	}
	fmt.Println(b.String())
}

// amount writes a number with as many digits as mean something.
func amount(v float64) string {
	switch {
	case v >= 1000:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.2f", v)
	}
}

// pace is how often something was done, by processor time: on a machine that
// others use too, the clock compares nothing.
type pace struct {
	n   int
	cpu time.Duration
}

func (p pace) perCPUSecond() float64 { return float64(p.n) / p.cpu.Seconds() }

// timed calls do again and again for d.
func timed(d time.Duration, do func(n int)) pace {
	cpu, from := cpuTime(), time.Now()
	n := 0
	for ; n&15 != 0 || time.Since(from) < d; n++ {
		do(n)
	}
	return pace{n, cpuTime() - cpu}
}

// cpuTime is the processor time that this process has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// must ends a measurement that cannot go on.
func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func TestAFigureIsJudgedByItsLimits(t *testing.T) {
	for _, c := range []struct {
		f    figure
		want string
	}{
		{figure{measured: 16, peer: 1, hard: 15, goal: 30}, "within hard limit"},
		{figure{measured: 30, peer: 1, hard: 15, goal: 30}, "goal met"},
		{figure{measured: 14, peer: 1, hard: 15, goal: 30}, "MISSED"},
		{figure{measured: 20, peer: 40, hard: 1, goal: .6, less: true}, "goal met"},
		{figure{measured: 30, peer: 40, hard: 1, goal: .6, less: true}, "within hard limit"},
		{figure{measured: 41, peer: 40, hard: 1, goal: .6, less: true}, "MISSED"},
		{figure{measured: 41, peer: 40, hard: 1, goal: .6, less: true, whose: "another"}, "over a limit set for another"},
		{figure{measured: 41}, "–"},
	} {
		if got := c.f.verdict(); got != c.want {
			t.Errorf("%.3g beside %.3g: %q, want %q", c.f.measured, c.f.peer, got, c.want)
		}
	}
}
