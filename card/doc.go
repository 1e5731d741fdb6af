// Package card holds the card of a group: what all its devices know of the outside.
// That is when rounds are, S and PL, which are fixed for a group's life, and up to
// four places where boxes are, which a new card can change. The room has the card's
// one form in bytes, its hash, the seal under which a stranger may keep it, the table
// that says at which place a box is, and what a new card may change.
//
// Bytes and round numbers enter and leave. Nothing here signs or checks a signature,
// connects to a place or asks a clock. The package must never learn what a box is
// for: which place a box goes to depends on its id and its round alone.
// docs/protocol/card.md has every byte.
package card
