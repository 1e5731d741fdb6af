// Package cause holds the reasons why a request to a drop got no answer that is
// of use, as codes.
//
// An error of the network, of TLS or of a proxy enters, a [Cause] leaves. It
// names no host, no address and no certificate. A cause is counted and shown to
// the device's owner; nothing that leaves the device may depend on it.
package cause
