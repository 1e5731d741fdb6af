// Package sqlitestore keeps a desk's rows in one SQLite file, each sealed under a key of its
// own.
//
// Rows enter and leave through [desk.Store]; the file has nothing in clear but how many rows
// there are of each table, and their lengths in powers of two. What must not stand in the
// file, the key over all keys, goes to a [Holder]: the desk's vault. The package must never
// learn what a row means. docs/decisions/desk-store.md has what was chosen.
//
// # The file
//
// Table rows: t, n, and 24 nonce ‖ the row under its own key, XChaCha20-Poly1305; inside 4
// length, the row, zeros up to a power of two, at least 256. Table keys: t, b, and 24 nonce ‖
// 8 version ‖ 120 keys of 32 bytes, of rows 120·b and on, zeros where there is none; sealed
// under the store's key. Table head: one row, sealed so too: 8 counter of commits, and for
// each row of keys its table, number and version as uvarints. Associated data are a label, 16
// bytes that name the store, t and n. Every write of a row draws a key, and every commit
// writes the rows of keys that it touches, and the head.
//
// So an older row does not open with its newer key, and an older row of keys is not the one
// that the head names: of a file that somebody has put together from two of its times, what
// does not belong is damaged. A whole file of an earlier time is told by its counter, if the
// holder has heard of a later one: see [Store.Mark].
//
// # Erasing
//
// A commit that erases draws another key for the store, gives both to the holder, writes all
// rows of keys and the head under the new one, without the keys of what was erased, and gives
// the new one alone to the holder. From then on nothing that was ever in the file, its
// write-ahead log or the blocks that both have left opens what was erased: the key over its
// key is gone wherever the holder erases what it replaces.
package sqlitestore
