// Package durabletest holds the contract that every durable.Dir keeps.
//
// A folder enters, failures of the test leave. It must never know which
// implementation it has before it.
package durabletest
