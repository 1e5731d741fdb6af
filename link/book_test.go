package link

import (
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/mlkem"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// book is sections 2, 3 and 5 of docs/protocol/link.md read again, from nothing
// but the page: every id and key is derived anew from its epoch's root, and boxes
// are sealed and opened at the page's offsets. It shares no code with the room,
// so a mistake that both ends make alike shows.
type book struct {
	t        testing.TB
	pl       int64
	text     []byte // T(e), of the newest epoch
	step     []byte // S(e)
	roots    [][]byte
	bases    []int64
	turns    [2][]int64 // t(d,e)
	contents map[[3]int64][]byte
	ids      map[[3]int64][]byte
}

// bookOf begins the book of a pair that has just met.
func bookOf(p *pair) *book {
	secret, err := NewShown(rand.NewChaCha8([32]byte{1, 2, 3})) // as newPair draws it
	if err != nil {
		p.t.Fatal(err)
	}
	text := sha256.Sum256([]byte("invitation"))
	b := &book{t: p.t, pl: p.ends[0].pouch, text: text[:], contents: map[[3]int64][]byte{}, ids: map[[3]int64][]byte{}}
	b.root(b.extract([]byte("bulkhead/link/2 start"), secret.Bytes()), testBase)
	for d := range b.turns {
		b.turns[d] = []int64{testBase - b.pl}
	}
	return b
}

func (b *book) expand(k []byte, label string, ctx []byte, n int) []byte {
	out, err := hkdf.Expand(sha256.New, k, "bulkhead/link/2 "+label+"\x00"+string(ctx), n)
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

func (b *book) extract(salt, ikm []byte) []byte {
	out, err := hkdf.Extract(sha256.New, ikm, salt)
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// root adds an epoch.
func (b *book) root(extracted []byte, base int64) {
	r := b.expand(extracted, "root", b.text, 32)
	b.roots, b.bases = append(b.roots, r), append(b.bases, base)
	b.step = b.expand(r, "step", nil, 32)
}

// follow adds the next epoch as soon as its two payloads are on their way: the
// maker's private key is what a link saves until the answer has come.
func (b *book) follow(p *pair) {
	e := uint32(len(b.roots))
	maker := p.ends[1-e%2] // the shower for odd e
	answer := p.ends[e%2].ladder.ct
	if !maker.ladder.making || answer == nil || p.ends[e%2].ladder.epoch != e {
		return
	}
	pk := maker.ladder.pk
	number := binary.BigEndian.AppendUint32(nil, e)
	ss := b.xwing(maker.ladder.seed.Bytes(), answer[32:])
	h := sha256.New()
	for _, part := range [][]byte{b.text, number, pk, answer} {
		h.Write(part)
	}
	salt := b.step
	b.text = h.Sum(nil)
	b.root(b.extract(salt, ss), int64(binary.BigEndian.Uint32(pk)))
}

// xwing opens an encapsulation with a seed.
func (b *book) xwing(seed, enc []byte) []byte {
	long := sha3.SumSHAKE256(seed, 96)
	pq, err := mlkem.NewDecapsulationKey768(long[:64])
	if err != nil {
		b.t.Fatal(err)
	}
	first, err := pq.Decapsulate(enc[:1088])
	if err != nil {
		b.t.Fatal(err)
	}
	private, err := ecdh.X25519().NewPrivateKey(long[64:])
	if err != nil {
		b.t.Fatal(err)
	}
	public, err := ecdh.X25519().NewPublicKey(enc[1088:])
	if err != nil {
		b.t.Fatal(err)
	}
	second, err := private.ECDH(public)
	if err != nil {
		b.t.Fatal(err)
	}
	h := sha3.New256()
	for _, part := range [][]byte{first, second, enc[1088:], private.PublicKey().Bytes(), {0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c}} {
		h.Write(part)
	}
	return h.Sum(nil)
}

// block is B(k, name, n).
func (b *book) block(k []byte, name string, n uint32) []byte {
	nonce := make([]byte, 12)
	copy(nonce, name)
	c, err := chacha20.NewUnauthenticatedCipher(k, nonce)
	if err != nil {
		b.t.Fatal(err)
	}
	out := make([]byte, 64*(n+1))
	c.XORKeyStream(out, out)
	return out[64*n:]
}

// walk is a chain of epoch e in direction d: the secret of round r.
func (b *book) walk(known map[[3]int64][]byte, name string, e, d, r int64) []byte {
	at := [3]int64{e, d, r}
	if known[at] != nil {
		return known[at]
	}
	tip, from := b.expand(b.roots[e], name, []byte{byte(d)}, 32), b.bases[e]
	if name == "id" && e > 0 {
		from += b.pl
	}
	if r < from { // there is none: nobody's
		none := sha256.Sum256(fmt.Append(nil, name, e, d, r))
		known[at] = none[:]
	}
	for n := from; n <= r; n++ {
		both := b.block(tip, name+" step", 0)
		tip = both[:32]
		known[[3]int64{e, d, n}] = both[32:]
	}
	return known[at]
}

func (b *book) content(e, d, r int64) []byte { return b.walk(b.contents, "content", e, d, r) }

func (b *book) id(e, d, r int64) box.ID {
	return box.ID(b.block(b.walk(b.ids, "id", e, d, r), "box", 0)[:32])
}

// epoch is the greatest e with t(d,e) + delay ≤ r.
func (b *book) epoch(d, r, delay int64) (e int64) {
	for n, t := range b.turns[d] {
		if t+delay <= r {
			e = int64(n)
		}
	}
	return e
}

// sealed seals one part of a box, 0 or 1, after its fresh bytes.
func (b *book) sealed(e, d, r int64, part byte, id box.ID, c, plain []byte) {
	b.aead(e, d, r).Seal(c[32:32], c[:24], plain, aad(c, part, id, r, d))
}

// opened opens one.
func (b *book) opened(e, d, r int64, part byte, id box.ID, c []byte) ([]byte, error) {
	return b.aead(e, d, r).Open(nil, c[:24], c[32:], aad(c, part, id, r, d))
}

func (b *book) aead(e, d, r int64) cipher.AEAD {
	a, err := chacha20poly1305.NewX(b.content(e, d, r))
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

func aad(fresh []byte, part byte, id box.ID, r, d int64) []byte {
	b := append(append([]byte{}, fresh[24:32]...), part)
	return append(binary.BigEndian.AppendUint32(append(b, id[:]...), uint32(r)), byte(d))
}

// written is what the page's header says, as far as these tests ask.
type written struct {
	sealed, epoch, turn, gen uint32
}

// seal makes an empty box with the key of epoch e at any id.
func (b *book) seal(e, d, r int64, id box.ID, w written) *box.Content {
	return b.sealWith(e, d, r, id, w, nil)
}

// sealWith makes one whose body begins with a cell.
func (b *book) sealWith(e, d, r int64, id box.ID, w written, cell []byte) *box.Content {
	body := make([]byte, 3900)
	copy(body, cell)
	var head [100]byte
	head[0] = 2
	binary.BigEndian.PutUint32(head[4:], w.sealed)
	binary.BigEndian.PutUint32(head[12:], w.epoch)
	binary.BigEndian.PutUint32(head[16:], w.turn)
	binary.BigEndian.PutUint32(head[20:], w.gen)
	binary.BigEndian.PutUint32(head[24:], w.gen) // as the tag
	c := new(box.Content)
	c[0], c[148] = 1, 2 // fresh enough
	b.sealed(e, d, r, 0, id, c[:148], head[:])
	b.sealed(e, d, r, 1, id, c[148:], body)
	return c
}

// open opens a box with the key of epoch e.
func (b *book) open(e, d int64, w *Write) (h written, ok bool) {
	head, _, ok := b.plain(e, d, w)
	if !ok {
		return h, false
	}
	u := binary.BigEndian.Uint32
	return written{u(head[4:]), u(head[12:]), u(head[16:]), u(head[20:])}, head[0] == 2
}

// plain is a box's header and body, opened with the key of epoch e.
func (b *book) plain(e, d int64, w *Write) (head, body []byte, ok bool) {
	r, c := int64(w.Round), w.Content
	head, err := b.opened(e, d, r, 0, w.ID, c[:148])
	if err != nil {
		return nil, nil, false
	}
	body, err = b.opened(e, d, r, 1, w.ID, c[148:])
	return head, body, err == nil
}

// follows is M(j), from M(j−1) and the message.
func follows(before []byte, message string) []byte {
	sum := sha256.Sum256(append(append([]byte{}, before...), message...))
	return sum[:16]
}

// stream is every cell of the messages, in order, the first numbered zero.
func stream(messages ...string) (cells [][]byte) {
	before := make([]byte, 16)
	for _, m := range messages {
		chain, rest := follows(before, m), append(append([]byte{}, before...), m...)
		for first := byte(1); len(rest) > 0; first = 0 {
			n := min(len(rest), 1284)
			c := make([]byte, 1300)
			c[0], c[1] = 1, first
			if n == len(rest) {
				c[1] |= 2
			}
			binary.BigEndian.PutUint16(c[2:], uint16(n))
			binary.BigEndian.PutUint32(c[4:], uint32(len(cells)))
			copy(c[8:16], chain)
			copy(c[16:], rest[:n])
			cells, rest = append(cells, c), rest[n:]
		}
		before = chain
	}
	return cells
}
