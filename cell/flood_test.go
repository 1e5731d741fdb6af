package cell

import (
	"testing"

	"bulkhead/box"
)

// What one tie can make a device spend, and what it cannot.

// TestNoTieUsesUpTheNumbers: somebody asks, answers, introduces as fast as links
// carry it, for a year; the device has numbers for a life, and nothing fails.
func TestNoTieUsesUpTheNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		at, from string
		lie      func(w *world, s *State) packet
	}{
		"a partner asks and gives up": {"d", "c", func(w *world, s *State) packet { return anAsk(w, 1, stepAnswerer) }},
		"a led asks and gives up":     {"d", "x", func(w *world, s *State) packet { return anAsk(w, 2, stepAnswerer) }},
		"a lead introduces anew": {"y", "c", func(w *world, s *State) packet {
			p := &introduction{invitation: Invitation{Base: w.now, Card: s.groupHash()}}
			w.rand.Read(p.ref[:])
			w.rand.Read(p.invitation.Secret.Bytes())
			return p
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w, people := seven(t, 97)
			people["x"], people["y"] = w.join(people["d"], Led, "x"), w.join(people["c"], Led, "y")
			w.run()
			p := people[c.at]
			from := w.tie(p, people[c.from])
			before, days := p.s.last, 91
			if *long {
				days = 365
			}
			tries := days * 4 * 2 // twice as often as a tie may
			for range tries {
				w.now += 12
				lie := c.lie(w, p.s)
				_, err := p.s.Receive(from, marshal(lie), w.now, w.rand)
				w.must(err)
				if ask, is := lie.(*lifelineAsk); is {
					_, err := p.s.Receive(from, marshal(&lifelineLost{ask.id, lostAsker}), w.now, w.rand)
					w.must(err)
				}
			}
			if spent := int(p.s.last - before); spent*365 > maxTieID/20*days || spent < days/4 {
				t.Errorf("%d of %d numbers in %d days", spent, maxTieID, days)
			}
			w.bytes(p.s)
			p.s.last = maxTieID
			effects, err := p.s.Receive(from, marshal(c.lie(w, p.s)), w.now+1000, w.rand)
			if err != nil || p.s.last != maxTieID {
				t.Errorf("without numbers: %v, %v", effects, err)
			}
		})
	}
}

// TestARevocationFloodStopsNoNotice: a hostile second founder revokes what the
// first has never issued; the first one's notices are taken in as before.
func TestARevocationFloodStopsNoNotice(t *testing.T) {
	w, people := seven(t, 98)
	a, b, c := people["A"], people["B"], people["c"]
	lead := w.tie(c, a)
	for n := range box.Round(1000) {
		r := &revocation{founder: FirstFounder, issued: w.now - n%500, expires: w.now + 500}
		if n%2 == 0 {
			r.issued, r.expires = w.now+5000, w.now+6000 // to push the floor beyond what is to come
		}
		w.rand.Read(r.id[:])
		r.sig = sign(&b.s.key, domainRevocation, r.addSigned)
		_, err := c.s.Receive(lead, marshal(r), w.now, w.rand)
		w.must(err)
	}
	_, effects, err := a.s.Issue("a warning", 500, w.now, w.rand)
	w.must(err)
	effects, err = c.s.Receive(lead, effects[0].(Send).Message, w.now, w.rand)
	w.must(err)
	if len(effects) == 0 || effects[0].(Show).What != NoticeArrived {
		t.Errorf("the first founder's notice is not shown: %+v", effects)
	}
	w.bytes(c.s)
}

// TestAFounderIssuesWhatEveryDeviceKeeps and no more, in number and in bytes.
func TestAFounderIssuesWhatEveryDeviceKeeps(t *testing.T) {
	for name, size := range map[string]int{"short": 10, "long": MaxBody} {
		t.Run(name, func(t *testing.T) {
			w, people := seven(t, 99)
			a, c := people["A"], people["c"]
			issued, seen := 0, 0
			for range 100 {
				_, effects, err := a.s.Issue(string(make([]byte, size)), 600, w.now, w.rand)
				if err != nil {
					continue
				}
				issued++
				effects, err = c.s.Receive(w.tie(c, a), effects[0].(Send).Message, w.now, w.rand)
				w.must(err)
				if effects[0].(Show).What == NoticeArrived {
					seen++
				}
			}
			if want := min(maxNotices, maxNoticeBytes/size); issued != want || seen != want {
				t.Errorf("%d issued, %d seen, want %d", issued, seen, want)
			}
			forged := &notice{founder: FirstFounder, issued: w.now, expires: w.now + 9, body: make([]byte, size)}
			forged.sig = sign(&a.s.key, domainNotice, forged.addSigned)
			effects, err := c.s.Receive(w.tie(c, a), marshal(forged), w.now, w.rand)
			w.must(err)
			if !refused(effects) {
				t.Error("one more than a founder may issue is taken in")
			}
		})
	}
}
