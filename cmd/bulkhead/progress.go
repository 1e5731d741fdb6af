package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// patience is how long work may take before a person is shown that it goes on.
const patience = 2 * time.Second

// patiently does work, with a sign of life on a terminal if it takes longer
// than patience. work must not write to the terminal.
func (a *app) patiently(what string, work func() error) error {
	if !isTerminal(a.err) {
		return work()
	}
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
	}
	bar := a.bar(-1, what)
	defer bar.Finish()
	for {
		select {
		case err := <-done:
			return err
		case <-time.After(100 * time.Millisecond):
			bar.Add(1)
		}
	}
}

// bar returns a progress bar on standard error that clears itself at its end;
// steps −1 is a spinner.
func (a *app) bar(steps int, what string) *progressbar.ProgressBar {
	return progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(a.err),
		progressbar.OptionSetDescription(what),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetElapsedTime(true),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetWidth(20),
		progressbar.OptionEnableColorCodes(false))
}
