// Package second holds a second implementation of docs/protocol, in Python, which reads
// the vectors of every room. It shares no line with the program: it was written from the
// pages alone, before its writer had seen any code, with python3's standard library and the
// standards that the pages name. What the pages did not say it could not compute; they say
// it now.
//
// The folder reader is the program; the test here runs it:
//
//	python3 -B internal/second/reader .
//	python3 -B internal/second/reader . --flip SEED N
//
// The first reads testdata in card, cell, drop, link, notebook, pouch, report,
// report/place, report/seal, round, shelf and vault, computes or opens everything in it, and fails where a file says something else, or
// where no reader knows it. The second then changes a character of some file, N times, and fails
// where that is not noticed.
//
// A room that changes a format writes its vectors anew (go test ./ROOM -run Vectors
// -update). The reader is then to be mended from the page, not from the code.
package second
