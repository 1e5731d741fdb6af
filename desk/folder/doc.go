// Package folder holds what a desk keeps in its vault: the private keys to which reports
// are sealed, the records that founders made of them, the key of the desk's store, and what
// publications are called and signed with.
//
// A passphrase, randomness and a folder enter; openers for what comes leave, and public
// keys for founders. The vault is a file of package vault, saved whole at each change.
// The package must never learn what a report says.
//
// # The vault's payload
//
//	1    version, 1
//	1+n  the desk's name in alerts, letters, digits and hyphens
//	1    keys, at most 8; each:
//	       32   the private key's seed
//	       1    records of it, at most 8; each 2+n, a signed record (docs/protocol/desk.md)
//	1+n  what the store has to keep here, at most 255 bytes
//	1    1 if there is a publication, else 0, and nothing follows:
//	       1+n, 1+n, 1+n  its title, its authority, since when that is the desk's
//	       64             the private keys that sign it
package folder
