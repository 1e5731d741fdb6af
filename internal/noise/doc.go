// Package noise holds the randomness of one write of a vault or a pouch. Such a
// write needs megabytes, which a system's source gives slowly; so 48 bytes are
// drawn from it, always as many, and stretched.
//
// A source of randomness enters, as many bytes as are asked for leave. It must
// never learn what they are for: the vault's decoy and real writes draw alike.
package noise
