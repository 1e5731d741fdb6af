// Package book holds what a member has written for desks, and what came back: drafts, reports
// that were sent, how far each is, and what a desk has said to it.
//
// What a person fills in enters as lines of a form ([Parse], [Fill]) or as a [report.Report],
// and so do the packets of a desk's replies and the round in which each thing happens. Letters
// to seal leave, those that are to be sealed anew too ([Book.Due]), and what the person may look
// at. What a preview shows is read from the letter that leaves ([Leaves]).
//
// The room is pure: no clock, no file, and randomness only for a new report's id and reply key.
// Everything in it is bounded. It must never learn who the desk is beyond the digest of its
// record, nor over which link anything goes. docs/decisions/book.md says why.
package book
