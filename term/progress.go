package term

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// patience is how long work may take before a person is shown that it goes on.
const patience = 2 * time.Second

// After is how time passes for a person who waits, as [time.After]; nil: none does.
type After func(time.Duration) <-chan time.Time

// of is when d has passed.
func (a After) of(d time.Duration) <-chan time.Time {
	if a == nil {
		return nil
	}
	return a(d)
}

// Patiently does work, with a sign of life on f, if that is a terminal and work
// takes longer than two seconds by after. work must not write to f.
func Patiently(f *os.File, after After, what string, work func() error) error {
	if !Interactive(f) {
		return work()
	}
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-after.of(patience):
	}
	bar := newBar(f, -1, what)
	defer bar.Finish()
	for {
		select {
		case err := <-done:
			return err
		case <-after.of(100 * time.Millisecond):
			bar.Add(1)
		}
	}
}

// Counted does work that tells how many of steps it has done, with a bar on f if
// that is a terminal; else done is nil.
func Counted(f *os.File, what string, steps int, work func(done func(int)) error) error {
	if !Interactive(f) {
		return work(nil)
	}
	bar := newBar(f, steps, what)
	defer bar.Finish()
	return work(func(n int) { bar.Add(n) })
}

// Steps shows how far something is that goes step by step: a bar on a terminal,
// else a line a step. It is one goroutine's.
type Steps struct {
	f    *os.File
	last string
	bar  *progressbar.ProgressBar // nil: no terminal
}

// NewSteps begins, with the number of the last step.
func NewSteps(f *os.File, steps int) *Steps {
	s := &Steps{f: f}
	if Interactive(f) {
		s.bar = newBar(f, steps, "")
	}
	return s
}

// Show says which step it is, in words. The same words again change nothing.
func (s *Steps) Show(step int, words string) {
	if words == s.last {
		return
	}
	s.last = words
	if s.bar == nil {
		s.f.WriteString(words + "\n")
		return
	}
	s.bar.Describe(words)
	s.bar.Set(step)
}

// End takes the bar away; of nil there is none.
func (s *Steps) End() {
	if s != nil && s.bar != nil {
		s.bar.Finish()
	}
}

// newBar returns a bar that clears itself at its end; steps −1 is a spinner.
func newBar(f *os.File, steps int, what string) *progressbar.ProgressBar {
	return progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(f),
		progressbar.OptionSetDescription(what),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetElapsedTime(true),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetWidth(20),
		progressbar.OptionEnableColorCodes(false))
}
