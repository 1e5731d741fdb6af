package folder

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"sync"

	"golang.org/x/crypto/cryptobyte"

	"bulkhead/internal/durable"
	"bulkhead/keys"
	"bulkhead/report/seal"
	"bulkhead/vault"
)

// Refusal is why a desk's folder does not do what a person asks. The sentence that a
// person reads is a catalogue's, by this value.
type Refusal string

const (
	ErrName    Refusal = "a desk's name is 1 to 40 letters of a to z, digits and hyphens"
	ErrPayload Refusal = "this vault is not a desk's, or a newer program's"
	ErrRecord  Refusal = "this is not a founder's record of one of this desk's keys"
	ErrMany    Refusal = "no room for one more key or record: forget an old one"
	ErrKey     Refusal = "the desk has no such key, or no other"
	ErrSite    Refusal = "the desk's publication has an authority and a date already"
	ErrHeld    Refusal = "what the store keeps in the vault is too long"
)

// Error returns the reason for developers.
func (r Refusal) Error() string { return string(r) }

const (
	version    = 1
	vaultName  = "vault"
	maxKeys    = 8 // a quarter each, and what is left of the last two years
	maxRecords = 8 // of one key
	maxHeld    = 255

	siteKeys = 64
)

var names = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Settings are what a vault is opened with.
type Settings struct {
	Cost vault.Params // of an attempt with a passphrase; zero: the usual
	Rand io.Reader    // a cryptographic source
}

// Folder is an open vault of a desk. Any number of goroutines may use it. It keeps the
// vault's lock until Close.
type Folder struct {
	rand io.Reader

	mu    sync.Mutex // guards what follows
	vault *vault.Vault
	kept  kept
}

// kept is the vault's payload.
type kept struct {
	name string
	keys []key
	held []byte
	site *Site // nil: nothing was published
}

type key struct {
	seed    seal.Seed
	records [][]byte // signed, in their one form
}

// Format implements [fmt.Formatter] and prints nothing of the folder.
func (*Folder) Format(f fmt.State, _ rune) { io.WriteString(f, "folder(hidden)") }

// Named reports whether a desk can have this name.
func Named(name string) bool { return names.MatchString(name) }

// Create makes a desk's vault in dir, with one key, and opens it. pass stays the
// caller's. It is durable on return. vault.ErrExists if there is one, ErrName.
func Create(dir durable.Dir, pass *vault.Passphrase, s Settings, name string) (*Folder, error) {
	if !names.MatchString(name) {
		return nil, ErrName
	}
	seed, _, err := seal.NewSeed(s.Rand)
	if err != nil {
		return nil, fmt.Errorf("draw a desk's key: %w", err)
	}
	k := kept{name: name, keys: []key{{seed: seed}}}
	payload, err := k.marshal()
	if err != nil {
		return nil, err
	}
	defer clear(payload)
	v, err := s.file(dir).Create(pass, vault.Normal, vault.Content{Payload: payload})
	if err != nil {
		return nil, err
	}
	return &Folder{rand: s.Rand, vault: v, kept: k}, nil
}

// Open opens a desk's vault. pass stays the caller's. The vault's errors, and ErrPayload.
func Open(dir durable.Dir, pass *vault.Passphrase, s Settings) (*Folder, error) {
	v, err := s.file(dir).Open(pass)
	if err != nil {
		return nil, err
	}
	f := &Folder{rand: s.Rand, vault: v}
	if err := f.kept.unmarshal(v.Payload()); err != nil {
		v.Close()
		return nil, err
	}
	return f, nil
}

func (s Settings) file(dir durable.Dir) vault.File {
	return vault.File{Dir: dir, Name: vaultName, Params: s.Cost, Rand: s.Rand}
}

// Close erases what is in memory and gives the vault's lock back. A second Close does
// nothing.
func (f *Folder) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.vault.Close()
	for i := range f.kept.keys {
		f.kept.keys[i].seed.Erase()
	}
	clear(f.kept.held)
	if f.kept.site != nil {
		clear(f.kept.site.Keys[:])
	}
	f.kept = kept{}
}

// Name returns the desk's name in alerts.
func (f *Folder) Name() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.kept.name
}

