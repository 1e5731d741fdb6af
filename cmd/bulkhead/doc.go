// Command bulkhead is what a person runs: one verb, one file.
//
// Each verb but run asks for the passphrase, opens the device, does one thing,
// turns it (so that the coming two days of boxes are sealed again) and closes
// it. The verb run lets the boxes travel, without a passphrase.
//
// Results go to standard output, as text or with --json as one JSON object;
// questions, warnings and progress go to standard error. Neither holds a key,
// a box id or an address; an invitation's text and a generated passphrase are
// shown because they must be, once, to the terminal.
//
// # Exit codes
//
//	0  done
//	1  refused, or failed: the message says why
//	2  the command line was wrong
//	3  the passphrase opens nothing
//	4  the device is in use by another running program
//	5  the clock is far ahead of the last unlock: see --clock-is-right
//	6  --wait was ended before its time; everything so far is kept
//
// # The folder
//
//	vault          everything secret, fixed size, random to the last byte
//	pouch          the coming rounds' boxes, sealed
//	settings.json  what one passphrase attempt costs
package main
