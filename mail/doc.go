// Package mail holds what a device has accepted from its owner, what waits for a
// link or is on its way in one, and what the owner was sent or told.
//
// What a person writes enters, and so does what the cell's rules show and
// ask to be sent, and what became of it in the links, all with the round it
// happens in. What the person may look at leaves, and messages for links,
// through a [Post]. The room is pure: no clock, no randomness, no file. It
// must never learn what a packet says beyond its class, or how a link
// carries it.
//
// # Stages and reasons
//
// A message of one's own goes over one link or several: a [Part] each. Every part
// ends as ReceivedBy or as Undelivered, for a [Reason]; nothing accepted just
// vanishes. Stages, reasons, kinds and alarms are codes that never change their
// meaning. No sentence is kept.
//
// # Room
//
// Nobody may take another's room. Each tie has a share of the vault for what it
// brings, and the owner has one; beyond that a pool is lent, of which one tie takes
// two thirds at most, or one text of the greatest length (see [Room]). What is passed
// on for others has accounts by tie, way and class, and goes first where its room is
// needed. What a person is told without a text is counted instead of repeated, and of
// one length.
//
// A Mail is one goroutine's.
package mail