// change lets do change a copy of what is kept, and saves it. With an error nothing is
// changed here; the vault holds the old or the new.
func (f *Folder) change(do func(k *kept) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := kept{f.kept.name, slices.Clone(f.kept.keys), f.kept.held, f.kept.site}
	if err := do(&next); err != nil {
		return err
	}
	payload, err := next.marshal()
	if err != nil {
		return err
	}
	defer clear(payload)
	if err := f.vault.Save(payload); err != nil {
		return err
	}
	for i := range f.kept.keys { // next has copies
		f.kept.keys[i].seed.Erase()
	}
	f.kept = next
	return nil
}

// Held returns what the store keeps here, nil if nothing yet. It implements the holder of
// desk/sqlitestore.
func (f *Folder) Held() ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.kept.held), nil
}

// Hold replaces what the store keeps here, durably on return.
func (f *Folder) Hold(b []byte) error {
	if len(b) > maxHeld {
		return ErrHeld
	}
	return f.change(func(k *kept) error {
		k.held = slices.Clone(b)
		return nil
	})
}

// Site is what a desk's publications say of themselves, and what signs them.
type Site struct {
	Title            string // at most 255 bytes, as are the other two
	Authority, Since string
	Keys             [siteKeys]byte // the private ones, in the form of report/publish
}

// Format implements [fmt.Formatter] and prints nothing of the site.
func (Site) Format(f fmt.State, _ rune) { io.WriteString(f, "site(hidden)") }

// Site returns what was set, a copy; there is none until then.
func (f *Folder) Site() (s Site, there bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.kept.site == nil {
		return s, false
	}
	return *f.kept.site, true
}

// SetSite keeps what publications say of themselves, durably on return. Whoever calls it has
// made sure that report/publish takes it. ErrSite if there is one with another authority,
// date, or keys: readers know the publication by them. The title may change.
func (f *Folder) SetSite(s Site) error {
	return f.change(func(k *kept) error {
		if k.site != nil && (k.site.Authority != s.Authority || k.site.Since != s.Since || k.site.Keys != s.Keys) {
			return ErrSite
		}
		k.site = &s
		return nil
	})
}

// Key is a key of the desk's as a person is shown it.
type Key struct {
	Number  int                   // from 1, the oldest; one that is forgotten lets the later ones move up
	Public  [seal.PublicSize]byte // for a founder, who makes the record of it
	Records []seal.Signed         // the records that came, in the order in which they came
}

// Fingerprint is by what people tell the desk's keys apart: 16 letters and digits, of the public
// key. A record's fingerprint is another.
func (k *Key) Fingerprint() string {
	h := sha256.New()
	h.Write([]byte("bulkhead/desk/1 key\x00"))
	h.Write(k.Public[:])
	return base32.StdEncoding.EncodeToString(h.Sum(nil)[:10])
}

// Keys returns the desk's keys, the oldest first.
func (f *Folder) Keys() ([]Key, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Key
	for i := range f.kept.keys {
		public, err := seal.Public(&f.kept.keys[i].seed)
		if err != nil {
			return nil, err
		}
		one := Key{Number: i + 1, Public: public}
		for _, b := range f.kept.keys[i].records {
			var r seal.Signed
			if err := r.UnmarshalBinary(b); err != nil {
				return nil, err
			}
			one.Records = append(one.Records, r)
		}
		all = append(all, one)
	}
	return all, nil
}

// NewKey draws another key. The ones before open what is sealed to them until they are
// forgotten. ErrMany.
func (f *Folder) NewKey() error {
	seed, _, err := seal.NewSeed(f.rand)
	if err != nil {
		return fmt.Errorf("draw a desk's key: %w", err)
	}
	return f.change(func(k *kept) error {
		if len(k.keys) == maxKeys {
			return ErrMany
		}
		k.keys = append(k.keys, key{seed: seed})
		return nil
	})
}

// Forget erases a key and its records: what is sealed to it can be read by nobody from
// then on. The last one stays. ErrKey.
func (f *Folder) Forget(public [seal.PublicSize]byte) error {
	return f.change(func(k *kept) error {
		for i := range k.keys {
			p, err := seal.Public(&k.keys[i].seed)
			if err != nil {
				return err
			}
			if p == public && len(k.keys) > 1 {
				k.keys = slices.Delete(k.keys, i, i+1)
				return nil
			}
		}
		return ErrKey
	})
}

