package dropserver_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// Holding writes back must not hold back an answer that somebody waits for.
func TestAnswersArriveWholeAndAtOnceOverTLS(t *testing.T) {
	r := start(t, true, nil)
	ref, content := storetest.Some(testRound, 1)
	path := r.prefix.BoxPath(ref)
	whole := string(content[:])
	for name, tt := range map[string]struct {
		send   []string // each after the answer to the one before
		status []int
	}{
		"one after another": {[]string{
			"PUT " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4096\r\n\r\n" + whole,
			"GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n",
			"GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n",
			"GET /no HTTP/1.1\r\nHost: a\r\n\r\n",
		}, []int{0, 200, 200, 404}},
		"two at once":        {[]string{"GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\nGET /no HTTP/1.1\r\nHost: a\r\n\r\n", ""}, []int{200, 404}},
		"a body left unread": {[]string{"PUT " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + strings.Repeat("x", 600000)}, []int{404}},
		"asking to continue": {[]string{"PUT " + path + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4096\r\n\r\n", whole}, []int{100, 0}},
		"the last one":       {[]string{"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"}, []int{200}},
		"by HTTP/1.0":        {[]string{"GET / HTTP/1.0\r\n\r\n"}, []int{200}},
		"a bad request":      {[]string{"nonsense\r\n\r\n"}, []int{400}},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := tls.Dial("tcp", r.addr, &tls.Config{InsecureSkipVerify: true})
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			in := bufio.NewReader(conn)
			for i, request := range tt.send {
				if _, err := io.WriteString(conn, request); err != nil {
					t.Fatal(err)
				}
				resp, err := http.ReadResponse(in, nil)
				if err != nil {
					t.Fatalf("answer %d: %v", i, err)
				}
				if _, err := io.ReadAll(resp.Body); err != nil {
					t.Fatalf("answer %d: %v", i, err)
				}
				if want := tt.status[i]; resp.StatusCode != want && want != 0 {
					t.Errorf("answer %d is %d, want %d", i, resp.StatusCode, want)
				}
			}
		})
	}
}

func TestALargePageArrivesWhole(t *testing.T) {
	page := strings.Repeat("0123456789abcdef", 20000)
	r := start(t, true, func(c *dropserver.Config) { c.Site = fstest.MapFS{"index.html": {Data: []byte(page)}} })
	conn, err := tls.Dial("tcp", r.addr, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(resp.Body); err != nil || string(b) != page {
		t.Errorf("%d bytes, %v; want %d", len(b), err, len(page))
	}
}
