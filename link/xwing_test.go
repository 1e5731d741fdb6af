package link

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"bulkhead/keys"
)

// exportOf is what HPKE exports of a KEM's shared secret in base mode, with
// HKDF-SHA-256 and no cipher (RFC 9180, sections 5.1 and 5.3).
func exportOf(t *testing.T, ss, info []byte, context string) []byte {
	t.Helper()
	suite := append([]byte("HPKE"), 0x64, 0x7a, 0, 1, 0xff, 0xff)
	extract := func(salt []byte, label string, ikm []byte) []byte {
		out, err := hkdf.Extract(sha256.New, append(append(append([]byte("HPKE-v1"), suite...), label...), ikm...), salt)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	expand := func(prk []byte, label string, info []byte) []byte {
		labelled := append(append(append(binary.BigEndian.AppendUint16(nil, 32), "HPKE-v1"...), suite...), label...)
		out, err := hkdf.Expand(sha256.New, prk, string(append(labelled, info...)), 32)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	schedule := append([]byte{0}, extract(nil, "psk_id_hash", nil)...)
	schedule = append(schedule, extract(nil, "info_hash", info)...)
	exporter := expand(extract(ss, "secret", nil), "exp", schedule)
	return expand(exporter, "sec", []byte(context))
}

// The KEM here is the standard library's: each opens what the other encapsulates,
// from one seed and one public key, to one secret.
func TestTheKEMIsThatOfHPKE(t *testing.T) {
	info := []byte("info of this test")
	for range 20 {
		seed := make([]byte, seedSize)
		rand.Read(seed)
		mine, err := newPrivateKey(seed)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := hpke.MLKEM768X25519().NewPrivateKey(seed)
		if err != nil {
			t.Fatal(err)
		}
		public := mine.appendPublic(nil)
		if len(public) != pkSize || !bytes.Equal(public, theirs.PublicKey().Bytes()) {
			t.Fatal("one seed gives two public keys")
		}
		enc, ss, err := encapsulate(nil, public)
		if err != nil {
			t.Fatal(err)
		}
		recipient, err := hpke.NewRecipient(enc, theirs, hpke.HKDFSHA256(), hpke.ExportOnly(), info)
		if err != nil {
			t.Fatalf("crypto/hpke does not open what was encapsulated here: %v", err)
		}
		exported, err := recipient.Export("test", 32)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(exported, exportOf(t, ss.Bytes(), info, "test")) {
			t.Fatal("crypto/hpke opens another secret than was encapsulated here")
		}
		enc, sender, err := hpke.NewSender(theirs.PublicKey(), hpke.HKDFSHA256(), hpke.ExportOnly(), info)
		if err != nil {
			t.Fatal(err)
		}
		if ss, err = mine.decapsulate(enc); err != nil || len(enc) != encSize {
			t.Fatalf("%d bytes: %v", len(enc), err)
		}
		if exported, err = sender.Export("test", 32); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(exported, exportOf(t, ss.Bytes(), info, "test")) {
			t.Fatal("what crypto/hpke encapsulates opens to another secret here")
		}
	}
}

// Both halves of the KEM count, and both encapsulations: a changed byte anywhere
// gives another secret, or none. A point of low order is no public key.
func TestEveryByteOfAnEncapsulationCounts(t *testing.T) {
	k, err := newPrivateKey(bytes.Repeat([]byte{3}, seedSize))
	if err != nil {
		t.Fatal(err)
	}
	public := k.appendPublic(nil)
	enc, want, err := encapsulate(nil, public)
	if err != nil {
		t.Fatal(err)
	}
	same := func(b []byte) bool {
		got, err := k.decapsulate(b)
		return err == nil && got.Equal(&want)
	}
	if !same(enc) {
		t.Fatal("the encapsulation does not open")
	}
	for i := 0; i < len(enc); i++ {
		changed := bytes.Clone(enc)
		changed[i] ^= 1 << (i % 8)
		if same(changed) {
			t.Fatalf("byte %d can be changed", i)
		}
	}
	clear(public[len(public)-curveSize:])
	if _, _, err := encapsulate(nil, public); err == nil {
		t.Error("a point of low order was taken for a public key")
	}
	clear(enc[len(enc)-curveSize:])
	if _, err := k.decapsulate(enc); err == nil {
		t.Error("a point of low order was taken for an encapsulation")
	}
	var room [2]keys.Key[sharedUse]
	copy(room[0].Bytes(), "first")
	copy(room[1].Bytes(), "second")
	combine(room[0].Bytes(), room[1].Bytes(), enc[:32], enc[32:64])
	if !room[0].IsZero() || !room[1].IsZero() {
		t.Error("the two secrets outlive the one made of them")
	}
}
