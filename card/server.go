package card

import (
	"crypto/sha3"
	"encoding/base32"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/crypto/cryptobyte"
)

// MaxHostSize is the length of the longest host and port, in bytes: what one length
// byte can say. The longest DNS names (253 characters) with a port of more than one
// digit are over it.
const MaxHostSize = 255

// PrefixSize and PinSize are the lengths of a server's prefix and of the SHA-256 of its
// key, in bytes.
const (
	PrefixSize = 16
	PinSize    = 32
)

// Server is where a drop or a relay is, and how to know it. Servers compare with ==. A
// Server formats as a fixed word.
//
//	0  1  0 http on loopback, 1 https, 2 https with a pin, 3 onion service
//	    0, 1, 2: 1+n host and port, as text
//	    3: 32 the service's key, 2 port
//	  16  prefix
//	  32  pin, for 2 only
type Server struct {
	Plain  bool             // http, on loopback alone, or of an onion service
	Host   string           // name, address or onion service, colon, port: as [ParseHost] writes it
	Prefix [PrefixSize]byte // the first part of its paths, unguessable
	Pinned bool             // Pin is the key that the server must show
	Pin    [PinSize]byte    // SHA-256 of its certificate's SubjectPublicKeyInfo
}

const (
	serverPlain  = 0
	serverSystem = 1
	serverPinned = 2
	serverOnion  = 3
)

// Check returns an error that matches ErrCard unless the server can be on a card.
func (s *Server) Check() error {
	host, err := ParseHost(s.Host)
	_, _, onion := OnionOf(s.Host)
	switch {
	case err != nil || host != s.Host,
		!s.Pinned && s.Pin != [PinSize]byte{}, s.Pinned && s.Plain,
		onion != s.Plain && !IsLoopback(s.Host), onion && s.Pinned:
		return fmt.Errorf("%w: a place that is nowhere", ErrCard)
	}
	return nil
}

// IsOnion reports whether the server is an onion service.
func (s *Server) IsOnion() bool {
	_, _, is := OnionOf(s.Host)
	return is
}

// MarshalBinary returns the server's form on a card: see [Server]. It never fails for a
// server that Check takes.
func (s *Server) MarshalBinary() ([]byte, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewBuilder(nil)
	s.add(b)
	return b.Bytes()
}

// UnmarshalBinary reads what MarshalBinary wrote and nothing else: ErrCard.
func (s *Server) UnmarshalBinary(data []byte) error {
	in := cryptobyte.String(data)
	var n Server
	if !n.read(&in) || !in.Empty() {
		return ErrCard
	}
	*s = n
	return nil
}

func (s *Server) add(b *cryptobyte.Builder) {
	key, port, onion := OnionOf(s.Host)
	switch {
	case onion:
		b.AddUint8(serverOnion)
		b.AddBytes(key[:])
		b.AddUint16(port)
	case s.Plain:
		b.AddUint8(serverPlain)
	case s.Pinned:
		b.AddUint8(serverPinned)
	default:
		b.AddUint8(serverSystem)
	}
	if !onion {
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(s.Host)) })
	}
	b.AddBytes(s.Prefix[:])
	if s.Pinned {
		b.AddBytes(s.Pin[:])
	}
}

func (s *Server) read(in *cryptobyte.String) bool {
	var kind uint8
	if !in.ReadUint8(&kind) || kind > serverOnion {
		return false
	}
	s.Plain, s.Pinned = kind == serverPlain || kind == serverOnion, kind == serverPinned
	if kind == serverOnion {
		var key [onionKeySize]byte
		var port uint16
		if !in.CopyBytes(key[:]) || !in.ReadUint16(&port) || port == 0 {
			return false
		}
		s.Host = OnionHost(key, port)
	} else {
		var host cryptobyte.String
		if !in.ReadUint8LengthPrefixed(&host) {
			return false
		}
		if s.Host = string(host); s.IsOnion() {
			return false // it has a form of its own
		}
	}
	return in.CopyBytes(s.Prefix[:]) && (!s.Pinned || in.CopyBytes(s.Pin[:])) && s.Check() == nil
}

// Format implements [fmt.Formatter] and prints no part of the server.
func (Server) Format(f fmt.State, _ rune) { io.WriteString(f, "card.Server(hidden)") }

// ParseHost checks a host with a port, and returns its one form: lower-case letters, IP
// addresses as [netip.Addr] writes them. ErrCard.
func ParseHost(s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil || len(s) > MaxHostSize {
		return "", ErrCard
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
		return "", ErrCard
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" || ip.Is4In6() {
			return "", ErrCard
		}
		return net.JoinHostPort(ip.String(), port), nil
	}
	if !isName(host) {
		return "", ErrCard
	}
	clean := net.JoinHostPort(strings.ToLower(host), port)
	if _, _, is := OnionOf(clean); !is && strings.HasSuffix(strings.ToLower(host), onionEnd) {
		return "", ErrCard // mistyped
	}
	return clean, nil
}

// isName reports whether s can be a DNS name: letters, digits, dots, hyphens.
func isName(s string) bool {
	if s == "" || s[0] == '.' || s[0] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-') {
			return false
		}
	}
	return !strings.Contains(s, "..")
}

// IsLoopback reports whether a host with a port is this very machine.
func IsLoopback(hostPort string) bool {
	host, _, _ := net.SplitHostPort(hostPort)
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

const (
	onionEnd     = ".onion"
	onionKeySize = 32
	onionVersion = 3
)

func onionEncoding() *base32.Encoding { return base32.StdEncoding.WithPadding(base32.NoPadding) }

// OnionHost returns the name and port of the onion service with this key (Tor's
// rend-spec-v3, section 6, "Encoding onion addresses").
func OnionHost(key [onionKeySize]byte, port uint16) string {
	sum := sha3.Sum256(append(append([]byte(".onion checksum"), key[:]...), onionVersion))
	name := onionEncoding().EncodeToString(append(append(key[:], sum[:2]...), onionVersion))
	return net.JoinHostPort(strings.ToLower(name)+onionEnd, strconv.Itoa(int(port)))
}

// OnionOf returns key and port of an onion service from its name, if host is one in
// its one form.
func OnionOf(host string) (key [onionKeySize]byte, port uint16, is bool) {
	name, portText, err := net.SplitHostPort(host)
	text, isOnion := strings.CutSuffix(name, onionEnd)
	n, portErr := strconv.ParseUint(portText, 10, 16)
	raw, decodeErr := onionEncoding().DecodeString(strings.ToUpper(text))
	if err != nil || !isOnion || portErr != nil || decodeErr != nil || len(raw) != onionKeySize+3 {
		return key, 0, false
	}
	copy(key[:], raw)
	return key, uint16(n), OnionHost(key, uint16(n)) == host
}
