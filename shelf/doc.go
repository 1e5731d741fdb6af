// Package shelf holds the chunks of parcels: an always-full file of fixed size, random to
// the last byte, of which every turn rewrites the same number of places, drawn by chance,
// whatever came. docs/protocol/shelf.md is its specification, byte for byte.
//
// What enters: parcels by their length, chunks of them, a folder, and randomness. What
// leaves: the chunks again, which of them are held, and the [Book], which the caller keeps
// in its vault: without it nothing on the shelf opens. The room must never learn whose a
// parcel is, where it goes, or what is in it.
//
// # Order of saving
//
// A chunk is held once a [Shelf.Turn] after its [Shelf.Put] has returned without error.
// The caller then saves its vault, with whatever says that the chunk is there, and calls
// [Shelf.Saved]. Only then are the rooms of what it dropped free.
//
// A Shelf is one goroutine's, and one process's: the caller holds its vault's lock.
package shelf
