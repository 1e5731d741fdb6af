package cell

import (
	"crypto/ed25519"

	"bulkhead/report/seal"

	"golang.org/x/crypto/cryptobyte"
)

// aReport is a packet to a desk, as hops see it: nobody can open it.
func aReport(n byte, to seal.Name) []byte {
	b := make([]byte, seal.ShortPacket)
	b[0], b[1], b[100] = seal.KindPacket, seal.Version, n
	copy(b[2:], to[:])
	return b
}

// longReport is one of the greater length.
func longReport(n byte, to seal.Name) []byte {
	return append(aReport(n, to), make([]byte, seal.LongPacket-seal.ShortPacket)...)
}

// aReply is a reply on the way of the n-th report to the desk of name 7, as hops see it.
func aReply(n, keep byte) []byte { return replyOn(wayOf(aReport(n, seal.Name{7})), keep) }

func replyOn(w seal.Way, keep byte) []byte {
	b := make([]byte, seal.ReplySize)
	b[0], b[1], b[2+seal.WaySize] = seal.KindReply, seal.Version, keep
	copy(b[2:], w[:])
	return b
}

func wayOf(packet []byte) seal.Way {
	w, err := seal.WayOf(packet)
	if err != nil {
		panic(err)
	}
	return w
}

// read has a packet read a message.
func read[P packet](p P, message []byte) P {
	s := cryptobyte.String(message[1:])
	if !p.read(&s) {
		panic("not a packet")
	}
	return p
}

// aRecord is a new record for a desk of this name.
func aRecord(w *world, name string) *seal.Record {
	w.t.Helper()
	_, public, err := seal.NewSeed(w.rand)
	w.must(err)
	r, err := w.people[0].s.NewDeskRecord(public, name, 3000, w.now)
	w.must(err)
	return r
}

func digestOf(w *world, r *seal.Record) seal.Digest {
	w.t.Helper()
	d, err := r.Digest()
	w.must(err)
	return d
}

// signedDesk is a record that the founders given have signed, as it travels.
func signedDesk(w *world, name string, by ...*person) *deskRecord {
	w.t.Helper()
	return signedRecord(w, aRecord(w, name), by...)
}

func signedRecord(w *world, r *seal.Record, by ...*person) *deskRecord {
	w.t.Helper()
	d, s := digestOf(w, r), seal.Signed{Record: *r}
	for _, p := range by {
		f := p.s.founderIndex()
		s.By |= 1 << f
		s.Signatures[f] = [ed25519.SignatureSize]byte(signRaw(&p.s.key, d.Message()))
	}
	return &deskRecord{s}
}

// nameOfDesk is a record's name, as its signer would sign it.
func nameOfDesk(by *person, d seal.Digest) *deskNamed {
	return &deskNamed{by.s.founderIndex(), d, signRaw(&by.s.key, d.Message())}
}

func revokedDesk(by *person, d seal.Digest) seal.Revocation {
	v := seal.Revocation{Group: by.s.sealGroup(), Digest: d, Founder: uint8(by.s.founderIndex())}
	v.Signature = signRaw(&by.s.key, v.Message())
	return v
}
