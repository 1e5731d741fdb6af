package main

import (
	"errors"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/term"
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
	exitOnlySaved  = 7
)

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
	return &failure{said(say.SetupWaitEnded()), exitWaiting, say.SetupWaitEndedHint()}
}

// codes are the exit codes of the rooms' errors that have one of their own. What
// is said of an error is phrase's.
var codes = []struct {
	is   error
	code int
}{
	{device.ErrOnlySaved, exitOnlySaved},
	{vault.ErrNoPassphrase, exitPassphrase},
	{vault.ErrPassphrase, exitPassphrase},
	{vault.ErrInUse, exitInUse},
	{device.ErrClockJump, exitClock},
	{durable.ErrLocked, exitInUse},
	{term.ErrUTF16, exitUsage},
}

// saidError is an error that is a sentence of the catalogues already.
type saidError string

func (s saidError) Error() string { return string(s) }

// said makes a sentence an error.
func said(sentence string) error { return saidError(sentence) }

// verdict returns the exit code of err, its sentence, and the hint that goes
// with it.
func verdict(err error, say phrase.Say) (code int, sentence, hint string) {
	if err == nil {
		return exitDone, "", ""
	}
	sentence, hint = told(err, say)
	if f := new(failure); errors.As(err, &f) {
		return f.code, sentence, f.hint
	}
	for _, c := range codes {
		if errors.Is(err, c.is) {
			return c.code, sentence, hint
		}
	}
	return exitFailed, sentence, hint
}

// told says an error, and what a person can do about it.
func told(err error, say phrase.Say) (sentence, hint string) {
	var own saidError
	if errors.As(err, &own) {
		return string(own), ""
	}
	if n := new(notFound); errors.As(err, &n) && errors.Is(err, device.ErrNoTie) {
		return say.ErrorsNoTieNamed(n.alias), say.ErrorsNoTieHint()
	}
	return term.Told(say, err)
}
