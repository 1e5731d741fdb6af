// Package bench holds the measurements of the numbers of docs/design.md: each against its
// peer in the same run, as a ratio with its limit and its goal beside it.
//
// Nothing here is part of a program. Run it with
//
//	go test -run '^$' -bench . ./bench
package bench
