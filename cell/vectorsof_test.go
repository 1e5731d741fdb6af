package cell

import (
	"bytes"
	"crypto/hpke"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/cryptotest"

	"bulkhead/box"
	"bulkhead/keys"
)

// described is a packet's name in docs/protocol and its fields in order: numbers in
// decimal, bytes in hex, what is empty left out.
func described(p packet) (name, fields string) {
	var out []string
	add := func(values ...any) {
		for _, v := range values {
			switch v := v.(type) {
			case []byte:
				out = append(out, hex.EncodeToString(v))
			case bool:
				out = append(out, map[bool]string{true: "1", false: "0"}[v])
			default:
				out = append(out, fmt.Sprintf("%d", v))
			}
		}
	}
	switch p := p.(type) {
	case *welcome:
		name = "welcome"
		add(uint8(p.relation), p.checkIn.Every, p.checkIn.Grace, p.keys.first[:])
		if p.keys.both {
			add(p.keys.second[:], p.keys.vouch[:])
		}
	case *keyOffer:
		name = "key offer"
		add(p.key[:], p.sig[:])
	case *founderKey:
		name = "founder key"
		add(p.key[:], p.sig[:])
	case *text:
		name = "text"
		add(p.body)
	case *introduction:
		name = "introduction"
		inv, _ := p.invitation.MarshalBinary()
		add(binary.BigEndian.Uint64(p.ref[:]), uint8(p.role), inv)
	case *ready:
		name = "ready"
		add(binary.BigEndian.Uint64(p.ref[:]))
	case *note:
		name = "note"
		add(p.id[:], p.body)
	case *noteStopped:
		name = "note stopped"
		var ids []byte
		for _, id := range p.ids {
			ids = append(ids, id[:]...)
		}
		add(uint8(p.why), ids)
	case *reply:
		name = "reply"
		add(p.id[:], uint8(p.founder), p.number, p.body, p.sig[:])
	case *notice:
		name = "notice"
		add(p.id[:], uint8(p.founder), p.issued, p.expires, p.body, p.sig[:])
	case *revocation:
		name = "revocation"
		add(p.id[:], uint8(p.founder), p.issued, p.expires, p.sig[:])
	case *taken:
		name = "taken"
		add(uint8(p.whom), p.back)
	case *lifelineAsk:
		name = "ask"
		add(p.id[:], p.rank, p.step, p.key[:])
	case *lifelineAnswer:
		name = "answer"
		add(p.id[:], p.sealed[:])
	case *lifelineLost:
		name = "lost"
		add(p.id[:], uint8(p.whom))
	case *orphan:
		name = "orphan"
		add(binary.BigEndian.Uint64(p.ref[:]))
	case *adoption:
		name = "adoption"
		add(p.secret.Bytes(), p.base, p.paced)
	case *settled:
		name = "settled"
	case *stamp:
		name = "stamp"
		add(uint8(p.founder), p.issued, p.sig[:])
	case *replyStopped:
		name = "reply stopped"
		add(p.id[:], uint8(p.founder), p.number, uint8(p.why))
	case *newCard:
		name = "card"
		add(p.signed.By)
		for n := range p.signed.Signatures {
			if p.signed.IsSigned(n) {
				add(p.signed.Signatures[n][:])
			}
		}
		all, _ := p.signed.Card.MarshalBinary()
		add(all)
	case *cardRevoked:
		name = "card revoked"
		add(uint8(p.founder), p.serial, p.sig[:])
	case *cardNamed:
		name = "card named"
		add(uint8(p.founder), p.serial, p.digest[:], p.sig[:])
	case *sealedReport:
		name = "report"
		add(p.to[:], p.way[:])
	case *deskReply:
		name = "desk's reply"
		add(p.rest[0], p.way[:], p.keep, p.rest[1+len(p.way)+1:])
	case *deskRecord:
		name = "desk's record"
		all, _ := p.signed.Record.MarshalBinary()
		add(p.signed.By, p.signed.Signatures[0][:], p.signed.Signatures[1][:], all)
	case *deskRevoked:
		name = "desk revoked"
		for i := range p.all {
			v := &p.all[i]
			add(v.Group[:], v.Digest[:], v.Founder, v.Signature[:])
		}
	case *deskReached:
		name = "desk reached"
		add(p.name[:], p.until)
	case *reportStopped:
		name = "report stopped"
		var ways []byte
		for _, w := range p.ways {
			ways = append(ways, w[:]...)
		}
		add(uint8(p.why), ways)
	case *deskNamed:
		name = "desk named"
		add(uint8(p.founder), p.digest[:], p.sig[:])
	}
	return name, strings.Join(out, " ")
}

