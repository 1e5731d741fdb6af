// Package durable holds the one way in which this program touches a disk:
// write, sync, rename, sync the folder.
//
// Names and bytes enter; what has returned without error is durable. It must
// never learn what the bytes mean.
package durable
