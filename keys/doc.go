// Package keys holds the key types: values that cannot be printed, cannot be
// compared with == and are erased in place.
//
// Bytes enter from a derivation or from a vault and leave only through
// [Key.Bytes]. The package must never learn what a key is used for beyond its
// type's name.
package keys