// Take takes in a record that a founder has signed of one of the desk's keys, and returns
// it. The same record again, with more signatures, replaces the one before. Whether the
// signatures are a founder's the desk cannot tell, and need not: a wrong record opens
// nothing that anybody seals. ErrRecord, ErrMany.
func (f *Folder) Take(signed []byte) (*seal.Signed, error) {
	var r seal.Signed
	if r.UnmarshalBinary(signed) != nil {
		return nil, ErrRecord
	}
	digest, err := r.Record.Digest()
	if err != nil {
		return nil, ErrRecord
	}
	return &r, f.change(func(k *kept) error {
		for i := range k.keys {
			public, err := seal.Public(&k.keys[i].seed)
			if err != nil {
				return err
			}
			if public != r.Record.Public {
				continue
			}
			of := &k.keys[i]
			of.records = slices.Clone(of.records)
			for j, b := range of.records {
				var there seal.Signed
				if there.UnmarshalBinary(b) != nil {
					return ErrPayload
				}
				if d, err := there.Record.Digest(); err == nil && d == digest {
					of.records[j] = bytes.Clone(signed)
					return nil
				}
			}
			if len(of.records) == maxRecords {
				return ErrMany
			}
			of.records = append(of.records, bytes.Clone(signed))
			return nil
		}
		return ErrRecord
	})
}

// Openers returns what opens all that is sealed to the desk's records.
func (f *Folder) Openers() ([]*seal.Opener, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []*seal.Opener
	for i := range f.kept.keys {
		for _, b := range f.kept.keys[i].records {
			var r seal.Signed
			if err := r.UnmarshalBinary(b); err != nil {
				return nil, err
			}
			o, err := seal.NewOpener(&f.kept.keys[i].seed, &r.Record)
			if err != nil {
				return nil, err
			}
			all = append(all, o)
		}
	}
	return all, nil
}

func (k *kept) marshal() ([]byte, error) {
	var b cryptobyte.Builder
	b.AddUint8(version)
	short := func(v []byte) { b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(v) }) }
	short([]byte(k.name))
	b.AddUint8(uint8(len(k.keys)))
	for i := range k.keys {
		b.AddBytes(k.keys[i].seed.Bytes())
		b.AddUint8(uint8(len(k.keys[i].records)))
		for _, r := range k.keys[i].records {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(r) })
		}
	}
	short(k.held)
	if k.site == nil {
		b.AddUint8(0)
		return b.Bytes()
	}
	b.AddUint8(1)
	short([]byte(k.site.Title))
	short([]byte(k.site.Authority))
	short([]byte(k.site.Since))
	b.AddBytes(k.site.Keys[:])
	return b.Bytes()
}

func (k *kept) unmarshal(b []byte) error {
	s := cryptobyte.String(b)
	var v, n uint8
	var name, held cryptobyte.String
	if !s.ReadUint8(&v) || v != version || !s.ReadUint8LengthPrefixed(&name) || !names.Match(name) || !s.ReadUint8(&n) || n == 0 || n > maxKeys {
		return ErrPayload
	}
	var out kept
	for range n {
		var seed []byte
		var records uint8
		if !s.ReadBytes(&seed, keys.Size) || !s.ReadUint8(&records) || records > maxRecords {
			return ErrPayload
		}
		one := key{}
		var err error
		if one.seed, _, err = seal.NewSeed(bytes.NewReader(seed)); err != nil {
			return errors.Join(ErrPayload, err)
		}
		for range records {
			var r cryptobyte.String
			if !s.ReadUint16LengthPrefixed(&r) {
				return ErrPayload
			}
			one.records = append(one.records, bytes.Clone(r))
		}
		out.keys = append(out.keys, one)
	}
	var published uint8
	if !s.ReadUint8LengthPrefixed(&held) || !s.ReadUint8(&published) || published > 1 {
		return ErrPayload
	}
	if published == 1 {
		var title, authority, since cryptobyte.String
		out.site = new(Site)
		if !s.ReadUint8LengthPrefixed(&title) || !s.ReadUint8LengthPrefixed(&authority) || !s.ReadUint8LengthPrefixed(&since) || !s.CopyBytes(out.site.Keys[:]) {
			return ErrPayload
		}
		out.site.Title, out.site.Authority, out.site.Since = string(title), string(authority), string(since)
	}
	if !s.Empty() {
		return ErrPayload
	}
	out.name = string(name)
	if len(held) > 0 {
		out.held = bytes.Clone(held)
	}
	*k = out
	return nil
}
