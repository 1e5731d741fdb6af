package link

import (
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/keys"
)

// Role tells the two ends apart.
type Role uint8

// Roles. The shower writes in direction 0, the scanner in direction 1.
const (
	Shower Role = iota
	Scanner
)

// Shown is the 32-byte secret that one person shows the other.
type Shown = keys.Key[shownUse]

// NewShown draws a secret to show.
func NewShown(rand io.Reader) (Shown, error) { return keys.Read[shownUse](rand) }

// ShownOf copies a secret that was seen; b must be 32 bytes.
func ShownOf(b []byte) (Shown, error) { return keys.Of[shownUse](b) }

// Tag is the random name of one sealing, told to the other end only.
type Tag [8]byte

// Format prints no byte of the tag.
func (Tag) Format(f fmt.State, _ rune) { io.WriteString(f, "link.Tag(hidden)") }

// Params is what both ends of a new link agree on, by the invitation.
type Params struct {
	Role        Role
	Context     []byte    // every byte of the invitation but the secret
	Base        box.Round // b(0), the first round in which boxes can travel
	PouchRounds int       // PL, MinPouch to MaxPouch
	HandBlocks  int       // H: for how many blocks of PL rounds a box by hand can be opened; 0: it carries none
}

// Link is one end of the relation between two members. It belongs to one
// goroutine; all that it keeps between calls is in Marshal, but for scratch
// memory.
type Link struct {
	role    Role
	pouch   int64 // PL
	highest uint8 // version of headers that this end reads; Version, but for tests
	now     int64 // highest round known
	floor   int64 // highest round ever begun or attempted by the pouch
	ladder  ladder
	out     direction
	in      direction

	gen       uint32       // of the last sealing; 0 before the first
	tags      [ownTags]Tag // of gen g at g mod ownTags
	lost      bool         // the last sealing never reached the pouch
	echo      sealed       // of the peer's highest round opened
	peers     []sealed     // the peer's last sealings, ascending
	last      uint32       // peer's last unlock, as told in its highest round
	peerReads uint8        // highest version that the peer reads, as told there; 0 before
	bad       uint8        // successive boxes that did not open
	badAt     uint32       // round of the last of them
	reason    Reason

	outbox outbox
	inbox  inbox
	hand   hand

	kdf    kdf
	head   [headerSize]byte // plaintext of the box being opened
	plain  [bodySize]byte
	refs   []ref // the packer's, for the next one
	job    sealJob
	events []Event     // that the last Open returned
	heard  Heard       // of them
	random []byte      // a sealing's
	dice   *dice       // for the order of cells
	spare  []epochKeys // chains walked ahead and forgotten
}

// sealed is what is known of one sealing of the peer.
type sealed struct {
	gen    uint32
	tag    Tag
	lo, hi uint32 // lowest and highest round in which its boxes were opened
}

// Start makes one end of a new link. It copies what it needs of the secret;
// the caller erases it once both it and the link are saved. Error: ErrParams.
func Start(p Params, secret *Shown) (*Link, error) {
	if p.Role > Scanner || p.PouchRounds < MinPouch || p.PouchRounds > MaxPouch || p.Base > lastRound ||
		p.HandBlocks < 0 || p.HandBlocks > MaxHandBlocks {
		return nil, ErrParams
	}
	l := &Link{role: p.Role, pouch: int64(p.PouchRounds), highest: Version}
	l.now = max(int64(p.Base)-1, 0)
	l.floor = l.now
	defer l.wipe()
	root := l.ladder.start(&l.kdf, &p, secret)
	defer root.Erase()
	l.out = newDirection(&l.kdf, uint8(p.Role), false, l.pouch, &root, int64(p.Base))
	l.in = newDirection(&l.kdf, 1-uint8(p.Role), true, l.pouch, &root, int64(p.Base))
	l.outbox.next = 1
	l.hand.blocks = uint32(p.HandBlocks)
	l.raiseHand(&root, 0, 0, int64(p.Base))
	return l, nil
}

// newDirection is a direction in epoch 0, whose turn lies PL rounds before its
// base, so that its ids serve from the base on.
func newDirection(x *kdf, number uint8, reads bool, pouch int64, root *rootKey, base int64) direction {
	e := newEpochKeys(x, root, 0, number, base, pouch)
	e.turn, e.turned = base-pouch, true
	return direction{number: number, reads: reads, pouch: pouch, at: base, epochs: []epochKeys{e}}
}

// Erase zeroes every secret and message. The link is of no use after it.
func (l *Link) Erase() {
	l.out.erase()
	l.in.erase()
	l.ladder.erase()
	l.inbox.erase()
	l.hand.erase()
	for i := range l.outbox.list {
		clear(l.outbox.list[i].data)
	}
	clear(l.spare[:cap(l.spare)])
	*l = Link{role: l.role, pouch: l.pouch, reason: l.reason}
}

// ahead returns a copy of a direction's chains, to be walked and forgotten.
func (l *Link) ahead(d *direction) []epochKeys {
	l.spare = append(l.spare[:0], d.epochs...)
	return l.spare
}

// wipe forgets the last key and the chains walked ahead.
func (l *Link) wipe() {
	clear(l.spare[:cap(l.spare)])
	l.spare = l.spare[:0]
	l.kdf.wipe()
}
