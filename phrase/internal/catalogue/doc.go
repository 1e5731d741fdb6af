// Package catalogue reads the files of sentences in phrase/catalogue, says what
// is wrong with them, and writes the Go methods that say them.
//
// The bytes of the files enter; messages, complaints and Go code leave. It
// never learns what a sentence is for. The program does not contain it: only
// the generator (phrase/internal/generate) and the tests of phrase import it.
package catalogue
