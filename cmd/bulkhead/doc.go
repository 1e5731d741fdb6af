// Command bulkhead is what a person runs: one verb, one file.
//
// Each verb but run and sim asks for the passphrase, opens the device, does one
// thing, refills its pouch (so that the coming two days of boxes are sealed again) and
// closes it. The verb run lets the boxes travel, without a passphrase; sim counts
// what a capture would cost, without a device.
//
// Results go to standard output, as text or with --json as one JSON object;
// questions, warnings and progress go to standard error. Neither holds a key,
// a box id or an address; an invitation's text and a generated passphrase are
// shown because they must be, once, to the terminal.
//
// # The notebook
//
// Without a verb the program shows the open pages of a notebook, and so does
// every verb whose passphrase opens nothing. A passphrase that opens a notebook
// lists its pages, whatever the verb; between decoy and duress nothing that is
// printed differs. With --json both are {"pages":[{"number","written","title"}]},
// with "not_opened" after a wrong passphrase, and nothing else. docs/json.md says
// what every other verb prints; package tell has the types.
//
// # Processes and memory
//
// Every process turns core dumps off before it asks for anything, prints no
// stack whatever happens, and takes no secret from its arguments or environment.
// 'open' starts a second one, the keeper, which alone reads the
// passphrase and ends when the device is locked (home.Keeper): what goes on then
// has never held a secret.
//
// # Exit codes
//
//	0  done
//	1  refused, or failed: the message says why
//	2  the command line was wrong
//	3  pages of the notebook were shown in place of what was asked for: the
//	   passphrase opened no more, or the panic key was pressed
//	4  the device is in use by another running program
//	5  the clock is far ahead of when the drop last took a box: see --clock-is-right
//	6  --wait was ended before its time; everything so far is saved
//	7  everything is saved, but the pouch could not be filled: it is not on its way yet
//
// Package home says what lies in the folder.
package main
