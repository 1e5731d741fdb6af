// Package vault holds the deniable file: everything secret on a device, in one
// file of fixed size that looks random to the last byte.
//
// The file is cut into equal compartments, each opened by its own passphrase;
// the unused ones are random bytes, and nothing outside a passphrase tells
// them from the used ones. A passphrase and a payload enter; a file and a
// payload leave. The package must never learn what a payload means.
//
// # The file
//
// Size bytes (4 MiB) are Compartments (8) regions of Size/Compartments bytes
// (512 KiB). Region n begins at n × Size/Compartments:
//
//	offset  length       content
//	     0      32       region 0: the salt; all others: random, never read, fresh at every save
//	    32      32       fresh random of this save
//	    64     112       sealed header, 96 + tag 16
//	   176  to the end   sealed body: payload, zeros, tag 16
//
//	header offset  length  field
//	     0            1    version, 1
//	     1            1    role: 0 normal (1 decoy and 2 duress are kept for later)
//	     2            2    zero
//	     4            4    length of the payload in bytes, big-endian
//	     8            8    generation: counts the saves of this compartment from 1, big-endian
//	    16           32    body key, fresh at every save
//	    48           48    zero (kept for what a duress passphrase opens besides)
//
//	value        derivation
//	master       Argon2id(passphrase, salt, Params), 32 bytes
//	header key   HKDF-Expand-SHA-256(master, "bulkhead/vault/1 header" ‖ 00 ‖ u8 n ‖ fresh random, 32)
//	AEAD         ChaCha20-Poly1305, nonce zero (every key seals once),
//	             AAD = "bulkhead/vault/1 " ‖ "head" or "body" ‖ salt ‖ u8 n ‖ u32 Size ‖ u8 Compartments
//
// So a compartment opens only in its own place in its own file. Which one is
// used first is drawn at random.
//
// # What is not in the file
//
// The [Options] and [Params] are not stored: a stored cost would be a mark,
// and a lowered one a gift. Whoever holds the file keeps them in the program's
// settings; with others the right passphrase opens nothing.
//
// # One attempt
//
// Every attempt is one Argon2id, one trial of every header without an early
// exit, and one pass over one body: also when nothing matched, over a body and
// with a key that mean nothing. No attempt writes.
//
// # Limits
//
// Every save writes the whole file, but only its own compartment and the
// unread bytes get new values: the keys of the others are not at hand. Two
// copies of the file taken at different times show which compartment was saved
// in between. The memory that Argon2id used is left to the garbage collector,
// not overwritten.
package vault
