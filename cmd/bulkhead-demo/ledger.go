package main

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"bulkhead/cell"
	"bulkhead/mail"
)

// letter is one message of the demo and what became of it.
type letter struct {
	mark   string
	from   int
	number uint32      // in its writer's device
	id     cell.ID     // a note's or notice's
	at     time.Time   // when it was accepted
	hops   map[int]int // readers, and how many links it takes to each

	seen        map[int][]time.Time // when it was shown, by reader
	revoked     map[int]bool        // a notice: who was shown that it was taken back
	undelivered map[int]mail.Reason // readers for whom its writer was told that it was not delivered
}

// ledger knows of every message for whom it was written and where it was
// shown. All methods may be called concurrently.
type ledger struct {
	mu       sync.Mutex
	letters  []*letter
	problems []string // what must not happen
}

// post enters a letter that a device has accepted.
func (l *ledger) post(t *letter, now time.Time) *letter {
	l.mu.Lock()
	defer l.mu.Unlock()
	t.at = now
	t.seen, t.revoked, t.undelivered = map[int][]time.Time{}, map[int]bool{}, map[int]mail.Reason{}
	l.letters = append(l.letters, t)
	return t
}

// problem records what must not happen.
func (l *ledger) problem(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.problems = append(l.problems, fmt.Sprintf(format, args...))
}

// shown takes in what a device showed its owner.
func (l *ledger) shown(reader int, r mail.Received, now time.Time) {
	switch r.What {
	case cell.TextArrived, cell.NoteArrived, cell.ReplyArrived, cell.NoticeArrived:
		l.arrive(reader, r, now)
	case cell.NoticeRevoked:
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, t := range l.letters {
			if t.id == r.ID && t.id != (cell.ID{}) {
				t.revoked[reader] = true
			}
		}
	case cell.Refused:
		if r.Why == cell.Revoked {
			return // another copy of a notice, which its revocation has overtaken
		}
		l.problem("member %d was sent something it refused: %s", reader, r.Why)
	case cell.NewerPacket, cell.NoteStopped, cell.OverdueBegan, cell.IntroductionRefused, cell.IntroductionOpen:
		l.problem("member %d was shown something that the story has no reason for (%d)", reader, r.What)
	case mail.Alarm:
		if r.Alarm == mail.AlarmNothingFound {
			return // those at its links were seized, or are not opened for long
		}
		l.problem("member %d was alarmed: %s", reader, r.Alarm)
	}
}

func (l *ledger) arrive(reader int, r mail.Received, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	mark := markOf(r.Text)
	i := slices.IndexFunc(l.letters, func(t *letter) bool { return t.mark == mark })
	if i < 0 {
		l.problems = append(l.problems, fmt.Sprintf("member %d was shown a message that nobody wrote", reader))
		return
	}
	t := l.letters[i]
	if _, is := t.hops[reader]; !is {
		l.problems = append(l.problems, fmt.Sprintf("member %d was shown a message that is not for it", reader))
	}
	t.seen[reader] = append(t.seen[reader], now)
	if t.id == (cell.ID{}) {
		t.id = r.ID
	}
}

// arrived counts, over some letters, the readers who have been shown theirs,
// and all.
func (l *ledger) arrived(letters ...*letter) (done, of int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, t := range letters {
		of += len(t.hops)
		for reader := range t.hops {
			if len(t.seen[reader]) > 0 {
				done++
			}
		}
	}
	return done, of
}

// revocations counts the readers of a notice who know that it was taken back.
func (l *ledger) revocations(t *letter) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(t.revoked)
}

// took returns how long a letter took to a reader; 0 if it is not there.
func (l *ledger) took(t *letter, reader int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(t.seen[reader]) == 0 {
		return 0
	}
	return t.seen[reader][0].Sub(t.at)
}

// settle records what a writer's device says of its own messages: that one was
// not delivered, or that it was received.
func (l *ledger) settle(writer int, sent []mail.Sent, ties map[int]cell.TieID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, t := range l.letters {
		i := slices.IndexFunc(sent, func(s mail.Sent) bool { return t.from == writer && s.Number == t.number })
		if i < 0 {
			continue
		}
		for reader, hops := range t.hops {
			part := slices.IndexFunc(sent[i].Parts, func(p mail.Part) bool { return p.Tie == ties[reader] })
			if hops != 1 || part < 0 {
				continue
			}
			p := sent[i].Parts[part]
			if p.Stage == mail.Undelivered {
				t.undelivered[reader] = p.Reason
			}
			if p.Stage == mail.ReceivedBy && len(t.seen[reader]) == 0 {
				l.problems = append(l.problems, fmt.Sprintf("member %d was told that a message was received, and it was not shown", writer))
			}
		}
	}
}
