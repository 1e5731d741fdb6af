// Package durable holds the one way in which this program touches a disk:
// write, sync, rename, sync the folder.
//
// Names and bytes enter; what has returned without error is durable. It must
// never learn what the bytes mean.
//
// [Open] is a folder of the operating system, [NewMem] one in memory whose
// power can be cut at any operation; both run the contract suite durabletest.
// What both rely on, and what the formats above rely on, is that a storage
// device writes a sector of [Sector] bytes whole or not at all.
package durable
