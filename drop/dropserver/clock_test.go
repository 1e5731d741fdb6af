package dropserver

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
)

// kept is a store for one goroutine and the expiry.
type kept map[box.Ref]box.Content

func (k kept) Put(ref box.Ref, content *box.Content) (PutOutcome, error) {
	switch was, ok := k[ref]; {
	case !ok:
		k[ref] = *content
		return Created, nil
	case was == *content:
		return Same, nil
	}
	return Conflict, nil
}

func (k kept) Get(ref box.Ref, content *box.Content) (bool, error) {
	was, ok := k[ref]
	if ok {
		*content = was
	}
	return ok, nil
}

func (k kept) DropBefore(first box.Round) error {
	maps.DeleteFunc(k, func(ref box.Ref, _ box.Content) bool { return ref.Round < first })
	return nil
}

// Promise: a clock that jumps ahead by hours and is set right again within a few
// rounds costs no box, and whenever it is set right, an id that had a box
// never takes other bytes, nor reads as absent, while the drop runs.
func TestAClockThatJumpsGivesNoIDTwice(t *testing.T) {
	const length, keep = 15 * time.Minute, 8
	for _, ahead := range []time.Duration{time.Minute, length, 3 * time.Hour, 1000 * time.Hour} {
		for rounds := range 16 { // for which it stays wrong
			synctest.Test(t, func(t *testing.T) {
				var off time.Duration
				prefix := drop.Prefix{1}
				s, err := New(Config{Store: kept{}, RoundLength: length, Keep: keep, Prefix: prefix, Now: func() time.Time { return time.Now().Add(off) }})
				if err != nil {
					t.Fatal(err)
				}
				ask := func(method string, ref box.Ref, body string) (int, string) {
					w := httptest.NewRecorder()
					r := httptest.NewRequest(method, prefix.BoxPath(ref), strings.NewReader(body))
					r.ContentLength = int64(len(body))
					s.Handler().ServeHTTP(w, r)
					return w.Code, w.Body.String()
				}
				ctx, stop := context.WithCancel(context.Background())
				go s.expire(ctx, s.offers[0])
				synctest.Wait()
				current, _ := s.round(s.c.Now())
				ref, content := box.Ref{Round: current, ID: box.ID{1}}, box.Content{2}
				if code, _ := ask(http.MethodPut, ref, string(content[:])); code != http.StatusCreated {
					t.Fatal("not kept: ", code)
				}
				off = ahead
				time.Sleep(time.Duration(rounds) * length)
				synctest.Wait()
				off = 0
				what := fmt.Sprintf("%v ahead for %d rounds", ahead, rounds)
				code, body := ask(http.MethodGet, ref, "")
				if kept := code == http.StatusOK && body == string(content[:]); !kept && (code != http.StatusNotFound || rounds <= keep/catchUp) {
					t.Errorf("%s: the box is answered %d", what, code)
				}
				if code, _ := ask(http.MethodPut, ref, strings.Repeat("x", box.Size)); code != http.StatusConflict && code != http.StatusNotFound {
					t.Errorf("%s: other bytes are answered %d", what, code)
				}
				stop()
				synctest.Wait()
			})
		}
	}
}

func (kept) Close() error { return nil }
