package link

import (
	"crypto/sha256"
	"crypto/sha3"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"

	"bulkhead/box"
)

var update = flag.Bool("update", false, "write testdata/vectors/talk.txt anew: go test ./link -run Talk -update")

// talkRounds are the rounds, counted from b(0), of which the vector has the boxes: those of
// the first two steps, of messages, parcels and receipts, and some under ids of epoch 1.
var talkRounds = []box.Round{1, 2, 3, 4, 8, 9, 10, 11, 12, 17, 18, 20, 23}

// TestTalkOfVectors holds the boxes of two ends that talk against the file that a second
// implementation opens (internal/second): two steps, messages of one cell and of several,
// parcels with their receipts, and boxes by hand. A change of it is a change of
// format, or of what a sealing chooses.
func TestTalkOfVectors(t *testing.T) {
	const file = "testdata/vectors/talk.txt"
	got := talk(t)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("the vectors are others (%v)", err)
	}
}

// talkText is a message that anybody can make again.
func talkText(what string, n int) []byte { return sha3.SumSHAKE256([]byte(what), n) }

func talk(t *testing.T) string {
	cryptotest.SetGlobalRandom(t, 12) // of the encapsulations
	p := &talkers{posts: &posts{pair: newPair(t, MinPouch)}}
	secret, err := ShownOf(talkText("secret", 32))
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.ends {
		if p.ends[i], err = Start(Params{Role(i), []byte("context"), testBase, MinPouch, testHand}, &secret); err != nil {
			t.Fatal(err)
		}
		p.sent[i], p.held[i], p.whole[i] = map[uint32][]byte{}, map[uint32]map[int][]byte{}, map[uint32][]byte{}
		p.room[i] = ParcelRoom{Chunks: MaxParcelsChunks}
	}
	chunks := 0
	p.drops = func() bool { chunks++; return p.now < testBase+12 && chunks%2 == 0 } // for a while a turn has no room

	var b strings.Builder
	fmt.Fprintf(&b, "# docs/protocol/link.md, parcel.md: two ends that talk. The shown secret is SHAKE-256 of \"secret\", T(0)\n"+
		"# is SHA-256 of \"context\"; b(0) = %d, PL = %d, H = %d. seed: a maker's private key. box: direction,\n"+
		"# round, id, the box. says: what its header says, among other things. hand: a box by hand. After\n"+
		"# them what has come out: messages and parcels, in order, by length and SHA-256. Boxes of other rounds\n"+
		"# are left out.\n", testBase, MinPouch, testHand)
	seeds := map[uint32]bool{}
	for n := box.Round(1); n <= talkRounds[len(talkRounds)-1]; n++ {
		p.talk(n)
		for i := range 2 {
			p.sealWith(i, Moment{Chunk: p.chunk(i), Presence: talkPresence(i, n), Card: talkSerial(i)}, MinPouch)
			p.has[i] = p.cells(i)
			if l := &p.ends[i].ladder; l.making && !seeds[l.epoch+1] {
				seeds[l.epoch+1] = true
				fmt.Fprintf(&b, "seed %d %x\n", l.epoch+1, l.seed.Bytes())
			}
		}
		p.writeTalk(&b, n)
		if n == 12 {
			p.handTalk(&b)
		}
	}
	for i := range 2 {
		for _, m := range p.delivered(1 - i) {
			fmt.Fprintf(&b, "message d%d length %d sha256 %x\n", i, len(m), sha256.Sum256(m))
		}
		for first := range uint32(8) {
			if whole := p.whole[1-i][first]; whole != nil {
				fmt.Fprintf(&b, "parcel d%d first %d length %d sha256 %x\n", i, first, len(whole), sha256.Sum256(whole))
			}
		}
	}
	e, words, ok := p.ends[0].Words()
	if !ok || e != 3 || !strings.Contains(b.String(), "parcel d1") || !strings.Contains(b.String(), "parcel d0") {
		t.Errorf("they came to epoch %d: a parcel is missing", e)
	}
	fmt.Fprintf(&b, "words %d %s\n", e, strings.Trim(fmt.Sprint(words), "[]"))
	return b.String()
}

// talkers are posts of which one takes a parcel back.
type talkers struct {
	*posts
	withdrawn MessageID
	has       [2]string // what each had of the other's cells when it sealed
}

