// Package storetest is the contract of desk.Store as tests. Every implementation runs it;
// only tests import it.
package storetest
