// Package link holds the protocol between two members: one shared secret,
// shown in person, becomes per-round ids and keys, a hybrid ratchet, and whole
// messages that arrive once and in order. docs/protocol/link.md is its
// specification, byte for byte.
//
// What enters: the shown secret, messages to send, boxes that were read, the
// results of writes, the round, and randomness. What leaves: sealed boxes with
// their ids, ids to read, messages, and what became of them.
//
// The package is pure. It opens nothing, waits for nothing, and has no clock;
// randomness is handed in, except that the KEM draws its own when a step is
// answered. It must never learn whom the other end is, what a message
// means, by which way a box travels, or that other links exist.
//
// A [Link] belongs to one goroutine. Nothing it does is durable by itself: the
// caller keeps [Link.Marshal] in its vault, in the order of the
// specification's section "Order of saving".
package link