// cells are what an end has of the other's: the first it lacks, and those beyond it.
func (p *posts) cells(i int) string {
	in := &p.ends[i].inbox
	s := fmt.Sprintf("next %d held", in.next)
	for _, c := range in.held {
		if c.number > in.next {
			s += fmt.Sprintf(" %d", c.number)
		}
	}
	return s
}

func talkPresence(i int, n box.Round) (p Presence) {
	copy(p[:], talkText(fmt.Sprintf("presence %d %d", i, n), len(p)))
	p[0] = 0
	return p
}

func talkSerial(i int) uint16 { return uint16(259 * i) }

// talk writes what is to be said before a round.
func (p *talkers) talk(n box.Round) {
	p.t.Helper()
	send := func(i, length int) {
		if _, err := p.ends[i].Send(talkText(fmt.Sprintf("message %d %d", i, length), length), lastRound); err != nil {
			p.t.Fatal(err)
		}
	}
	switch n {
	case 1:
		send(0, 3000) // waits for epoch 1
		send(1, 1268)
		send(1, 0)
	case 7:
		p.send(0, 2*ChunkSize+1, lastRound)
		send(0, 1269)
	case 8:
		send(1, 4000)
		p.send(1, 1, lastRound)
	case 11:
		send(0, 5)
	case 17:
		p.room[0].Chunks = 2
		p.send(1, 5000, lastRound) // finds no room
		p.withdrawn, _ = p.send(0, 4000, lastRound)
	case 18:
		if !p.ends[0].Cancel(p.withdrawn) {
			p.t.Fatal("a parcel cannot be withdrawn")
		}
	case 22:
		send(1, 65_536) // does not come to its end here
	}
}

// writeTalk is one round, of which the vector has the boxes if it is one of those chosen.
func (p *talkers) writeTalk(b *strings.Builder, n box.Round) {
	p.now++
	for i := range 2 {
		p.write(i)
	}
	for i := range 2 {
		for _, r := range p.pouch[i].Reads {
			c := p.drop[box.Ref{Round: r.Round, ID: r.ID}]
			if r.Round != p.now || c == nil {
				continue
			}
			p.ends[i].SetParcelRoom(p.room[i])
			ev, err := p.ends[i].Open(r.Round, r.ID, c, 1<<20)
			if err != nil && !errors.Is(err, ErrNotMine) {
				p.t.Fatal(err)
			}
			if slices.Contains(talkRounds, n) {
				p.describeTalk(b, 1-i, n, p.boxOf(1-i, r.ID))
			}
			p.events[i] = append(p.events[i], keep(ev)...)
			p.take(i)
			p.keepMail(i)
		}
	}
}

// boxOf is the box of this round that an end wrote under an id.
func (p *posts) boxOf(i int, id box.ID) Write {
	for _, w := range p.pouch[i].Writes {
		if w.Round == p.now && w.ID == id {
			return w
		}
	}
	p.t.Fatal("a box was read that nobody wrote")
	return Write{}
}

// describeTalk says what was put into a box's header: what a reader must find there.
func (p *talkers) describeTalk(b *strings.Builder, d int, n box.Round, w Write) {
	fmt.Fprintf(b, "box d%d round %d id %x is %x\n", d, w.Round, w.ID[:], w.Content[:])
	fmt.Fprintf(b, "says sealed %d passphrase %d presence %x serial %d reads %d %s\n", p.now-1, p.now-1, talkPresence(d, n), talkSerial(d), Version, p.has[d])
}

// handTalk is two boxes by hand each way.
func (p *posts) handTalk(b *strings.Builder) {
	for i := range 2 {
		s, err := p.ends[i].SealHand(HandMoment{Unlocked: p.now, Card: 3, Chunk: p.chunk(i)}, 2, p.rand)
		if err != nil {
			p.t.Fatal(err)
		}
		p.save(i)
		for k := range s.Boxes {
			n := s.Number(k)
			fmt.Fprintf(b, "hand d%d epoch %d block %d bundle %d box %d is %x\n", i, s.Epoch, n.Block, n.Bundle, n.Box, s.Boxes[k][:])
			p.ends[1-i].SetParcelRoom(p.room[1-i])
			carried, events := p.ends[1-i].OpenHand(&s.Boxes[k], 1<<20)
			if carried != Opened {
				p.t.Fatalf("a box by hand: %v", carried)
			}
			p.events[1-i] = append(p.events[1-i], keep(events)...)
			p.take(1 - i)
			p.keepMail(1 - i)
		}
	}
}
