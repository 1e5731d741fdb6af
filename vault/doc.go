// Package vault holds the deniable file: everything secret on a device, in one
// file of fixed size that looks random to the last byte.
//
// Passphrases and contents enter; a file and contents leave. The package must
// never learn what a content means.
//
// The file is cut into equal regions. At most three of them are compartments,
// one normal, one decoy and one duress, each opened by its own passphrase; all
// others are random bytes. Nothing outside a passphrase tells which are which.
// The normal compartment leads to the other two; neither leads to it. Opening
// by the duress passphrase destroys the normal compartment and leaves a decoy.
//
// # The file
//
// Format version 2, as docs/protocol/vault.md has it with all derivations. Size
// bytes (4 MiB) are Compartments (8) regions of Size/Compartments bytes (512
// KiB). Of every region:
//
//	offset  length       content
//	     0      32       region 0: the salt; region 1: the nonce of the outer layer; region 2: with
//	                     a keystore the check of the outer layer; else and all others: random
//	    32      32       fresh random A
//	    64      64       lock: the region key, sealed under what the passphrase stretches to
//	   128      32       fresh random B
//	   160      80       head: role, lengths and the body key, sealed under the region key
//	   240  to the end   body: keyring, payload, ready bytes, zeros, sealed under the body key
//
// Lock and head are two so that a normal compartment can seal the decoy anew
// without its passphrase, and a decoy can change its passphrase without the
// normal compartment losing it: what a keyring holds is the region key.
//
// Over everything but the nonce lies an outer layer, a key stream that is
// another at every write. Its key comes from a [Keystore] and is destroyed after
// the next write, or is 32 zeros if there is none. In the latter case it keeps
// nothing from anybody: it only makes every byte of the file another at every
// write.
//
// # What is not in the file
//
// The [Options] and [Params] are not stored: a stored cost would be a mark,
// and a lowered one a gift. Whoever holds the file keeps them in the program's
// settings; with others the right passphrase opens nothing.
//
// # One attempt
//
// [File.Open] does the same for every passphrase, wrong, decoy, normal or
// duress:
//
//   - one Argon2id
//   - one trial of every lock, and of the head behind it
//   - one pass over every head and body
//   - one call of Renew
//   - noise drawn for every region, and a compartment sealed for every
//     region, real or not
//   - a choice among old, noise and sealed that branches on nothing
//   - one write of the whole file
//   - one write over the locks and heads of the old file, which lies in free
//     blocks then
//
// Two things still differ. Memory is read starting at the region that
// opened. Copies of contents within memory are as long as the contents.
//
// A passphrase may open two compartments, since a decoy's [Vault.Change]
// must not tell what else there is. Then duress goes before normal, and
// normal before decoy.
//
// # A disk that refuses
//
// Where a second file cannot be made, written, synced or renamed, every attempt
// writes the first one in place, in the same calls: the beginning of every region,
// a sync, the rest, a sync. Decoy and duress change it so; without a keystore the
// nonce of the outer layer stays, so that a decoy's write changes the bytes of its
// own region alone. Normal and wrong passphrases write the bytes that are
// there, which no crash can spoil. Saves of a decoy go on so; those of a normal
// compartment are refused ([ErrRefused]): its messages are worth more than a write.
//
// # What is durable, and when
//
// Every write is: the keystore's next key, the file's replacement, the older
// key's destruction, and noise over the old copy's locks and heads, on which
// nothing depends. What an interrupted write leaves beside the file goes with the
// next one, or with a [File.Wipe]. After a crash in the midst of it the file holds the old or
// the new state, whole, and one of at most two keys is its; the next write uses
// up what was left over. Beside the lock that an open vault holds there are two
// for the moment of writing, so that a [File.Wipe] is not undone by a write that
// had begun before it.
//
// # Memory
//
// Keys and contents are overwritten when they are no longer needed, at the
// latest by [Vault.Close]. Copies inside the cipher and hash implementations
// are out of reach; so every attempt, save and change runs in
// bulkhead/internal/secret, which erases those too in a build with
// GOEXPERIMENT=runtimesecret. Argon2id computes in goroutines of its own. What
// those leave on their stacks is not erased even then: blocks of its working
// memory, no passphrase and no key. The working memory itself is.
//
// # Limits
//
// Without a keystore deniability is that of a single copy: whoever has copies
// of the file from different times takes the outer layer off and sees which
// regions changed, and a copy from before a duress passphrase still opens with
// the normal one. What a write replaces is made unreadable where a disk writes in
// place; flash chips, snapshots and backups keep copies by themselves.
// With a keystore a copy is worth as much as the key that it is under, and
// there is one at a time. docs/protocol/vault.md measures both.
//
// A passphrase that opens nothing writes the same bytes again if there is no
// keystore, since the file might not be a vault; so it can be told, by copies
// taken before and after it, from one that opens something.
package vault
