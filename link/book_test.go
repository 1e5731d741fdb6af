package link

import (
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"testing"

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
	b.root(b.extract([]byte("bulkhead/link/1 start"), secret.Bytes()), testBase)
	for d := range b.turns {
		b.turns[d] = []int64{testBase - b.pl}
	}
	return b
}

func (b *book) expand(k []byte, label string, ctx []byte, n int) []byte {
	out, err := hkdf.Expand(sha256.New, k, "bulkhead/link/1 "+label+"\x00"+string(ctx), n)
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
	private, err := hpke.MLKEM768X25519().NewPrivateKey(maker.ladder.seed.Bytes())
	if err != nil {
		b.t.Fatal(err)
	}
	number := binary.BigEndian.AppendUint32(nil, e)
	info := append(append([]byte("bulkhead/link/1 kem"), b.text...), number...)
	recipient, err := hpke.NewRecipient(answer[32:], private, hpke.HKDFSHA256(), hpke.ExportOnly(), info)
	if err != nil {
		b.t.Fatal(err)
	}
	ss, err := recipient.Export("bulkhead/link/1 ss", 32)
	if err != nil {
		b.t.Fatal(err)
	}
	h := sha256.New()
	for _, part := range [][]byte{b.text, number, pk, answer} {
		h.Write(part)
	}
	salt := b.step
	b.text = h.Sum(nil)
	b.root(b.extract(salt, ss), int64(binary.BigEndian.Uint32(pk)))
}

// walk is a chain of epoch e in direction d: the secret of round r.
func (b *book) walk(known map[[3]int64][]byte, name string, e, d, r int64) []byte {
	at := [3]int64{e, d, r}
	if known[at] != nil {
		return known[at]
	}
	tip := b.expand(b.roots[e], name, []byte{byte(d)}, 32)
	for n := b.bases[e]; n <= r; n++ {
		both := b.expand(tip, name+" step", nil, 64)
		tip = both[:32]
		known[[3]int64{e, d, n}] = both[32:]
	}
	return known[at]
}

func (b *book) content(e, d, r int64) []byte { return b.walk(b.contents, "content", e, d, r) }

func (b *book) id(e, d, r int64, q byte) box.ID {
	return box.ID(b.expand(b.walk(b.ids, "id", e, d, r), "box", []byte{q}, 32))
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

func (b *book) aead(e, d, r int64, label string, q byte, fresh []byte) (a interface {
	Seal(dst, nonce, plain, aad []byte) []byte
	Open(dst, nonce, sealed, aad []byte) ([]byte, error)
}) {
	a, err := chacha20poly1305.New(b.expand(b.content(e, d, r), label, append([]byte{q}, fresh...), 32))
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

func aad(id box.ID, r, d int64, q byte) []byte {
	return append(binary.BigEndian.AppendUint32(id[:], uint32(r)), byte(d), q)
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
	head[0] = 1
	binary.BigEndian.PutUint32(head[4:], w.sealed)
	binary.BigEndian.PutUint32(head[12:], w.epoch)
	binary.BigEndian.PutUint32(head[16:], w.turn)
	binary.BigEndian.PutUint32(head[20:], w.gen)
	binary.BigEndian.PutUint32(head[24:], w.gen) // as the tag
	c := new(box.Content)
	c[0], c[148] = 1, 2 // fresh enough
	nonce := make([]byte, 12)
	b.aead(e, d, r, "head", 0, c[:32]).Seal(c[32:32], nonce, head[:], aad(id, r, d, 0))
	b.aead(e, d, r, "body", 0, c[148:180]).Seal(c[180:180], nonce, body, aad(id, r, d, 0))
	return c
}

// open opens a box with the key of epoch e.
func (b *book) open(e, d int64, w *Write) (h written, ok bool) {
	head, _, ok := b.plain(e, d, w)
	if !ok {
		return h, false
	}
	u := binary.BigEndian.Uint32
	return written{u(head[4:]), u(head[12:]), u(head[16:]), u(head[20:])}, head[0] == 1
}

// plain is a box's header and body, opened with the key of epoch e.
func (b *book) plain(e, d int64, w *Write) (head, body []byte, ok bool) {
	r, c, nonce := int64(w.Round), w.Content, make([]byte, 12)
	head, err := b.aead(e, d, r, "head", w.Slot, c[:32]).Open(nil, nonce, c[32:148], aad(w.ID, r, d, w.Slot))
	if err != nil {
		return nil, nil, false
	}
	body, err = b.aead(e, d, r, "body", w.Slot, c[148:180]).Open(nil, nonce, c[180:], aad(w.ID, r, d, w.Slot))
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
