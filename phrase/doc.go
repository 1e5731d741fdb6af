// Package phrase holds every sentence that a person reads: in catalogues, one
// language beside the other, with plural forms, digits, dates and spans of time
// in words.
//
// Values enter: names, counts, times, kinds of alarms, errors. Sentences leave,
// safe for a terminal and with the direction of each name isolated. It must
// never learn where a sentence is shown, and it opens, sends and keeps nothing.
//
// [Say] is what a sentence is said with. It has one method for each sentence of
// catalogue/GROUP.en.json, written by 'go generate ./phrase', whose arguments
// are the sentence's placeholders: a caller that lacks one does not compile.
// docs/decisions/phrase.md says how a verb's sentences get there.
package phrase

//go:generate go run ./internal/generate
