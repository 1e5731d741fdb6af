package link

import "bulkhead/box"

// Status is what a screen may show of a link. It holds no secret.
type Status struct {
	Epoch        uint32    // that this end's newest boxes are sealed under
	Securing     bool      // this end still writes in epoch 0, and messages wait
	Frozen       Reason    // NotFrozen if it is not
	Now          box.Round // highest round known
	Gen          uint32    // sealings so far
	HeardRound   box.Round // of the peer's highest box opened; 0 if none was
	PeerSealed   box.Round // highest round known to the peer when it sealed a box
	PeerUnlocked box.Round // of the peer's last passphrase, as told in that box
	InFlight     int       // cells numbered and not known to be held by the peer
	Held         int       // cells of the peer that wait for the rest of their message
	Claimed      int       // those, and the cells that may still come before one of them
	Uncertain    bool      // the peer may have turned to an epoch not yet heard
	Making       bool      // a step's key waits for its answer
	Answering    bool      // a step's answer waits for the first box of its epoch
	Outstanding  int       // messages neither confirmed nor expired; manifests of parcels are among them
	Passed       int       // keys of boxes by hand that are missing
	Lacking      int       // chunks of parcels that the peer is not known to hold, and has room for
}

// Status returns the link's state as of the last call.
func (l *Link) Status() Status {
	s := Status{
		Frozen: l.reason, Now: box.Round(l.now), Gen: l.gen,
		HeardRound: box.Round(l.echo.hi), PeerSealed: box.Round(l.in.heard), PeerUnlocked: box.Round(l.last),
		Held: len(l.inbox.held), Claimed: l.inbox.claimed(), Making: l.ladder.making, Answering: l.ladder.ct != nil,
		Outstanding: l.outbox.count, Passed: l.hand.keys(), Lacking: l.outbox.lacking(l.now),
	}
	if l.out.epochs == nil {
		return s
	}
	s.Epoch = l.out.epochs[serving(l.out.epochs, lastRoundInt, 0)].e
	s.Securing = s.Epoch == 0
	_, s.Uncertain = l.in.uncertain()
	for i := range l.outbox.list {
		m := &l.outbox.list[i]
		for _, c := range m.cells {
			if !c.held && !m.gone {
				s.InFlight++
			}
		}
	}
	return s
}
