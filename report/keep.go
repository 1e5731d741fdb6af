package report

import (
	"crypto/sha256"

	"bulkhead/keys"

	"golang.org/x/crypto/cryptobyte"
)

// ErrThread is what UnmarshalBinary of a Thread refuses with.
const ErrThread Refusal = "these bytes are not a desk's thread"

// Unsafe returns the highest revision of a withdrawal by which the report is not safe to
// keep, 0 if none has come: the desk keeps no letter below it.
func (t *Thread) Unsafe() uint16 { return t.unsafe }

// MarshalBinary returns the one form in which a desk keeps t. It holds the reply key: it
// belongs inside a seal.
//
//	16 id, 32 reply key, 10 order of revisions, 32 digest of the newest letter,
//	2 newest withdrawal, 1 its reason, 2 newest withdrawal for safety, 2+n report or nothing
func (t *Thread) MarshalBinary() ([]byte, error) {
	var body []byte
	if t.Report != nil {
		var err error
		if body, err = t.Report.MarshalBinary(); err != nil {
			return nil, err
		}
	}
	order, err := t.Order.MarshalBinary()
	if err != nil {
		return nil, err
	}
	b := cryptobyte.NewBuilder(make([]byte, 0, 128+len(body)))
	b.AddBytes(t.ID[:])
	b.AddBytes(t.key.Bytes())
	b.AddBytes(order)
	b.AddBytes(t.newest[:])
	b.AddUint16(t.withdrawn)
	b.AddUint8(uint8(t.why))
	b.AddUint16(t.unsafe)
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(body) })
	return b.Bytes()
}

// UnmarshalBinary reads that form, and refuses everything else: t is as it was then.
func (t *Thread) UnmarshalBinary(b []byte) error {
	var n Thread
	var key, order, body cryptobyte.String
	s := cryptobyte.String(b)
	if !s.CopyBytes(n.ID[:]) || !s.ReadBytes((*[]byte)(&key), keys.Size) || !s.ReadBytes((*[]byte)(&order), OrderSize) ||
		!s.CopyBytes(n.newest[:sha256.Size]) || !s.ReadUint16(&n.withdrawn) || !s.ReadUint8((*uint8)(&n.why)) || !s.ReadUint16(&n.unsafe) ||
		!s.ReadUint16LengthPrefixed(&body) || !s.Empty() {
		return ErrThread
	}
	copy(n.key.Bytes(), key)
	if err := n.Order.UnmarshalBinary(order); err != nil {
		return err
	}
	if n.ID == (ID{}) || n.Order.Newest() == 0 || n.why > NotSafe || (n.why == 0) != (n.withdrawn == 0) || n.unsafe > n.withdrawn || n.withdrawn > n.Order.Newest() {
		return ErrThread
	}
	if len(body) > 0 {
		n.Report = new(Report)
		if err := n.Report.UnmarshalBinary(body); err != nil {
			return err
		}
		if n.Report.ID != n.ID || n.Report.Revision <= n.unsafe || n.Report.Revision > n.Order.Newest() {
			return ErrThread
		}
	}
	*t = n
	return nil
}
