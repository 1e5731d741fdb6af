package dropserver

import (
	"net"
	"net/netip"
)

// sourceBits is how much of an IPv6 address says whose it is: one subscriber
// has a /64 at least, and can come from any address of it.
const sourceBits = 64

// source is where a connection comes from, as far as shares are concerned: one
// IPv4 address or one IPv6 /64. Whatever has no address is one source.
type source struct{ prefix netip.Prefix }

// sourceOf returns the source of a remote address.
func sourceOf(a net.Addr) source {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || tcp == nil {
		return source{}
	}
	ip, ok := netip.AddrFromSlice(tcp.IP)
	if !ok {
		return source{}
	}
	ip = ip.Unmap().WithZone("")
	bits := ip.BitLen()
	if ip.Is6() {
		bits = sourceBits
	}
	prefix, err := ip.Prefix(bits)
	if err != nil {
		return source{}
	}
	return source{prefix}
}
