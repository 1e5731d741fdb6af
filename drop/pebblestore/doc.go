// Package pebblestore holds the drop's store on one machine's disk: boxes in a
// log of segment files that are written over and over, their places in Pebble.
//
// Boxes enter and are durable when their put returns; whole rounds leave. The
// store must never learn more of a box than its round, its id and its bytes.
//
// Why not all in Pebble: it would write every box twice, to its own log and to
// a table, and sync to files that grow. Here a box is written once, to a file
// whose blocks are on the disk already, so that one sync of data makes a whole
// group of boxes durable. What Pebble keeps is small and can be made anew from
// the segments. See docs/decisions/box-log.md for the figures.
//
//	put ─► claim the ref ─► absent? ─► group ─► segment file ─► sync ─► answer
//	                                                │ full
//	                                                ▼
//	                       Pebble ◄─ its places, in one batch, then flushed
package pebblestore
