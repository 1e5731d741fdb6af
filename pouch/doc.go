// Package pouch holds the always-full work list of the coming rounds and the
// worker that runs it.
//
// Sealed boxes and ids enter through a [Fill]. [Replace] puts them in the
// pouch's place. A [Worker], which has no key and no passphrase, writes and
// reads them in their rounds. [Load] and [Pouch.Results] give back what
// became of each.
//
// An opening that has not the links' keys goes through [Rewrite]. It gives
// unsent boxes other lids, appends loops, or writes the same file again, and
// costs the same whatever it does. It keeps the boxes that were read in
// rounds which it drops. The package must never learn what a box says, whose
// it is, or which boxes belong together.
//
// # What a captor sees
//
// The file is in the clear except for what the boxes themselves hide, and
// always of one size. It shows
//
//   - the drop's address, and the group's round length and slots
//   - how many of the slots are loops, and so how many links there are
//   - which of the coming boxes this very device will read (loops)
//   - the rounds run since the last sealing, whether their reads found a
//     box, and which of those boxes openings have kept since
//   - the data used today and the clock's error
//   - of the last day, how many requests failed by which cause, and when
//     each cause last came up
//   - when the drop last took a box and last gave one
//
// It shows no key, no content and no name. It does not show which boxes of
// two rounds belong to one link: every round's order is drawn afresh. Copies
// from before and after an opening show that it was one, and not whose: see
// [Rewrite]. Once a sealing that was told of them has replaced the file,
// what was read and written is gone from it, apart from the round in
// progress.
//
// # What is random and what is zero
//
// Every write place holds 4,096 random-looking bytes and every id place 32,
// in links' entries and in loops'. The place of what will be read is zero
// until it is read; hiding that would be of no use beside the result's own
// byte, and zeros cost neither time nor flash. So are the places of boxes kept,
// which are told by the entries' results before they are moved there.
//
// # Locks
//
// One worker at a time (it holds the lock NAME-run); whoever changes the file
// holds the lock NAME-change meanwhile, for the length of one write. A worker
// reads the file anew for every request, so that it may be replaced at any
// moment between two of them.
package pouch
