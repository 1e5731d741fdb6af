package link

// clock merges the caller's rounds with those known.
func (l *Link) clock(m *Moment) (now, floor int64, err error) {
	now, floor = max(l.now, int64(m.Now)), max(l.floor, int64(m.Floor))
	horizon := max(l.out.at, now) + l.pouch // no pouch reaches beyond it
	jump := int64(m.Jump)
	if jump == 0 {
		jump = MaxJump
	}
	switch {
	case max(now, floor) > int64(lastRound) || l.gen >= lastGen:
		return 0, 0, ErrEnded
	case max(now, floor) > max(l.now, l.floor)+MaxWalk:
		return 0, 0, ErrTooFar
	case (now > l.now+jump || floor > horizon) && !m.ClockOK:
		return 0, 0, ErrClockJump
	}
	return now, floor, nil
}
