// Package bench holds the measurements of the numbers of docs/design.md: each against its
// peer in the same run, as a ratio with its limit and its goal beside it.
//
// Nothing here is part of a program, and the folder is a module of its own, so
// that the peers measured here are nobody's dependencies. Run it with
//
//	go -C bench test -run '^$' -bench .
package bench
