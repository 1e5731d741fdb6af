package dropserver_test

import (
	"context"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

func sealedCard(t *testing.T) (path box.ID, sealed box.Content) {
	t.Helper()
	for _, b := range [][]byte{path[:], sealed[:]} {
		if _, err := rand.Read(b); err != nil {
			t.Fatal(err)
		}
	}
	return path, sealed
}

// fetch asks r for a card as somebody does who has an invitation alone: without prefix,
// and without knowing the key.
func (r *running) fetch(t *testing.T, path box.ID) (box.Content, drop.Result) {
	t.Helper()
	var got box.Content
	via := &http.Transport{TLSClientConfig: drop.CardTLS(r.addr, r.pin == drop.Pin{}), DisableKeepAlives: true}
	answer, _ := drop.FetchCard(context.Background(), r.addr, r.pin == drop.Pin{}, path, &got, via)
	return got, answer
}

// Promise: whoever has a card's path gets it, without the prefix and without knowing the
// server's key; it is kept once, and its path never takes other bytes.
func TestASealedCardIsKeptOnceAndGivenToWhoeverHasItsPath(t *testing.T) {
	for _, secure := range []bool{true, false} {
		r := start(t, secure, func(c *dropserver.Config) { c.Cards = new(storetest.Cards) })
		path, sealed := sealedCard(t)
		other := sealed
		other[0]++
		client := r.client(t, false)
		for i, step := range []struct {
			content *box.Content
			want    drop.Outcome
		}{{&sealed, drop.Stored}, {&sealed, drop.Same}, {&other, drop.Conflict}} {
			if got, err := client.PutCard(context.Background(), path, step.content); err != nil || got.Outcome != step.want {
				t.Errorf("write %d: %v, %v; want %v", i, got.Outcome, err, step.want)
			}
		}
		if got, answer := r.fetch(t, path); answer.Outcome != drop.Found || got != sealed {
			t.Errorf("secure %v: the card does not come: %v", secure, answer.Outcome)
		}
		if _, answer := r.fetch(t, box.ID{1}); answer.Outcome != drop.Refused {
			t.Errorf("a card that is not there: %v", answer.Outcome)
		}
	}
}

// Promise: to whoever has no path of a card, a drop that keeps cards is the plain site.
func TestNobodyCanTellThatADropKeepsCards(t *testing.T) {
	with := start(t, false, func(c *dropserver.Config) { c.Cards = new(storetest.Cards) })
	without := start(t, false, nil)
	path, sealed := sealedCard(t)
	if got, err := with.client(t, false).PutCard(context.Background(), path, &sealed); err != nil || got.Outcome != drop.Stored {
		t.Fatal(got, err)
	}
	hex := path.Hex()
	for _, try := range []struct{ method, path, body string }{
		{"GET", "/" + strings.Repeat("0", 64), ""}, {"GET", "/" + strings.ToUpper(hex), ""}, {"GET", "/" + hex + "/", ""}, {"GET", "/" + hex + "?", ""},
		{"GET", "/" + hex, "a body"}, {"PUT", "/" + hex, string(sealed[:])}, {"HEAD", "/" + hex, ""}, {"DELETE", "/" + hex, ""},
		{"GET", "/v1/cards/" + hex, ""}, {"PUT", "/" + strings.Repeat("a", drop.PrefixTextSize) + "/v1/cards/" + hex, string(sealed[:])},
		{"GET", "/" + with.prefix.Text() + "/v1/cards/" + hex, ""},
	} {
		a, b := stranger(t, with.addr, try.method, try.path, try.body), stranger(t, without.addr, try.method, try.path, try.body)
		if a != b {
			t.Errorf("%s %.20s… is answered\n%q with cards and\n%q without", try.method, try.path, a, b)
		}
	}
}

// stranger returns an answer with all its headers but the date.
func stranger(t *testing.T, addr, method, path, body string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	req := method + " " + path + " HTTP/1.1\r\nHost: x\r\n"
	if body != "" {
		req += "Content-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	if _, err := io.WriteString(conn, req+"\r\n"+body); err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, line := range strings.Split(string(all), "\r\n") {
		if !strings.HasPrefix(line, "Date:") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// Promise: a member who knows the prefix fills no disk: few new cards come at once, and
// then one an hour; the same card again costs nothing, and boxes go on.
func TestAMemberFillsNoDiskWithCards(t *testing.T) {
	r := start(t, false, func(c *dropserver.Config) { c.Cards = new(storetest.Cards) })
	client := r.client(t, false)
	first, sealed := sealedCard(t)
	kept := func() (n int) {
		for range 40 {
			path, noise := sealedCard(t)
			got, err := client.PutCard(context.Background(), path, &noise)
			if err != nil || got.Outcome != drop.Stored && got.Outcome != drop.Full {
				t.Fatal(got, err)
			}
			if got.Outcome == drop.Stored {
				n++
			}
		}
		return n
	}
	if got, err := client.PutCard(context.Background(), first, &sealed); err != nil || got.Outcome != drop.Stored {
		t.Fatal(got, err)
	}
	if n := kept(); n != 15 {
		t.Errorf("%d cards of 40 were kept at once, want 15 after the first", n)
	}
	if got, err := client.PutCard(context.Background(), first, &sealed); err != nil || got.Outcome != drop.Same {
		t.Errorf("the card again: %v, %v", got.Outcome, err)
	}
	for _, hours := range []int{1, 3} {
		r.clock.set(r.clock.Now().Add(time.Duration(hours) * time.Hour))
		if n := kept(); n != hours {
			t.Errorf("after %d hours %d more were kept", hours, n)
		}
	}
	r.clock.set(r.clock.Now().Add(-10 * time.Hour))
	if n := kept(); n != 0 {
		t.Errorf("by a clock that went back %d more were kept", n)
	}
}
