// Package linktest holds a world of two members in which the real link
// protocol, with its real cryptography, is put through loss, crashes,
// absences, restored state and copied devices.
//
// A seed enters; a [Tally] of what happened leaves, or a [Violation]: the
// promise that broke and the round in which it did. Everything is in memory:
// the two vaults, the two pouches and the drop. A run is one goroutine; its
// schedule, and every random byte that the link is handed, come from the seed,
// so a seed replays.
//
// The package is for tests. No program may import it, and it must never learn
// what is inside a link: it uses what any device would use.
package linktest
