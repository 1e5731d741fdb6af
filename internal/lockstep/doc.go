// Package lockstep is a clock for many who work side by side, which waits for
// the slowest of them.
//
// What enters is who works, from when until when, and who waits for what time;
// what leaves is the time. The clock jumps to the next time that somebody waits
// for, as soon as nobody works, or so little behind it that it does no harm. On
// a quick machine an hour is over in a second; on a busy one it takes as long
// as the work in it does, and nothing in it comes too late. The package must
// never learn what the work is.
package lockstep
