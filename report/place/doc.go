// Package place holds where something is, no finer than its writer chose.
//
// A typed pair of coordinates enters, and leaves as the readings that it allows
// ([Read]), to be shown back. An exact pair becomes a [Cell] of 10 km, 1 km or 100 m;
// a [Place] is a cell, a name, a landmark with bearing and distance, or some of these.
// Only a cell can be kept or sent: [Exact] has no form in bytes, and no other way to
// make a cell exists than to coarsen one or to read one that was.
//
// The package must never learn what is at a place. No error and no fmt verb shows a
// coordinate. docs/protocol/report.md has every byte and every rule.
package place
