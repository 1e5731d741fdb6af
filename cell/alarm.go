package cell

// A captured device's own words: they travel in the headers of ordinary boxes,
// and nobody but the other end of a link can see them.
const (
	signOverdue = 1 << iota
	signCoerced
	signCopied
	signAlarm   // Tick begins the quarantine
	signAdopted // these are not words of its device, but kept beside them
	signProven
	signUnproven // the person was told that it is not proven
	signsKnown   = 1<<iota - 1
)

// Alarmed takes in what the boxes of a tie said in secret: that its owner was
// made to unlock (coerced), or that its device was copied or restored
// (copied). The person is told of each once for every tie, at once. The tie is in
// quarantine from then on; the next Tick says until when. It cuts nothing: that
// is the person's to do. ErrNoTie.
func (s *State) Alarmed(id TieID, coerced, copied bool) ([]Effect, error) {
	t, err := s.liveTie(id)
	if err != nil {
		return nil, err
	}
	var out []Effect
	if coerced && !t.Coerced {
		t.Coerced, t.alarm = true, true
		out = append(out, Show{What: OwnerCoerced, Tie: id, Rel: t.Relation})
	}
	if copied && !t.Copied {
		t.Copied, t.alarm = true, true
		out = append(out, Show{What: DeviceCopied, Tie: id, Rel: t.Relation})
	}
	return out, nil
}

// alarmed reports whether the tie's own device said that it is not, or not only,
// in its owner's hands.
func (t *Tie) alarmed() bool { return t.Coerced || t.Copied }

func (t *Tie) signs() (v uint8) {
	if t.Overdue {
		v |= signOverdue
	}
	if t.Coerced {
		v |= signCoerced
	}
	if t.Copied {
		v |= signCopied
	}
	if t.alarm {
		v |= signAlarm
	}
	if t.Adopted {
		v |= signAdopted
	}
	if t.Proven {
		v |= signProven
	}
	if t.warned {
		v |= signUnproven
	}
	return v
}

func (t *Tie) setSigns(v uint8) bool {
	t.Overdue, t.Coerced, t.Copied = v&signOverdue != 0, v&signCoerced != 0, v&signCopied != 0
	t.alarm, t.Adopted, t.Proven, t.warned = v&signAlarm != 0, v&signAdopted != 0, v&signProven != 0, v&signUnproven != 0
	return v&^uint8(signsKnown) == 0
}
