// Package term is the terminal: sheets of lines, text from outside made safe to
// show, JSON, questions with and without echo, progress and QR codes, and the screen
// of each result of package tell. How something looks is decided here; what is said
// is not.
//
// Nothing here keeps what a person typed: a hidden line is the caller's to erase.
package term
