// Package weigh says how likely it is that two reports are of one thing, and that what
// reports say is so, by a stated rule with its assumptions.
//
// Reports and what is already known of groups enter; suggestions leave, with the reason as
// numbers for a sentence. A person merges and parts: nothing here does. The package must
// never learn, nor guess, whether two reports come from one person.
// docs/decisions/weigh.md has the rule.
package weigh
