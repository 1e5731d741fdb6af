package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"bulkhead/drop"
	"bulkhead/round"
)

// pollEvery is how often a test looks whether another process has come as far
// as it waits for. How long that may take is for go test alone to say.
const pollEvery = 10 * time.Millisecond

const (
	// leastRound is short enough for a link to be made within seconds.
	// slowness is 1, or more where the race detector slows everything down.
	leastRound = slowness * 600 * time.Millisecond
	// longestRound is for a machine that is busier than any.
	longestRound = 12 * time.Second
	// requestsInRound is how many of the slowest request fit in a round. A device
	// gives one up after an eighth of it.
	requestsInRound = 24
)

// roundLength is as short as this machine can bear now: the processes of a test
// ask for their boxes in real time. Rounds that are too short all the same lose
// boxes, which makes tests slower, and nothing else.
var roundLength = sync.OnceValue(func() time.Duration {
	slowest, err := slowestRequest()
	if err != nil {
		panic(err)
	}
	length := requestsInRound * slowest
	return min(round.AtLeast(max(length, leastRound)), longestRound)
})

// slowestRequest has a drop asked by several at once, over connections of
// their own, and returns how long the slowest waited.
func slowestRequest() (slowest time.Duration, err error) {
	url, stop, err := startDrop(time.Minute, time.Now)
	if err != nil {
		return 0, err
	}
	defer stop()
	address, err := drop.ParseAddress(url)
	if err != nil {
		return 0, err
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	for range 12 {
		wait.Go(func() {
			transport := &http.Transport{TLSClientConfig: address.TLS(), DialContext: new(net.Dialer).DialContext, DisableKeepAlives: true}
			from := time.Now()
			_, _, failed := drop.NewClient(address, transport).Info(context.Background())
			mu.Lock()
			defer mu.Unlock()
			if failed != nil {
				err = failed
			}
			slowest = max(slowest, time.Since(from))
		})
	}
	wait.Wait()
	return slowest, err
}
