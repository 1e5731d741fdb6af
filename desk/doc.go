// Package desk holds what an office that receives reports makes of them: threads by id,
// cases of one thing, certainty, states, replies, what is cleared and what was told on.
//
// Sealed packets enter, sealed replies and exports leave; a person's decisions change what
// is in between. What is kept goes through a [Store]. A receipt "at the desk" is made in the
// same commit as what it speaks of. The package must never learn who sends, nor through
// whom: it says of no two reports that they are one person's, keeps no minute of their
// coming, and draws their numbers. docs/decisions/desk-room.md has what was chosen,
// docs/protocol/desk.md what each letter is.
package desk
