package endtoend

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"bulkhead/round"
)

const (
	// requestsInRound is how many of the slowest request fit in a round. A device
	// gives one up after an eighth of it.
	requestsInRound = 24
	// longestRound is for a machine that is busier than any.
	longestRound = 12 * time.Second
)

// bearable returns a length of rounds that this machine can bear now: it has a
// server asked by several at once, over connections of their own. Rounds that
// turn out too short lose boxes, which makes the test slower, and nothing else.
func bearable(t *testing.T) time.Duration {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	var mu sync.Mutex
	var slowest time.Duration
	var wait sync.WaitGroup
	for range 12 {
		wait.Go(func() {
			transport := server.Client().Transport.(*http.Transport).Clone()
			transport.DisableKeepAlives = true
			from := time.Now()
			resp, err := (&http.Client{Transport: transport}).Get(server.URL)
			if err != nil {
				t.Error(err)
				return
			}
			resp.Body.Close()
			mu.Lock()
			defer mu.Unlock()
			slowest = max(slowest, time.Since(from))
		})
	}
	wait.Wait()
	length := requestsInRound * slowest
	return min(round.AtLeast(max(length, leastRound)), longestRound)
}
