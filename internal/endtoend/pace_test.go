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

// bearable returns a length of rounds that this machine can bear now, by the best of
// three looks: what is busy for a moment alone, such as with a build, is not what lasts.
// Rounds that turn out too short lose boxes, which makes the test slower, and nothing else.
func bearable(t *testing.T) time.Duration {
	t.Helper()
	slowest := longestRound
	for range 3 {
		slowest = min(slowest, slowestRequest(t))
	}
	length := requestsInRound * slowest
	return min(round.AtLeast(max(length, leastRound)), longestRound)
}

// slowestRequest has a server asked by several at once, over connections of their
// own, and returns how long the slowest waited.
func slowestRequest(t *testing.T) time.Duration {
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
	return slowest
}
