package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/cryptobyte"
)

const (
	// ReplySize is the length of every reply packet: one cell of a link, whatever it says.
	ReplySize = 1268
	// MaxReply is the longest text of a reply, in bytes.
	MaxReply = replyPlain - replyFields
	// MaxKeep is the most days that a reply can keep a way.
	MaxKeep = 28
	// FirstKeep is how many days a way is kept from when its packet came: a packet waits up to
	// 7 days at a hop, and what comes back of it takes as long.
	FirstKeep = 14

	replyHead   = 1 + 1 + WaySize + 1
	replyPlain  = ReplySize - replyHead - chacha20poly1305.NonceSizeX - chacha20poly1305.Overhead
	replyFields = 2 + 1 + 2 + 2
)

// Stage is how far a report is. Only a desk's reply says more than PassedOn.
type Stage uint8

const (
	Waiting  Stage = iota
	PassedOn       // the next hop has it: the link's receipt says so
	AtDesk
	ReadThere
	Closed
)

// String returns the stage's code.
func (s Stage) String() string {
	if s > Closed {
		return ""
	}
	return [...]string{"waiting", "passed-on", "at-desk", "read", "closed"}[s]
}

// Word is what a reply is.
type Word uint8

const (
	SaysAtDesk Word = iota + 1
	SaysRead
	SaysAnswer
	SaysQuestion
	SaysClosed // the way ends with it
)

// Reply is what a desk says to one report. Format prints nothing of it.
type Reply struct {
	Number uint16 // from 1, one count for each report
	Word   Word
	About  uint16 // the revision of the letter that it is about
	Keep   uint8  // days that the way is kept; 0 exactly if it is closed
	Text   string
}

// Format implements [fmt.Formatter] and prints nothing of the reply.
func (Reply) Format(f fmt.State, _ rune) { io.WriteString(f, "reply(hidden)") }

func (r *Reply) check() error {
	receipt := r.Word == SaysAtDesk || r.Word == SaysRead
	said := r.Word == SaysAnswer || r.Word == SaysQuestion
	if r.Number == 0 || r.About == 0 || r.Word < SaysAtDesk || r.Word > SaysClosed || r.Keep > MaxKeep || (r.Keep == 0) != (r.Word == SaysClosed) ||
		receipt && r.Text != "" || said && r.Text == "" || len(r.Text) > MaxReply || !place.Plain(r.Text, true) {
		return ErrPacket
	}
	return nil
}

func replyAEAD(key *report.ReplyKey, id report.ID) cipher.AEAD {
	k, err := hkdf.Key(sha256.New, key.Bytes(), nil, string(label("bulkhead/report/1 reply", id[:])), chacha20poly1305.KeySize)
	if err != nil {
		panic(err) // only for lengths that HKDF does not have
	}
	defer clear(k)
	aead, err := chacha20poly1305.NewX(k)
	if err != nil {
		panic(err) // only for keys of another length
	}
	return aead
}

// SealReply seals a reply for the writer of the thread with this id and key, and puts it
// on the way.
func SealReply(rand io.Reader, key *report.ReplyKey, id report.ID, way Way, r *Reply) ([]byte, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, replyPlain))
	b.AddUint16(r.Number)
	b.AddUint8(uint8(r.Word))
	b.AddUint16(r.About)
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(r.Text)) })
	b.AddBytes(make([]byte, replyPlain-replyFields-len(r.Text)))
	plain, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	packet := append(append(append(make([]byte, 0, ReplySize), KindReply, Version), way[:]...), r.Keep)
	packet = packet[:replyHead+chacha20poly1305.NonceSizeX]
	nonce := packet[replyHead:]
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return nil, fmt.Errorf("drawing a reply's nonce: %w", err)
	}
	return replyAEAD(key, id).Seal(packet, nonce, plain, packet[:replyHead]), nil
}

// ReplyHead returns what a hop may know of a reply: its way, and for how many days the
// desk asks to keep it.
func ReplyHead(packet []byte) (Way, uint8, error) {
	if len(packet) != ReplySize || packet[0] != KindReply || packet[1] < Version || packet[replyHead-1] > MaxKeep {
		return Way{}, 0, ErrPacket
	}
	return Way(packet[2 : 2+WaySize]), packet[replyHead-1], nil
}

