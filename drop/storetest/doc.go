// Package storetest holds the contract of a drop's store: the suite that every
// implementation runs, and the simplest implementation, in memory.
//
// A way to open a store enters; a test's verdict leaves. It is for tests alone
// and must never be part of a server.
package storetest
