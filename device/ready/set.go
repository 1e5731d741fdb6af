package ready

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/link"
	"bulkhead/notebook"
	"bulkhead/pouch"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/cryptobyte"
)

// What is kept is laid out so, all integers big-endian.
//
// It begins with the places of 3 sets, or 2 where slots are many; behind them
// all is random. A place:
//
//	32  salt, fresh whenever the set is written
//	    sealed: ChaCha20-Poly1305, nonce zero, AAD = u8 place, key =
//	    HKDF-SHA-256(pouch's tag, salt, "bulkhead/ready/1", 32):
//	    1    0, or 1 if an opening has used the set
//	    2    with which probability loops are read
//	    4    the pouch's first round when it was sealed
//	    32   seed of the lids
//	    116n heads, in the order of the pouch's file; a loop's is random
//
// Place 0 holds a set of the pouch before, since the power may go between
// saving the vault and replacing the pouch; the others are of the new one. A
// place with nothing in it is random.
const (
	maxPlaces = 3
	minPlaces = 2
	placeMeta = 1 + 4 + link.SeedSize
)

// Set holds one lid for each entry of one pouch.
type Set struct {
	used  bool
	first box.Round
	seed  link.Seed
	heads []byte // rounds × slots × link.HeadLen
}

// Used reports whether an opening has used it.
func (set *Set) Used() bool { return set.used }

// shelf is where sets lie in what a compartment keeps ready beside one plan.
type shelf struct {
	plan   pouch.Plan
	places int // 0: not even two sets fit
}

// Len is how long everything is that a compartment of this capacity keeps ready, in
// bytes.
func Len(capacity int) int { return max(0, capacity-notebook.Bound) }

func newShelf(p pouch.Plan, length int) shelf {
	s := shelf{plan: p}
	for n := maxPlaces; n >= minPlaces && s.places == 0; n-- {
		if n*s.size() <= length {
			s.places = n
		}
	}
	return s
}

func (s shelf) heads() int { return s.plan.Rounds() * s.plan.Slots() * link.HeadLen }
func (s shelf) size() int {
	return sha256.Size + placeMeta + s.heads() + chacha20poly1305.Overhead
}
func (s shelf) place(kept []byte, i int) []byte { return kept[i*s.size():][:s.size()] }

// seal puts set into place i, under the pouch's tag and a salt drawn anew.
func (s shelf) seal(place []byte, i int, tag [pouch.TagSize]byte, set *Set, rand io.Reader) error {
	salt := place[:sha256.Size]
	if _, err := io.ReadFull(rand, salt); err != nil {
		return fmt.Errorf("drawing a salt: %w", err)
	}
	key, err := hkdf.Key(sha256.New, tag[:], salt, "bulkhead/ready/1", chacha20poly1305.KeySize)
	if err != nil {
		return err
	}
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return err
	}
	b := cryptobyte.NewFixedBuilder(place[sha256.Size:sha256.Size:len(place)])
	used := uint8(0)
	if set.used {
		used = 1
	}
	b.AddUint8(used)
	b.AddUint32(uint32(set.first))
	b.AddBytes(set.seed.Bytes())
	b.AddBytes(set.heads)
	plain := b.BytesOrPanic() // the place was made for it
	aead.Seal(plain[:0], make([]byte, chacha20poly1305.NonceSize), plain, []byte{byte(i)})
	return nil
}

// open returns the set in place i; nil if there is none for this tag.
func (s shelf) open(kept []byte, i int, tag [pouch.TagSize]byte) *Set {
	place := s.place(kept, i)
	key, err := hkdf.Key(sha256.New, tag[:], place[:sha256.Size], "bulkhead/ready/1", chacha20poly1305.KeySize)
	if err != nil {
		return nil
	}
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil
	}
	plain, ok := unseal(aead, place[sha256.Size:], byte(i))
	if !ok {
		return nil
	}
	in, set := cryptobyte.String(plain), new(Set)
	var used uint8
	var seed []byte
	if !in.ReadUint8(&used) || used > 1 || !in.ReadUint32((*uint32)(&set.first)) ||
		!in.ReadBytes(&seed, link.SeedSize) || !in.ReadBytes(&set.heads, s.heads()) || !in.Empty() {
		return nil
	}
	set.used = used == 1
	if set.seed, err = link.SeedOf(seed); err != nil {
		return nil
	}
	return set
}

