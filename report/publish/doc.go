// Package publish makes a publication: a folder of files for any web server, with a page for
// readers, a page for each thing, a picture of a map, GeoJSON, an Atom feed, checksums and
// two signatures.
//
// What a person has cleared enters as [Entry], with pictures and videos that media has made
// for everybody, in any order; the same bytes leave whatever the order was. What was taken
// back enters as [Withdrawal]. [Keys] sign, [Put] writes into a folder that is handed in.
//
// The room must never learn a report's id, its thread or its letters, when something came to
// the minute, or a file as it was received: whoever holds a seized phone must not find on it
// what was published. docs/decisions/publish.md has what was chosen.
package publish
