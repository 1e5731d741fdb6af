package device

import (
	"bulkhead/cell"
	"bulkhead/mail"

	"github.com/sethvargo/go-diceware/diceware"
)

// What a person asks of an open device. Each returns once the state in memory
// has changed; it is saved by the next Save and on its way by the next Refill.

// Invite makes an invitation for somebody to lead (cell.Led) or for the second
// founder (cell.Partner). Show it, then erase its secret. More than one pair to
// lead needs AcceptMorePairs first.
func (d *Device) Invite(r cell.Relation, alias string) (*cell.Invitation, cell.TieID, error) {
	d.readClock()
	inv, effects, err := d.cell.Invite(r, alias, d.known, d.env.Rand)
	if err == nil {
		inv.Rate = d.rate().Parts() // before the link begins, which hashes the whole of it
	}
	if err := d.carryOut(effects, err); err != nil {
		return nil, 0, err
	}
	return inv, effects[0].(cell.StartLink).Tie, nil
}

// AcceptMorePairs records that the owner was warned of leading more than one
// pair.
func (d *Device) AcceptMorePairs() error { return d.cell.AcceptMorePairs() }

// Introduce makes two whom this device leads a pair.
func (d *Device) Introduce(a, b cell.TieID) error {
	d.readClock()
	effects, err := d.cell.Introduce(a, b, d.known, d.env.Rand)
	return d.carryOut(effects, err)
}

// Confirm records that the six words were compared in person and were equal.
func (d *Device) Confirm(tie cell.TieID) error { return d.cell.Confirm(tie) }

// Words returns the six words of a link and the epoch they belong to: both
// sides compare words of the same epoch. ErrNotYet before the first key
// exchange.
func (d *Device) Words(tie cell.TieID) (epoch uint32, words []string, err error) {
	l := d.links[tie]
	if l == nil {
		return 0, nil, ErrNoTie
	}
	epoch, numbers, ok := l.Words()
	if !ok {
		return 0, nil, ErrNotYet
	}
	for _, n := range numbers {
		words = append(words, wordAt(n))
	}
	return epoch, words, nil
}

// Send writes to partner, lead or a led member. It returns the message's
// number in Status. cell.ErrQuarantined: see SendAnyway.
func (d *Device) Send(to cell.TieID, text string) (uint32, error) {
	return d.send(to, text, d.cell.SendText)
}

func (d *Device) send(to cell.TieID, text string, rule func(cell.TieID, string) ([]cell.Effect, error)) (uint32, error) {
	if l := d.links[to]; l != nil && l.Status().Frozen != 0 {
		return 0, ErrFrozen
	}
	return d.write(mail.Text, text, func() (cell.ID, []cell.Effect, error) {
		effects, err := rule(to, text)
		return cell.ID{}, effects, err
	})
}

// SendAnyway is Send for a person who was told that the link is in quarantine
// (cell.ErrQuarantined) and writes all the same.
func (d *Device) SendAnyway(to cell.TieID, text string) (uint32, error) {
	return d.send(to, text, d.cell.SendTextAnyway)
}

// NoteAnyway is Note for a person who was told that the lead is in quarantine.
func (d *Device) NoteAnyway(text string) (uint32, error) {
	return d.write(mail.Note, text, func() (cell.ID, []cell.Effect, error) {
		return d.cell.SendNoteAnyway(text, d.known, d.env.Rand)
	})
}

// Note sends a note up to the founders. cell.ErrQuarantined.
func (d *Device) Note(text string) (uint32, error) {
	return d.write(mail.Note, text, func() (cell.ID, []cell.Effect, error) {
		return d.cell.SendNote(text, d.known, d.env.Rand)
	})
}

// Reply answers a note; founders only.
func (d *Device) Reply(to cell.ID, text string) (uint32, error) {
	return d.write(mail.Reply, text, func() (cell.ID, []cell.Effect, error) {
		effects, err := d.cell.ReplyTo(to, text)
		return to, effects, err
	})
}

// Notice sends a signed notice down to everybody; founders only.
func (d *Device) Notice(text string) (uint32, error) {
	return d.write(mail.Notice, text, func() (cell.ID, []cell.Effect, error) {
		return d.cell.Issue(text, uint32(d.lifetime()), d.known, d.env.Rand)
	})
}

// Revoke takes back a notice of the other founder; founders only.
func (d *Device) Revoke(notice cell.ID) (uint32, error) {
	return d.write(mail.Revocation, "", func() (cell.ID, []cell.Effect, error) {
		effects, err := d.cell.Revoke(notice)
		return notice, effects, err
	})
}

// Sever cuts one of the owner's own links for good.
func (d *Device) Sever(tie cell.TieID, keepAlias bool) error {
	d.readClock()
	effects, err := d.cell.Sever(tie, keepAlias, d.known)
	return d.carryOut(effects, err)
}

// Rename gives a link another alias.
func (d *Device) Rename(tie cell.TieID, alias string) error { return d.cell.Rename(tie, alias) }