// unseal deciphers what is sealed and reports whether it was sealed so. It is the same
// work if not: an Open of a cipher may check first and stop at a wrong tag. So this
// deciphers (sealing is adding the key stream, and adding it twice takes it off), seals
// that again and compares the tags.
func unseal(aead cipher.AEAD, sealed []byte, place byte) (plain []byte, ok bool) {
	nonce, n := make([]byte, chacha20poly1305.NonceSize), len(sealed)-chacha20poly1305.Overhead
	room := make([]byte, 2*len(sealed))
	plain = aead.Seal(room[:0:len(sealed)], nonce, sealed[:n], nil)[:n]
	again := aead.Seal(room[len(sealed):len(sealed)], nonce, plain, []byte{place})
	return plain, subtle.ConstantTimeCompare(again[n:], sealed[n:]) == 1
}

// all opens every place; nil where there is nothing for this tag.
func (s shelf) all(kept []byte, tag [pouch.TagSize]byte) []*Set {
	sets := make([]*Set, s.places)
	for i := range sets {
		if len(kept) >= (i+1)*s.size() {
			sets[i] = s.open(kept, i, tag)
		}
	}
	return sets
}

// Lid returns the set's lid for an entry; false if it has none for it.
func (set *Set) Lid(p pouch.Plan, e pouch.Entry) (lid [link.LidLen]byte, ok bool) {
	if e.Round < set.first || e.Round-set.first >= box.Round(p.Rounds()) || e.Slot >= p.Slots() {
		return lid, false
	}
	at := (int(e.Round-set.first)*p.Slots() + e.Slot) * link.HeadLen
	return link.LidOf(&set.seed, e.ID, (*[link.HeadLen]byte)(set.heads[at:])), true
}

// Change is what the opening of a decoy does to the pouch: the lids of the
// set that it has just marked as used, and loops at the pouch's end, so that
// what leaves the device goes on for as long as after any other opening. The
// round in progress when the pouch was sealed keeps its lids: no set has
// any for it. A nil set changes no lid.
func (set *Set) Change(v *pouch.View, rand io.Reader) pouch.Change {
	c := pouch.Change{Append: true}
	if set == nil {
		return c
	}
	plan := v.Plan()
	c.Lids = func(e pouch.Entry) (lid [link.LidLen]byte, ok bool) {
		if lid, ok = set.Lid(plan, e); ok || e.Round < set.first {
			return lid, ok
		}
		_, err := io.ReadFull(rand, lid[:]) // a loop that an earlier opening appended
		return lid, err == nil
	}
	return c
}

// Unchanged leaves the pouch as it is, at the cost of a decoy's opening.
func Unchanged(v *pouch.View) pouch.Change {
	plan := v.Plan()
	set := &Set{first: v.First(), heads: make([]byte, plan.Rounds()*plan.Slots()*link.HeadLen)}
	return pouch.Change{Lids: func(e pouch.Entry) ([link.LidLen]byte, bool) {
		lid, _ := set.Lid(plan, e)
		return lid, false
	}}
}

// Scrambled gives everything unsent a lid that opens nowhere.
func Scrambled(rand io.Reader) pouch.Change {
	return pouch.Change{Append: true, Lids: func(pouch.Entry) (lid [link.LidLen]byte, ok bool) {
		_, err := io.ReadFull(rand, lid[:])
		return lid, err == nil
	}}
}
