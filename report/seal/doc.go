// Package seal holds the way of a report to a desk and back: a desk's record, signed and
// revoked by founders; the packet in which a letter is sealed to the desk; the reply that
// finds its way back by the packet's hash.
//
// A letter, a desk's record and randomness enter, a packet of one of two lengths leaves;
// at the desk the other way round. What a hop may know of a packet stands in functions of
// its own ([To], [WayOf], [ReplyHead]). The package must never learn who sends: the way
// back is a hop's own memory. HPKE draws its randomness itself, from crypto/rand.
// docs/protocol/desk.md has every byte.
package seal
