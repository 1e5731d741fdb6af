package main

import (
	"errors"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/vault"
)

// Exit codes; doc.go says what each means, and so does every verb's help.
const (
	exitDone       = 0
	exitFailed     = 1
	exitUsage      = 2
	exitPassphrase = 3
	exitInUse      = 4
	exitClock      = 5
	exitWaiting    = 6
	exitKept       = 7
)

// exitHelp stands below the help of every verb.
const exitHelp = `

Exit codes: 0 done; 1 refused or failed; 2 wrong command line; 3 the notebook was shown; 4 the device is in use by another running program; 5 the clock is far ahead of when the drop last took a box; 6 --wait was ended early; 7 everything is kept, but is not on its way yet.`

// notebookExitHelp stands below the help of the notebook's verbs.
const notebookExitHelp = `

Exit codes: 0 done; 1 refused or failed; 2 wrong command line; 3 no locked pages open with this passphrase; 4 in use by another running program.`

// failure is an error with what a person can do about it.
type failure struct {
	error
	code int
	hint string
}

func (f *failure) Unwrap() error { return f.error }

// shown is the end of a verb that has told everything already.
type shown struct{ code int }

func (s *shown) Error() string { return "told already" }

// errShown is the end of a verb that showed pages of the notebook in place of
// what was asked for.
var errShown error = &shown{exitPassphrase}

// usage is an error of the command line.
func usage(err error, hint string) error { return &failure{err, exitUsage, hint} }

// refuse is an error that needs a hint of its own.
func refuse(err error, hint string) error { return &failure{err, exitFailed, hint} }

// stillWaiting is the end of a --wait by a signal.
func stillWaiting(say phrase.Say) error {
	return &failure{errors.New(say.StartWaitEnded()), exitWaiting, say.StartWaitEndedHint()}
}

// codes are the exit codes of the rooms' errors that have one of their own. What
// is said of an error is phrase's.
var codes = []struct {
	is   error
	code int
}{
	{device.ErrKept, exitKept},
	{vault.ErrNoPassphrase, exitPassphrase},
	{vault.ErrPassphrase, exitPassphrase},
	{vault.ErrInUse, exitInUse},
	{device.ErrClockJump, exitClock},
	{durable.ErrLocked, exitInUse},
}

// verdict returns the exit code of err and the hint that goes with it.
func verdict(err error, say phrase.Say) (code int, hint string) {
	var f *failure
	switch {
	case err == nil:
		return exitDone, ""
	case errors.As(err, &f):
		return f.code, f.hint
	}
	_, hint = say.Error(err)
	for _, c := range codes {
		if errors.Is(err, c.is) {
			return c.code, hint
		}
	}
	return exitFailed, hint
}
