// Package sim holds the exposure simulator: what a capture would cost a group
// of a given shape, before it grows into it.
//
// A shape ([Shape], or a file read by [Read]) and a
// question enter; numbers leave, each with its standard error where it was
// drawn and with the exact value beside it where one is known. The package must
// never learn who anybody is: members are numbers, and of a file's names
// nothing is kept or printed. What is exposed are always the others whom a capture
// reaches, besides the one taken. What is not answered is a [Fault], with a code.
//
// # The model
//
// One member is taken, anybody with the same chance. Everybody taken gives up
// each contact once with probability p, and those are taken too; the group cuts
// after d hops, or never. Contacts are whom a device names: partner, lead and
// led. Lifelines name nobody and so carry no capture; they decide who is healed
// ([Cells], [HealTally]).
//
// # Where things stand
//
//	Shape, Graph, Cells, Adjacency      who knows whom
//	Cascade                             the draw: exposed others, healed orphans
//	Exact                               the same expectation without drawing
//	Race                                the same with hours: naming, capture, noticing
//	Loss, Way, Confession, Reach        one loss, hops to the top, one device, all hops
//	Months                              captures, healing and growth over months
//	Advise                              a shape and check-in times, and what they cost
//
// The room tell makes results of all this, and sim/page one HTML page.
//
// # The real rules
//
// [Cells] is the shape that package cell lets a group have. The tests of this
// package let groups join by real [cell.State] values and find every tie where
// Cells has it and none beside it; what the rules refuse (a pair of which one
// alone is linked to the lead) is marked as a comparison only ([Cells.ByRules]).
// [cell.PEff] and [cell.CriticalP] are used as they are.
//
// Randomness is a seed: the same seed gives the same numbers on any number of
// processors. Nothing here reads a clock or opens a file. Functions that take
// long work on several goroutines and have ended them all on return.
package sim
