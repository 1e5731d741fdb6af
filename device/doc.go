// Package device holds one person's running program: vault, links, cell rules,
// mail and pouch, composed.
//
// A passphrase opens a [Device]. Wishes ([Device.Send], [Device.Invite],
// [Device.Sever] …) and what the worker read ([Device.TakeIn]) change it.
// [Device.Refill] makes it all last and puts the next two days of boxes into
// the pouch. A Device is one goroutine's: its owner is the device's event
// loop ([Loop] is one). It must never learn how a box travels. It tells
// nobody but its owner anything: it writes no log.
//
// # The order of saving
//
// Nothing that leaves the device may be unknown to what it has saved, or a
// crash would send two contents under one key. A [Device.Refill] therefore goes
//
//	take in what was read → seal → save the vault → replace the pouch
//
// and only the pouch's worker sends anything. A receipt leaves in a sealing
// made after the message it confirms was saved. A crash between the last two
// steps shows in the pouch's tag, which is older than the vault's: the links
// are told that their last sealing was lost.
//
// # Slots
//
// Of the S slots of a round, each live link has one. So has each dead link
// as long as it has its cover. Two slots are spare, and carry boxes of lifelines
// and of other paced links; one of them, while a dead link has the other. The rest are
// loops. A new link that needs a dead one's slot ends its cover.
//
// # What is saved
//
// "Saved" means in the vault. A wish is not saved until the next
// [Device.Save] or [Device.Refill] returns; [Device.Status] says so.
package device
