package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io"
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
	// FirstKeep is how many days a way is kept from when its packet came.
	FirstKeep = 7

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

// Until returns when a hop forgets a way that it keeps until was, after a reply at now
// that asks for so many days. ok is false if the way ends.
func Until(now, was time.Time, keep uint8) (until time.Time, ok bool) {
	if keep == 0 {
		return now, false
	}
	until = now.AddDate(0, 0, int(min(keep, MaxKeep)))
	if was.After(until) {
		until = was
	}
	return until, true
}

// Progress is what a writer's device knows of how far a report is. The zero Progress has
// heard of nothing.
type Progress struct {
	Stage Stage
	Order report.Order // of replies
}

// PassedOn takes in that the next hop has the report.
func (p *Progress) PassedOn() { p.Stage = max(p.Stage, PassedOn) }

// Take takes a reply in. What has another outcome than Newest or Late changes nothing.
func (p *Progress) Take(r *Reply) report.Outcome {
	outcome := p.Order.Take(r.Number)
	if outcome == report.Newest || outcome == report.Late {
		stage := ReadThere // who answers has read it
		switch r.Word {
		case SaysAtDesk:
			stage = AtDesk
		case SaysClosed:
			stage = Closed
		}
		p.Stage = max(p.Stage, stage)
	}
	return outcome
}
