// Package round holds the geometry of a group, T, S and PL with their bounds, and
// when each box is written and read: the calendar of rounds, the times of one
// round's requests, in which rounds devices ran, and the rate at which loops
// imitate links.
//
// A clock's time and randomness enter, round numbers and times leave; nothing
// here waits or asks a clock. The package must never learn what a box is for:
// every device, idle or busy, draws its times in the same way.
package round
