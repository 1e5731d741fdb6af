package main

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// testDrop is a drop on loopback: the protocol over a store in memory, with a
// clock that may be wrong.
type testDrop struct {
	prefix drop.Prefix
	store  *storetest.Mem
	ahead  time.Duration
	url    string
}

func newTestDrop(round time.Duration) (*testDrop, func(), error) {
	prefix, err := drop.NewPrefix(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	d := &testDrop{prefix: prefix, store: storetest.NewMem()}
	server := httptest.NewServer(d.handler(round))
	addr, err := drop.NewPlainAddress(server.Listener.Addr().String(), prefix)
	d.url = addr.URL()
	return d, server.Close, err
}

func (d *testDrop) handler(round time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		now := time.Now().Add(d.ahead)
		current, _ := drop.RoundAt(now, round)
		kind, ref := d.prefix.ParsePath(req.URL.Path)
		switch {
		case kind == drop.InfoOf:
			json.NewEncoder(w).Encode(drop.Info{RoundSeconds: round.Seconds(), Slots: 6, KeepRounds: 8, CurrentRound: current, Time: now.Unix()})
		case kind == drop.Box && req.Method == http.MethodPut && apart(ref.Round, current) <= 1:
			d.put(w, req, ref)
		case kind == drop.Box && req.Method == http.MethodGet:
			var content box.Content
			d.store.Get(ref, &content)
			w.Header().Set("Content-Type", drop.BoxType)
			w.Write(content[:])
		default:
			http.NotFound(w, req)
		}
	})
}

func (d *testDrop) put(w http.ResponseWriter, req *http.Request, ref box.Ref) {
	var content box.Content
	if _, err := io.ReadFull(req.Body, content[:]); err != nil {
		return
	}
	outcome, _ := d.store.Put(ref, &content)
	w.WriteHeader(map[dropserver.PutOutcome]int{
		dropserver.Created: http.StatusCreated, dropserver.Same: http.StatusOK, dropserver.Conflict: http.StatusConflict,
	}[outcome])
}
