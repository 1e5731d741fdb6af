// Package notebook holds a small everyday notebook: pages of plain text that a
// person writes, lists, searches and deletes.
//
// It is the face of the program before any passphrase, the answer to a wrong
// one, and all that a decoy compartment holds. So it is meant to be used, not
// only to be there: [Advice] leads a person to fill it.
//
// A text, a time and the bytes of a notebook enter; pages and bytes leave. The
// package reads no clock, opens nothing and imports none of the other rooms. It
// must never learn that there is anything else on the device: the same bytes
// stand in the open file and in a compartment.
//
// # The bytes
//
// At most [Bound] bytes, integers big-endian, nothing after the last page:
//
//	length  field
//	     1  version, 1
//	     4  number last given
//	     2  how many pages; then for each, in the order of their numbers:
//	     4    number, greater than the one before, at most the number last given
//	     8    written: seconds since 1970-01-01 UTC, to the end of the year 9999
//	     2    length of the text in bytes, 1 to 16,384
//	          text: UTF-8, of letters and signs, tabs and line feeds, something of it visible
//
// One notebook has one encoding: what parses marshals back to the same bytes.
//
// # Limits
//
// The number last given stays when pages are deleted, so gaps between the
// numbers show how many pages are gone, as in a paper notebook with leaves torn
// out. A deleted page is out of the bytes at the next [Book.Marshal]; what
// becomes of the older bytes is up to whoever stored them. Texts are Go strings
// and are not overwritten in memory: nothing that must be secret belongs here.
package notebook
