// Package carriertest holds the contract that every carrier.Carrier keeps, and
// the carrier in memory that keeps it first.
//
// A carrier and a little power over its drop enter, failures of the test
// leave. It must never know which carrier it has before it.
package carriertest