// OpenReply opens a reply to the report with this id and key.
func OpenReply(key *report.ReplyKey, id report.ID, packet []byte) (*Reply, error) {
	_, keep, err := ReplyHead(packet)
	if err != nil {
		return nil, err
	}
	if packet[1] > Version {
		return nil, ErrNewer
	}
	nonce := packet[replyHead : replyHead+chacha20poly1305.NonceSizeX]
	plain, err := replyAEAD(key, id).Open(nil, nonce, packet[replyHead+len(nonce):], packet[:replyHead])
	if err != nil {
		return nil, ErrNotOurs
	}
	r := Reply{Keep: keep}
	var text cryptobyte.String
	s := cryptobyte.String(plain)
	if !s.ReadUint16(&r.Number) || !s.ReadUint8((*uint8)(&r.Word)) || !s.ReadUint16(&r.About) || !s.ReadUint16LengthPrefixed(&text) {
		return nil, ErrPacket
	}
	for _, padding := range s {
		if padding != 0 {
			return nil, ErrPacket
		}
	}
	r.Text = string(text)
	if err := r.check(); err != nil {
		return nil, err
	}
	return &r, nil
}

// Life is how long a hop keeps a way. Both are midnights of UTC: what is found on a hop does
// not say in which minute a packet came.
type Life struct {
	Until time.Time // when it forgets the way
	Last  time.Time // no reply keeps it longer: nothing on a reply tells a hop that a desk made it
}

// Begun returns the life of a way whose packet came at now.
func Begun(now time.Time) Life {
	return Life{daysOn(now, FirstKeep), daysOn(now, MaxKeep)}
}

// After returns the life after a reply at now that asks for so many days. ok is false if
// the way ends.
func (l Life) After(now time.Time, keep uint8) (after Life, ok bool) {
	if keep == 0 {
		return Life{}, false
	}
	if asked := daysOn(now, int(keep)); asked.After(l.Until) {
		l.Until = asked
	}
	if l.Until.After(l.Last) {
		l.Until = l.Last
	}
	return l, true
}

// daysOn returns the midnight at which n days from now are over.
func daysOn(now time.Time, n int) time.Time {
	const day = 24 * time.Hour
	return now.UTC().Add(time.Duration(n)*day + day - 1).Truncate(day)
}

// remembered is how far below the newest a reply is told from another with its number: as
// far as from a repeat.
const remembered = 64

// Progress is what a writer's device knows of how far a report is, for each revision. The
// zero Progress has heard of nothing.
type Progress struct {
	Order report.Order // of replies

	sent    uint16             // the newest revision
	passed  []uint16           // the newest revisions that were passed on
	reached [Closed + 1]uint16 // the highest revision of which replies say so much
	heard   []heard            // the newest replies
}

// heard is a reply that was taken in.
type heard struct {
	number uint16
	sum    [sha256.Size]byte
}

// Sent takes in that a revision was sealed: it is waiting.
func (p *Progress) Sent(revision uint16) { p.sent = max(p.sent, revision) }

// PassedOn takes in that the next hop has a revision that was sent.
func (p *Progress) PassedOn(revision uint16) {
	if revision > 0 && revision <= p.sent && !slices.Contains(p.passed, revision) {
		p.passed = append(p.passed, revision)
		p.passed = p.passed[max(0, len(p.passed)-remembered):]
	}
}

// Stage returns how far the newest revision is: what a hop dropped stays passed on, however
// far the one before it is.
func (p *Progress) Stage() Stage { return p.StageOf(p.sent) }

// StageOf returns how far a revision is. Who has a later one does not need it any more.
func (p *Progress) StageOf(revision uint16) Stage {
	if revision == 0 || revision > p.sent {
		return Waiting
	}
	stage := Waiting
	if slices.Contains(p.passed, revision) {
		stage = PassedOn
	}
	for s := AtDesk; s <= Closed; s++ {
		if p.reached[s] >= revision {
			stage = s
		}
	}
	return stage
}

// Take takes a reply in. What has another outcome than Newest or Late changes nothing. A
// number that was heard with other content is a Contradiction: the desk counts anew, from a
// copy, or is two. A reply about a revision that was never sent is Foreign.
func (p *Progress) Take(r *Reply) report.Outcome {
	if r.About > p.sent {
		return report.Foreign
	}
	sum := r.sum()
	for _, h := range p.heard {
		if h.number == r.Number && h.sum != sum {
			return report.Contradiction
		}
	}
	outcome := p.Order.Take(r.Number)
	if outcome != report.Newest && outcome != report.Late {
		return outcome
	}
	stage := ReadThere // who answers has read it
	switch r.Word {
	case SaysAtDesk:
		stage = AtDesk
	case SaysClosed:
		stage = Closed
	}
	p.reached[stage] = max(p.reached[stage], r.About)
	p.heard = slices.DeleteFunc(append(p.heard, heard{r.Number, sum}), func(h heard) bool {
		return p.Order.Newest()-h.number > remembered
	})
	return outcome
}

// sum returns a hash of all that r says.
func (r *Reply) sum() [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%d %d %d %d %s", r.Number, r.Word, r.About, r.Keep, r.Text))
}
