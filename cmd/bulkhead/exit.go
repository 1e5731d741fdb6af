package main

import (
	"errors"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
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

// errStillWaiting is the end of a --wait by a signal.
var errStillWaiting = &failure{errors.New("the wait was ended before the link was ready; everything so far is kept"), exitWaiting,
	"go on with 'bulkhead run --unlock', and look at 'bulkhead status'"}

// known are the errors of the rooms that a person can do something about.
var known = []struct {
	is   error
	code int
	hint string
}{
	{device.ErrKept, exitKept, "nothing is lost: it leaves once the device was opened again without this error. Do not write it a second time"},
	{vault.ErrNoPassphrase, exitPassphrase, ""},
	{vault.ErrPassphrase, exitPassphrase, ""},
	{vault.ErrTaken, exitFailed, "take another one"},
	{vault.ErrFull, exitFailed, "vault_bytes in settings.json must be 4194304 or more"},
	{vault.ErrNotVault, exitFailed, "nothing was changed"},
	{vault.ErrInUse, exitInUse, "end the other one first: 'bulkhead run --unlock', every --wait and 'bulkhead notebook open' with locked pages keep it open ('bulkhead run' does not)"},
	{device.ErrClockJump, exitClock, "look at this machine's clock. If it is right (for more than 672 rounds the drop took no box of this device, or you did not open it), " +
		"repeat the command with --clock-is-right; if it is wrong, set it first, or the links are lost"},
	{device.ErrSmallVault, exitFailed, "the length is fixed when the device is made: 8 MiB (vault_bytes in settings.json) for a group of more than 9 slots"},
	{home.ErrNoDevice, exitFailed, "'bulkhead init' founds a group, 'bulkhead join' joins one; --dir names another folder"},
	{home.ErrDevice, exitFailed, "one device belongs to one group, and nothing is overwritten; for another one give another folder with --dir"},
	{home.ErrNotebookInUse, exitFailed, "try again"},
	{home.ErrNoPouch, exitFailed, "open the device once, for instance with 'bulkhead status'"},
	{durable.ErrLocked, exitInUse, "another 'bulkhead run' does this already"},
	{device.ErrNoTie, exitFailed, "'bulkhead status' lists your links by alias"},
	{device.ErrNotYet, exitFailed, "both devices need 'bulkhead run' and a few rounds; 'bulkhead status' shows how far it is"},
	{device.ErrNoRoom, exitFailed, "'bulkhead delete NUMBER' makes room"},
	{device.ErrBusy, exitFailed, "everything is kept; try again"},
	{cell.ErrQuarantined, exitFailed, "if you mean it all the same, --anyway; 'bulkhead status' says what was heard"},
	{cell.ErrConfirmed, exitFailed, "the link is about to be cut: nothing goes there any more"},
	{cell.ErrNotAsking, exitFailed, "'bulkhead lifelines' shows who asks"},
	{cell.ErrProbation, exitFailed, "'bulkhead status' says until when"},
	{cell.ErrMorePairs, exitFailed, "if you want it all the same, invite with --more"},
	{cell.ErrTypo, exitFailed, "read it again, or have it shown again; case and spaces do not matter"},
	{cell.ErrInvitation, exitFailed, "it is the text that 'bulkhead invite' shows"},
	{cell.ErrNotVouched, exitFailed, "it comes by itself, some rounds after joining"},
	{cell.ErrJoining, exitFailed, "both devices need 'bulkhead run' and a few rounds; 'bulkhead status' shows how far it is"},
	{pouch.ErrFormat, exitFailed, "open the device once, for instance with 'bulkhead status': the pouch is then made anew"},
}

// verdict returns the exit code of err and the hint that goes with it.
func verdict(err error) (code int, hint string) {
	var f *failure
	switch {
	case err == nil:
		return exitDone, ""
	case errors.As(err, &f):
		return f.code, f.hint
	}
	for _, k := range known {
		if errors.Is(err, k.is) {
			return k.code, k.hint
		}
	}
	return exitFailed, ""
}