// lifelineVector is an ask, its answer, and what the answer brings.
func lifelineVector(t *testing.T) []string {
	t.Helper()
	cryptotest.SetGlobalRandom(t, 12) // of the encapsulation
	w, _ := seven(t, 71)
	seed, err := keys.Read[askUse](w.rand)
	w.must(err)
	id, err := newID(w.rand)
	w.must(err)
	private, err := hpke.MLKEM768X25519().NewPrivateKey(seed.Bytes())
	w.must(err)
	ask := &lifelineAsk{id: id, rank: 1, step: stepAnswerer}
	copy(ask.key[:], private.PublicKey().Bytes())
	secret, err := keys.Read[secretUse](w.rand)
	w.must(err)
	inv := &Invitation{Secret: secret, Base: 123_456_789, Card: cardOf(group()).Hash()}
	answer, err := sealLifeline(ask, inv)
	w.must(err)
	context, err := inv.Context()
	w.must(err)
	return []string{
		"what: lifeline", "seed: " + hex.EncodeToString(seed.Bytes()), "group: " + hex.EncodeToString(inv.Card[:]),
		"ask: " + hex.EncodeToString(marshal(ask)), "answer: " + hex.EncodeToString(marshal(answer)),
		"secret: " + hex.EncodeToString(secret.Bytes()), "base: " + strconv.Itoa(int(inv.Base)), "context: " + hex.EncodeToString(context),
	}
}

func checkLifeline(t *testing.T, v vector) {
	raw := func(name string) []byte { return vector{"hex": v[name]}.input(t) }
	p, err := parsePacket(raw("answer"))
	if err != nil {
		t.Fatal(err)
	}
	seed, err := keys.Of[askUse](raw("seed"))
	if err != nil {
		t.Fatal(err)
	}
	var inv *Invitation
	group := cardOf(group()).Hash()
	if inv, err = openLifeline(p.(*lifelineAnswer), &ask{seed: seed}, group); err != nil {
		t.Fatal(err)
	}
	context, err := inv.Context()
	if err != nil || hex.EncodeToString(inv.Secret.Bytes()) != v["secret"] || strconv.Itoa(int(inv.Base)) != v["base"] ||
		hex.EncodeToString(context) != v["context"] || hex.EncodeToString(group[:]) != v["group"] {
		t.Errorf("the answer brings something else (%v)", err)
	}
	if again := strings.Join(lifelineVector(t), "\n"); !strings.Contains(again, "answer: "+v["answer"]+"\n") {
		t.Error("sealed again, the answer is another")
	}
}

// paceVector is a paced link's boxes: number:round:rank of some, over the end of the quick
// blocks.
func paceVector(t *testing.T, pl uint8, adopted bool) []string {
	t.Helper()
	secret, err := keys.Of[secretUse](bytes.Repeat([]byte{pl}, keys.Size))
	if err != nil {
		t.Fatal(err)
	}
	g := group()
	g.PouchRounds = pl
	block := uint8(lifelineBlock)
	if adopted {
		block = adoptedBlock
	}
	p, err := newPace(TieID(1), &Invitation{Secret: secret, Base: 4000}, &g, block)
	if err != nil {
		t.Fatal(err)
	}
	var boxes []string
	for _, i := range []box.Round{0, 1, 2, p.quickEnd() - 2, p.quickEnd() - 1, p.quickEnd(), p.quickEnd() + 1, p.quickEnd() + 100} {
		k := p.base + i
		if int32(i) >= 0 {
			sum := p.draw(k)
			boxes = append(boxes, fmt.Sprintf("%d:%d:%x", k, p.Real(k), sum[1:9]))
		}
	}
	return []string{
		"what: pace", "PL: " + strconv.Itoa(int(pl)), "adopted: " + strconv.FormatBool(adopted), "secret: " + hex.EncodeToString(secret.Bytes()),
		"base: 4000", "seed: " + hex.EncodeToString(p.seed.Bytes()), "paced PL: " + strconv.Itoa(p.Pouch()), "boxes: " + strings.Join(boxes, " "),
	}
}

// quickEnd is how many quick blocks there are; 2 where there are none, for a look around.
func (p *Pace) quickEnd() box.Round { return max(box.Round(p.quick), 2) }

func checkPace(t *testing.T, v vector) {
	pl, err := strconv.ParseUint(v["PL"], 10, 8)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range paceVector(t, uint8(pl), v["adopted"] == "true") {
		if name, value, _ := strings.Cut(line, ": "); v[name] != value {
			t.Errorf("%s is %s, want %s", name, value, v[name])
		}
	}
}
