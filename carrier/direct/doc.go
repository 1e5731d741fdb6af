// Package direct holds the carrier that goes straight to the drop by HTTPS.
//
// It shows the drop everything: the network address of every phone, and with
// it which boxes one phone writes and reads, and so who talks to whom. It is
// for a drop one runs oneself. Whoever uses it is told so at every start.
//
// What it can still do, it does. Every request goes over a connection of its
// own that begins with a full TLS 1.3 handshake. So somebody who watches the
// drop's line, or a front that hides addresses, finds nothing else that ties
// two requests together. There is no cookie, no name of a program, no
// language and no redirect. It leaves the mark of Go's own TLS
// implementation on every handshake, and the name of the drop's host in the
// clear in it.
//
// A proxy that the environment names is used, or the request is refused: see
// [ByEnvironment].
//
// A box and its key enter, an outcome leaves. The package must never learn
// which link a box belongs to.
package direct
