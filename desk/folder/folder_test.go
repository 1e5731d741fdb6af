package folder

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/report"
	"bulkhead/report/seal"
	"bulkhead/vault"
)

var cheap = Settings{Cost: vault.Params{MemoryKiB: 64, Time: 1, Threads: 1}, Rand: rand.Reader}

func passphrase(t *testing.T, words string) *vault.Passphrase {
	t.Helper()
	p, err := vault.NewPassphrase([]byte(words))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// signed is a record of a desk's key as a founder signs it.
func signed(t *testing.T, public [seal.PublicSize]byte, name string) []byte {
	t.Helper()
	r := seal.Record{Group: seal.Group{7}, Issued: 10, Begins: 10, Expires: 2000, Public: public, Name: name}
	d, err := r.Digest()
	if err != nil {
		t.Fatal(err)
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := seal.Signed{Record: r, By: 1}
	copy(s.Signatures[0][:], ed25519.Sign(private, d.Message()))
	b, err := s.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Promise: what a desk's vault holds is there again after each change, and opens what is
// sealed to each of its records, until a key is forgotten.
func TestADesksKeysAreKept(t *testing.T) {
	dir := durable.NewMem(rand.Reader)
	pass := passphrase(t, "five words that nobody knows")
	if _, err := Create(dir, pass, cheap, "Not A Name"); !errors.Is(err, ErrName) {
		t.Errorf("a name that alerts cannot have: %v", err)
	}
	f, err := Create(dir, pass, cheap, "notification-team")
	if err != nil {
		t.Fatal(err)
	}
	again := func() {
		t.Helper()
		f.Close()
		if f, err = Open(dir, pass, cheap); err != nil {
			t.Fatal(err)
		}
	}
	all := func() []Key {
		t.Helper()
		k, err := f.Keys()
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	again()
	first := all()[0]
	record := signed(t, first.Public, "Notification team")
	got, err := f.Take(record)
	if err != nil || got.Record.Name != "Notification team" {
		t.Fatalf("a record of the desk's key is refused: %v", err)
	}
	if _, err := f.Take(record); err != nil || len(all()[0].Records) != 1 {
		t.Errorf("the same record again: %v, %d records", err, len(all()[0].Records))
	}
	id, key, err := report.NewThread(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	letter := report.LetterOf(report.Report{ID: id, Revision: 1, Kind: report.Need, Type: 1, How: report.Seen, Confidence: report.Sure, Text: "water"}, key)
	packet, err := seal.Seal(&letter, &got.Record)
	if err != nil {
		t.Fatal(err)
	}
	opens := func() int {
		t.Helper()
		openers, err := f.Openers()
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, o := range openers {
			if _, err := o.Open(packet); err == nil {
				n++
			}
		}
		return n
	}
	again()
	if opens() != 1 {
		t.Error("a report that is sealed to the desk's record is not opened")
	}
	if err := f.NewKey(); err != nil {
		t.Fatal(err)
	}
	if err := f.Hold([]byte("the store's")); err != nil {
		t.Fatal(err)
	}
	again()
	if b, err := f.Held(); err != nil || string(b) != "the store's" || len(all()) != 2 || f.Name() != "notification-team" || opens() != 1 {
		t.Errorf("after another key the vault holds %d keys, and %d bytes of the store's: %v", len(all()), len(b), err)
	}
	if _, there := f.Site(); there {
		t.Error("a desk that never published has a publication")
	}
	site := Site{Title: "Desk", Authority: "example.org", Since: "2026", Keys: [siteKeys]byte{7, 8}}
	if err := f.SetSite(site); err != nil {
		t.Fatal(err)
	}
	site.Title = "Notification team"
	if err := f.SetSite(site); err != nil {
		t.Errorf("another title: %v", err)
	}
	for _, other := range []Site{{"Desk", "example.com", "2026", site.Keys}, {"Desk", "example.org", "2025", site.Keys}, {"Desk", "example.org", "2026", [siteKeys]byte{}}} {
		if err := f.SetSite(other); !errors.Is(err, ErrSite) {
			t.Errorf("what readers know a publication by changes: %v", err)
		}
	}
	if err := f.Forget(first.Public); err != nil {
		t.Fatal(err)
	}
	again()
	if got, there := f.Site(); !there || got != site || fmt.Sprintf("%v %+v", got, &got) != "site(hidden) site(hidden)" {
		t.Errorf("what publications say of themselves is not kept, or printed: %v", got)
	}
	if opens() != 0 || len(all()) != 1 || all()[0].Public == first.Public {
		t.Error("a key that was forgotten opens")
	}
	for what, public := range map[string][seal.PublicSize]byte{"the last": all()[0].Public, "one that is forgotten": first.Public, "none": {}} {
		if err := f.Forget(public); !errors.Is(err, ErrKey) || len(all()) != 1 {
			t.Errorf("forgetting %s: %v", what, err)
		}
	}
	if a, b := first.Fingerprint(), all()[0].Fingerprint(); len(a) != 16 || a == b {
		t.Errorf("two keys are told apart as %s and %s", a, b)
	}
	f.Close()
}

// Promise: what is refused changes nothing.
func TestWhatAFolderRefuses(t *testing.T) {
	dir := durable.NewMem(rand.Reader)
	pass := passphrase(t, "five words that nobody knows")
	f, err := Create(dir, pass, cheap, "desk")
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := seal.NewSeed(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for what, b := range map[string][]byte{"nothing": nil, "noise": bytes.Repeat([]byte{9}, 1400), "another desk's record": signed(t, other, "Other")} {
		if _, err := f.Take(b); !errors.Is(err, ErrRecord) {
			t.Errorf("%s is taken for a record: %v", what, err)
		}
	}
	if err := f.Hold(make([]byte, 256)); !errors.Is(err, ErrHeld) {
		t.Errorf("too much of the store's: %v", err)
	}
	for range maxKeys - 1 {
		if err := f.NewKey(); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.NewKey(); !errors.Is(err, ErrMany) {
		t.Errorf("one key too many: %v", err)
	}
	k, err := f.Keys()
	if err != nil {
		t.Fatal(err)
	}
	for n := range maxRecords {
		if _, err := f.Take(signed(t, k[0].Public, fmt.Sprint("Name ", n))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Take(signed(t, k[0].Public, "One more")); !errors.Is(err, ErrMany) {
		t.Errorf("one record too many: %v", err)
	}
	if _, err := Open(dir, pass, cheap); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("a vault that is open is opened: %v", err)
	}
	f.Close()
	if _, err := Open(dir, passphrase(t, "another five words altogether"), cheap); !errors.Is(err, vault.ErrNoMatch) {
		t.Errorf("another passphrase: %v", err)
	}
	if _, err := Create(dir, pass, cheap, "desk"); !errors.Is(err, vault.ErrExists) {
		t.Errorf("a second vault in one folder: %v", err)
	}
	if s := fmt.Sprintf("%v %+v", f, f); s != "folder(hidden) folder(hidden)" {
		t.Errorf("a folder prints as %q", s)
	}
}

// Promise: whatever parses is what is written, and nothing else parses.
func TestPayloadsHaveOneForm(t *testing.T) {
	seed, public, err := seal.NewSeed(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k := kept{name: "desk", keys: []key{{seed: seed, records: [][]byte{signed(t, public, "Desk")}}}, held: []byte("held"), site: &Site{Title: "Desk", Authority: "example.org", Since: "2026", Keys: [siteKeys]byte{7}}}
	b, err := k.marshal()
	if err != nil {
		t.Fatal(err)
	}
	var back kept
	if err := back.unmarshal(b); err != nil {
		t.Fatal(err)
	}
	if again, err := back.marshal(); err != nil || !bytes.Equal(again, b) {
		t.Errorf("what was read is written otherwise: %v", err)
	}
	for n := range b {
		if new(kept).unmarshal(b[:n]) == nil {
			t.Fatalf("%d of %d bytes are a payload", n, len(b))
		}
	}
	if new(kept).unmarshal(append(bytes.Clone(b), 0)) == nil || new(kept).unmarshal(append([]byte{version + 1}, b[1:]...)) == nil {
		t.Error("a longer payload, or a newer program's, is read")
	}
}
