// Package drop holds the drop's protocol: the paths of boxes, what a drop
// says of itself, the address that an invitation carries, and a client.
//
// A drop is a server that holds boxes: written once, read by id, gone after
// some rounds. A box and its key enter a [Client], an outcome leaves. Neither
// side of the protocol must ever learn which boxes belong to one device, one
// link or one cell: the package has no session, no cookie and no name for
// whoever asks. The protocol is specified in docs/protocol/drop.md.
package drop
