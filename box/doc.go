// Package box holds the unit that travels: a round number, a 32-byte id and
// 4,096 bytes that look random.
//
// What enters and leaves are values; nothing here opens, sends or keeps
// anything. The package must never learn who wrote a box or what is in it.
package box
