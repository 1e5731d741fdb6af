// Package keystoretest holds the contract that every vault.Keystore keeps.
//
// A keystore enters, failures of the test leave. It must never know which
// implementation it has before it.
package keystoretest
