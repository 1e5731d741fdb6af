package vault

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"

	"bulkhead/keys"

	"golang.org/x/crypto/chacha20poly1305"
)

// derive expands a secret of 32 bytes into a key for one part.
func derive(secret []byte, part string, context ...[]byte) ([]byte, error) {
	info := label + part + "\x00"
	for _, c := range context {
		info += string(c)
	}
	return hkdf.Expand(sha256.New, secret, info, keys.Size)
}

// zeroNonce is never written. It is safe because every key here seals once.
var zeroNonce [chacha20poly1305.NonceSize]byte

// seal puts plain, sealed under key, into dst, which is tagLen longer. dst may
// begin with plain.
func seal(dst, plain, key, bound []byte) error {
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return err
	}
	sealInto(aead, dst, plain, bound)
	return nil
}

func sealInto(aead cipher.AEAD, dst, plain, bound []byte) {
	aead.Seal(dst[:0:len(plain)+tagLen], zeroNonce[:], plain, bound)
}

// unseal puts what sealed holds under key into plain and returns 1 if key
// is right. Otherwise it returns 0 and what it put there means nothing. It does
// the same work in both cases, which the Open of a [cipher.AEAD] need not: it
// may check first and decipher only what it found right. So this deciphers
// (sealing is adding the key stream, and adding it twice takes it off), seals
// that again and compares the tags. plain and scratch are as long as sealed;
// the three do not overlap.
func unseal(plain, scratch, sealed, key, bound []byte) (ok int, err error) {
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return 0, err
	}
	n := len(sealed) - tagLen
	sealInto(aead, plain, sealed[:n], bound)
	clear(plain[n:])
	sealInto(aead, scratch, plain[:n], bound)
	return subtle.ConstantTimeCompare(scratch[n:], sealed[n:]), nil
}
