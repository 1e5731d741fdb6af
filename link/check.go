package link

// check holds an opened header against what is known of both ends' sealings,
// and notes the peer's. The order of arrival does not matter.
func (l *Link) check(round uint32, h *header) Reason {
	if reason := l.checkEcho(h); reason != NotFrozen {
		return reason
	}
	if !l.note(round, h.gen, h.tag) || !l.fitsHand(round, h.gen) {
		return ReasonPeer
	}
	return NotFrozen
}

// checkEcho holds what the peer says that it heard against this end's sealings.
func (l *Link) checkEcho(h *header) Reason {
	if h.echoGen > l.gen {
		return ReasonEcho
	}
	if h.echoGen > 0 && l.gen-h.echoGen < ownTags && l.tags[h.echoGen%ownTags] != h.echoTag {
		return ReasonEcho
	}
	return NotFrozen
}

// note files a box under the peer's sealing that it names. False: the peer's
// number falls as rounds rise, or has two tags.
func (l *Link) note(round, gen uint32, tag Tag) bool {
	at := len(l.peers)
	for i := range l.peers {
		p := &l.peers[i]
		switch {
		case p.gen < gen && p.hi >= round, p.gen > gen && p.lo <= round, p.gen == gen && p.tag != tag:
			return false
		case p.gen >= gen && at == len(l.peers):
			at = i
		}
	}
	if at < len(l.peers) && l.peers[at].gen == gen {
		l.peers[at].lo = min(l.peers[at].lo, round)
		l.peers[at].hi = max(l.peers[at].hi, round)
		return true
	}
	if len(l.peers) == peerSealings {
		if at == 0 {
			return true // older than all that is remembered
		}
		l.peers = cut(l.peers, 0, 1)
		at--
	}
	l.peers = append(l.peers, sealed{})
	copy(l.peers[at+1:], l.peers[at:])
	l.peers[at] = sealed{gen, tag, round, round}
	return true
}

// ownTag reports whether tag is that of one of this end's last sealings.
func (l *Link) ownTag(tag Tag) bool {
	for g := uint32(0); g < min(l.gen, ownTags); g++ {
		if l.tags[(l.gen-g)%ownTags] == tag {
			return true
		}
	}
	return false
}
