package seal

import (
	"crypto/sha256"
	"encoding/binary"

	"golang.org/x/crypto/cryptobyte"
)

const (
	signedHead = 1 + 2*64 // what stands before the record in a signed one

	// MaxSigned is the longest form of a signed record, in bytes.
	MaxSigned = signedHead + MaxRecord

	// MaxDesks is the longest form of what a device keeps of desks, in bytes.
	MaxDesks = 1 + (MaxByBoth+2*MaxByOne)*(4+2+MaxSigned) + 1 + 2*MaxRevoked*(4+RevocationSize-GroupSize)
)

// MarshalBinary returns the one form in which a device keeps what it knows of desks, in the
// order in which it was heard:
//
//	1  records; of each: 4 heard, 2+n as it travels
//	1  revocations; of each: 4 heard, 32 digest, 1 founder, 64 signature
//
// All of it is of one group.
func (d *Desks) MarshalBinary() ([]byte, error) {
	b := cryptobyte.NewBuilder(nil)
	b.AddUint8(uint8(len(d.Known)))
	for i := range d.Known {
		k := &d.Known[i]
		all, err := k.Signed.MarshalBinary()
		if err != nil {
			return nil, err
		}
		b.AddUint32(uint32(k.Heard))
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(all) })
	}
	b.AddUint8(uint8(len(d.Revoked)))
	for i := range d.Revoked {
		v := &d.Revoked[i]
		b.AddUint32(uint32(v.Heard))
		b.AddBytes(v.Digest[:])
		b.AddUint8(v.Founder)
		b.AddBytes(v.Signature[:])
	}
	return b.Bytes()
}

// Unmarshal reads what MarshalBinary returned for a group, and refuses what Take and Revoke
// would not have kept. It checks no signature. d is as it was if it fails.
func (d *Desks) Unmarshal(data []byte, group Group) error {
	var n Desks
	var count uint8
	s := cryptobyte.String(data)
	if !s.ReadUint8(&count) {
		return ErrRecord
	}
	for range count {
		var k Known
		var all cryptobyte.String
		if !s.ReadUint32((*uint32)(&k.Heard)) || !s.ReadUint16LengthPrefixed(&all) || k.Signed.UnmarshalBinary(all) != nil {
			return ErrRecord
		}
		n.Known = append(n.Known, k)
	}
	if !s.ReadUint8(&count) {
		return ErrRecord
	}
	for range count {
		v := Revoked{Revocation: Revocation{Group: group}}
		if !s.ReadUint32((*uint32)(&v.Heard)) || !s.CopyBytes(v.Digest[:]) || !s.ReadUint8(&v.Founder) || !s.CopyBytes(v.Signature[:]) {
			return ErrRecord
		}
		n.Revoked = append(n.Revoked, v)
	}
	if !s.Empty() || !n.holds(group) {
		return ErrRecord
	}
	*d = n
	return nil
}

// holds reports whether d is within its bounds and of one group.
func (d *Desks) holds(group Group) bool {
	known, records := [4]int{}, map[Digest]bool{}
	for i := range d.Known {
		k := &d.Known[i]
		digest, err := k.Record.Digest()
		if err != nil || k.By < 1 || k.By > 3 || k.Record.Group != group || records[digest] {
			return false
		}
		known[k.By]++
		records[digest] = true
	}
	revoked, of := [2]int{}, map[Revocation]bool{}
	for i := range d.Revoked {
		v := d.Revoked[i].Revocation
		v.Signature = [64]byte{}
		if v.Founder > 1 || v.Group != group || records[v.Digest] || of[v] {
			return false
		}
		revoked[v.Founder]++
		of[v] = true
	}
	return known[1] <= MaxByOne && known[2] <= MaxByOne && known[3] <= MaxByBoth && revoked[0] <= MaxRevoked && revoked[1] <= MaxRevoked
}

// Digests returns the digests of what is known, each at the place of its record in Known: Take
// and Unmarshal let in nothing that has none.
func (d *Desks) Digests() []Digest {
	var all []Digest
	for i := range d.Known {
		if digest, err := d.Known[i].Record.Digest(); err == nil {
			all = append(all, digest)
		}
	}
	return all
}

// Sum sums up what is known: equal where the same records with the same signatures, and the
// same revocations, are known in whatever order; 0 where there is nothing. Of two others one
// in 4,294,967,296 has the same sum.
func (d *Desks) Sum() (sum uint32) {
	for i, digest := range d.Digests() {
		sum ^= summed(digest, d.Known[i].By)
	}
	for i := range d.Revoked {
		sum ^= summed(d.Revoked[i].Digest, 4+d.Revoked[i].Founder)
	}
	if sum == 0 && len(d.Known)+len(d.Revoked) > 0 {
		return 1
	}
	return sum
}

func summed(d Digest, what uint8) uint32 {
	sum := sha256.Sum256(append(d[:], what))
	return binary.BigEndian.Uint32(sum[:4])
}
