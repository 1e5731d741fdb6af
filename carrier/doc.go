// Package carrier holds the ways for boxes to travel: one interface, several
// implementations (direct; later oblivious, onion, by hand), the same box.
//
// A box and its key enter, an outcome leaves. A carrier must never learn which
// link a box belongs to, nor which boxes belong to one device.
package carrier
