// Package report holds what a member tells a desk so that civilians are spared: a
// protected site, a hazard, a movement of civilians, a need, harm that was done.
//
// The fields of a form enter and leave as a [Report]; a report leaves as one byte
// string, the only one that it has, and enters as one that is exactly that. Where
// something is stands in report/place, when in [When]; both are kept no finer than
// their writer chose.
//
// The package is pure: it asks no clock, draws nothing and opens nothing. It must never
// learn who writes. docs/protocol/report.md has every byte, docs/decisions/report.md
// why each field is there and what has none.
package report
