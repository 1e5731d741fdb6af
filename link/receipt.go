package link

// accept takes in what the other end says it has. False is a freezing sign:
// it has what was never sent, or another message in its place. A receipt lower
// than a known one is ignored.
func (o *outbox) accept(r *receipt) (events []Event, ok bool) {
	if r.next < o.peer {
		return nil, true
	}
	if !o.vouches(r) || !o.sentAll(r) {
		return nil, false
	}
	for i := range o.list {
		m := &o.list[i]
		if m.numbered() && !m.gone && m.end() <= r.next {
			if !m.manifest {
				events = append(events, Confirmed{m.id})
			}
			o.forget(m)
		}
	}
	o.peer, o.peerTip = r.next, r.chain
	o.sweep()
	for k := range window {
		if r.bitmap[k/8]&(1<<(k%8)) != 0 {
			if c := o.markOf(r.next + 1 + uint32(k)); c != nil {
				c.held = true
			}
		}
	}
	return events, true
}

// vouches reports whether a message that was numbered ends at r.next and the chain
// value there is this end's own: that of the last message before it that the other
// end took in. Messages after that
// one must be gone, for only those may be passed over.
func (o *outbox) vouches(r *receipt) bool {
	at, match := o.peer, r.chain == o.peerTip
	for i := range o.list {
		m := &o.list[i]
		if !m.numbered() || m.end() > r.next {
			break
		}
		at = m.end()
		switch {
		case r.chain == m.chain.short():
			match = true
		case !m.gone:
			match = false
		}
	}
	return match && at == r.next
}

// sentAll reports whether every cell that r says is held was numbered here.
func (o *outbox) sentAll(r *receipt) bool {
	for k := range window {
		if r.bitmap[k/8]&(1<<(k%8)) != 0 && int64(r.next)+1+int64(k) >= int64(o.end) {
			return false
		}
	}
	return true
}