// Find returns the tie with this alias.
func (d *Device) Find(alias string) (cell.Tie, error) {
	t, ok := d.cell.ByAlias(alias)
	if !ok {
		return cell.Tie{}, ErrNoTie
	}
	return t, nil
}

// Tie returns a link as it is now, one that was severed too. [ErrNoTie].
func (d *Device) Tie(id cell.TieID) (cell.Tie, error) {
	t, ok := d.cell.Tie(id)
	if !ok {
		return cell.Tie{}, ErrNoTie
	}
	return t, nil
}

// MarkRead records that the person has seen what was received up to number. What
// happens again after that is new again.
func (d *Device) MarkRead(number uint32) { d.mail.MarkRead(number) }

// Delete forgets what was received now instead of at the end of its lifetime. A
// thing that happens again afterwards is told anew. An attachment goes with its message; one of
// the owner's own that is not there yet is taken back: see Withdraw.
func (d *Device) Delete(number uint32) bool {
	if d.isReport(number) {
		return false
	}
	d.Withdraw(number)
	deleted := d.mail.Delete(number)
	d.forgetAttachments()
	return deleted
}

// write keeps a message of the person's own and carries out what sends it. It
// changes nothing if the vault has no room for it.
func (d *Device) write(kind mail.Kind, text string, rule func() (cell.ID, []cell.Effect, error)) (uint32, error) {
	d.readClock()
	parts := 1
	if kind == mail.Notice || kind == mail.Revocation {
		parts = max(1, len(d.links)-d.lifelines())
	}
	if d.ownRoom() < mail.WriteCost(len(text), parts) {
		return 0, ErrNoRoom
	}
	id, effects, err := rule()
	if err != nil {
		return 0, err
	}
	sent := mail.Sent{What: kind, Text: text, ID: id, At: d.known, Expires: d.known + d.lifetime()}
	if kind == mail.Reply {
		sent.Nth = uint8(d.cell.Replies(id))
	}
	number := d.mail.Accept(sent)
	if err := d.carryOutFor(0, number, effects, nil); err != nil {
		d.mail.Delete(number)
		return 0, err
	}
	return number, nil
}

// lifelines counts the links that are lifelines.
func (d *Device) lifelines() (n int) {
	for tie := range d.links {
		if t, ok := d.cell.Tie(tie); ok && t.Relation == cell.Lifeline {
			n++
		}
	}
	return n
}

// What a person asks for when somebody was taken. What comes of it is shown in
// the inbox, as everything that the cell's rules tell.

// Exposure says what a captor with the other side's open device learns, as far
// as this device can tell. It changes nothing. cell.ErrNoTie.
func (d *Device) Exposure(tie cell.TieID) (cell.Exposure, error) { return d.cell.Exposure(tie) }

// Suspect is the owner's word that the other side was taken, short of a
// confirmation; see [cell.State.Suspect]. cell.ErrNoTie, cell.ErrConfirmed.
func (d *Device) Suspect(tie cell.TieID) error {
	d.readClock()
	effects, err := d.cell.Suspect(tie, d.known)
	return d.carryOut(effects, err)
}

// TakeBack withdraws the owner's word; see [cell.State.TakeBack].
// cell.ErrNoTie, cell.ErrConfirmed, cell.ErrNotSuspected.
func (d *Device) TakeBack(tie cell.TieID) error {
	d.readClock()
	effects, err := d.cell.TakeBack(tie, d.known)
	return d.carryOut(effects, err)
}

// Drill is the owner's confirmation that the other side was taken. It answers
// as [Device.Exposure] does and carries all of it out. A lead's or a
// partner's link is cut at once, a led's within 16 rounds, by the first Refill or
// TakeIn after the round that was drawn; until then TakeBackDrill stops the cut.
// Nothing undoes a cut. cell.ErrNoTie, cell.ErrConfirmed.
func (d *Device) Drill(tie cell.TieID) (cell.Exposure, error) {
	d.readClock()
	exposure, effects, err := d.cell.Drill(tie, d.known, d.env.Rand)
	if err := d.carryOut(effects, err); err != nil {
		return cell.Exposure{}, err
	}
	return exposure, nil
}

// TakeBackDrill withdraws the owner's confirmation before the link is cut; see
// [cell.State.TakeBackDrill]. cell.ErrNoTie, cell.ErrNotConfirmed,
// cell.ErrConfirmed.
func (d *Device) TakeBackDrill(tie cell.TieID) error {
	d.readClock()
	effects, err := d.cell.TakeBackDrill(tie, d.known)
	return d.carryOut(effects, err)
}

// wordAt returns word n, 0 to 7,775, of the EFF large list.
func wordAt(n uint16) string {
	dice := 0
	for place, rest := 1, int(n); place <= 10_000; place, rest = place*10, rest/6 {
		dice += place * (rest%6 + 1)
	}
	return diceware.WordListEffLarge().WordAt(dice)
}
