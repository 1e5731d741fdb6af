package link

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// Boxes by hand agree, value by value, with vectors that a second implementation computes
// too (internal/second).
func TestVectorsByHandOfAnIndependentImplementation(t *testing.T) {
	file, err := os.ReadFile("testdata/vectors/hand-vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	boxes, epochs, blocks := 0, 0, 0
	var bases []int64
	for line := range strings.Lines(string(file)) {
		w := strings.Fields(line)
		switch w[0] {
		case "#":
		case "hand":
			boxes++
			n := Number{uint32(atoi(t, w[3])), uint8(atoi(t, w[5])), uint16(atoi(t, w[7]))}
			holdHandVector(t, w[1][1]-'0', n, map[string]string{"h": w[9], "k": w[11], "n": w[13], "m": w[15], "box": w[20]})
		case "bases":
			for _, s := range w[1:] {
				bases = append(bases, int64(atoi(t, s)))
			}
		case "epochs":
			var got []string
			p, secret := vectorParams(Shower)
			l, err := Start(p, secret)
			if err != nil {
				t.Fatal(err)
			}
			for e, base := range bases[1:] {
				l.ladder.epoch = uint32(e + 1)
				l.raiseHand(&rootKey{}, uint32(e+1), bases[e], base)
				for i := range l.hand.out.epochs { // whatever is erased of them
					if l.hand.out.epochs[i].e == uint32(e+1) {
						got = append(got, hex.EncodeToString([]byte{byte(e + 1)}))
					}
				}
			}
			for _, s := range w[2:] {
				if epochs++; len(got) < epochs || got[epochs-1] != hex.EncodeToString([]byte{byte(atoi(t, s))}) {
					t.Fatalf("hand epochs %v, want %v", got, w[2:])
				}
			}
			if len(got) != epochs {
				t.Fatalf("hand epochs %v, want %v", got, w[2:])
			}
		case "blocks":
			blocks++
			if got := HandBlocksOf(box.Round(atoi(t, w[2])), atoi(t, w[4])); got != atoi(t, w[6]) {
				t.Errorf("%s: H = %d", strings.TrimSpace(line), got)
			}
		default:
			t.Fatalf("a vector of an unknown kind: %s", w[0])
		}
	}
	if boxes != 5 || epochs < 3 || blocks < 5 {
		t.Errorf("%d boxes, %d epochs, %d times H: vectors are missing", boxes, epochs, blocks)
	}
}

// holdHandVector holds both ends' derivations of a box, and its sealing, to the vector.
func holdHandVector(t *testing.T, d uint8, n Number, want map[string]string) {
	t.Helper()
	same := func(name string, got []byte) {
		t.Helper()
		if hex.EncodeToString(got) != want[name] {
			t.Errorf("%s of d%d %v differs from the vector", name, d, n)
		}
	}
	p, secret := vectorParams(Role(d))
	l, err := Start(p, secret)
	if err != nil {
		t.Fatal(err)
	}
	p, secret = vectorParams(Role(1 - d))
	reader, err := Start(p, secret)
	if err != nil {
		t.Fatal(err)
	}
	x, c := &l.kdf, &l.hand.out.epochs[0]
	h := c.headOf(x, n.Block)
	same("h", h.Bytes())
	block := *c
	var k, bundle, key handKey
	for block.walkAt <= n.Block {
		x.step(block.walk.Bytes(), &nameHandBlock, k.Bytes())
		block.walkAt++
	}
	same("k", k.Bytes())
	l.hand.out.bundleKey(x, n, &bundle)
	same("n", bundle.Bytes())
	for range int(n.Box) + 1 {
		x.step(bundle.Bytes(), &nameHandBox, key.Bytes())
	}
	same("m", key.Bytes())
	if peeked, ok := reader.hand.in[0].peek(x, n); !ok || !peeked.Equal(&key) {
		t.Errorf("the reader of d%d %v derives another key", d, n)
	}

	var content box.Content
	copy(content[:], bytes.Repeat([]byte{0xa1}, freshSize-1))
	copy(content[bodyTop:], bytes.Repeat([]byte{0xb2}, freshSize-1))
	content[freshSize-1], content[bodyAt-1] = 0x7f, 0x7f
	for i := range bodySize {
		content[bodyAt+i] = byte(i % 251)
	}
	plain := vectorHeader()
	n.append(plain[:handNumberAt])
	a, _ := chacha20poly1305.NewX(h.Bytes())
	a.Seal(content[headAt:headAt], content[:nonceSize], plain[:], bindHandHead(x, &content, d, n.Block))
	x.sealHandBody(&content, d, n, &key)
	sum := sha256.Sum256(content[:])
	same("box", sum[:])
}
