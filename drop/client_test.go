package drop

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bulkhead/box"
)

// served is an answer of a drop to be: what a client must make of it.
type served struct {
	status int
	body   string
	typ    string
	cut    bool // fewer bytes than declared
}

func clientOf(t *testing.T, answer served) *Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", answer.typ)
		if answer.cut {
			conn, _, _ := http.NewResponseController(w).Hijack()
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: "+BoxType+"\r\nContent-Length: 4096\r\n\r\n"+answer.body)
			conn.Close()
			return
		}
		w.WriteHeader(answer.status)
		io.WriteString(w, answer.body)
	}))
	t.Cleanup(s.Close)
	a, err := NewPlainAddress(s.Listener.Addr().String(), somePrefix())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return NewClient(a, transport)
}

func TestClientTakesNoAnswerThatBreaksTheProtocol(t *testing.T) {
	whole := strings.Repeat("x", box.Size)
	for name, tt := range map[string]struct {
		answer   served
		put, get Outcome // None: an error
	}{
		"stored":             {served{201, "", "", false}, Stored, Refused},
		"same":               {served{200, "", "", false}, Same, None},
		"conflict":           {served{409, "", "", false}, Conflict, Refused},
		"full":               {served{507, "", "", false}, Full, Refused},
		"a site's page":      {served{404, "<p>not here", "text/html", false}, Refused, Refused},
		"a redirect":         {served{302, "", "", false}, Refused, Refused},
		"a box":              {served{200, whole, BoxType, false}, None, Found},
		"no box":             {served{200, strings.Repeat("\x00", box.Size), BoxType, false}, None, Absent},
		"a byte short":       {served{200, whole[1:], BoxType, false}, None, None},
		"a byte long":        {served{200, whole + "x", BoxType, false}, None, None},
		"of another type":    {served{200, whole, "text/html", false}, None, None},
		"broken off":         {served{200, whole[1:], BoxType, true}, None, None},
		"stored with a body": {served{201, "x", "", false}, None, Refused},
	} {
		t.Run(name, func(t *testing.T) {
			c := clientOf(t, tt.answer)
			content := box.Content{1, 2, 3}
			r, err := c.Put(context.Background(), box.Ref{}, &content)
			if r.Outcome != tt.put || (err == nil) != (tt.put != None) {
				t.Errorf("put: outcome %d, %v; want %d", r.Outcome, err, tt.put)
			}
			r, err = c.Get(context.Background(), box.Ref{}, &content)
			if r.Outcome != tt.get || (err == nil) != (tt.get != None) {
				t.Errorf("get: outcome %d, %v; want %d", r.Outcome, err, tt.get)
			}
			if set := content[0] != 1; set != (r.Outcome == Found || r.Outcome == Absent) {
				t.Errorf("content was set: %v", set)
			}
		})
	}
}

func TestClientErrorNamesNobody(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := l.Addr().String()
	l.Close()
	a, err := NewPlainAddress(host, somePrefix())
	if err != nil {
		t.Fatal(err)
	}
	c := NewClient(a, &http.Transport{})
	_, err = c.Put(context.Background(), box.Ref{}, new(box.Content))
	if err == nil || strings.Contains(err.Error(), "127.") || strings.Contains(err.Error(), somePrefixText) {
		t.Errorf("error: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err = c.Get(ctx, box.Ref{}, new(box.Content)); !errors.Is(err, context.Canceled) {
		t.Errorf("error of a cancelled request: %v", err)
	}
}

func TestClientSendsNothingThatTellsDevicesApart(t *testing.T) {
	var heads []string
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		r.Header.Write(&b)
		heads = append(heads, r.Method+"\n"+b.String())
	}))
	s.Start()
	defer s.Close()
	a, _ := NewPlainAddress(s.Listener.Addr().String(), somePrefix())
	c := NewClient(a, &http.Transport{DisableKeepAlives: true})
	c.Put(context.Background(), box.Ref{}, &box.Content{1})
	c.Get(context.Background(), box.Ref{}, new(box.Content))
	want := []string{
		"PUT\nAccept-Encoding: identity\r\nConnection: close\r\nContent-Length: 4096\r\nContent-Type: application/octet-stream\r\n",
		"GET\nAccept-Encoding: identity\r\nConnection: close\r\n",
	}
	if strings.Join(heads, "\n") != strings.Join(want, "\n") {
		t.Errorf("sent %q\nwant %q", heads, want)
	}
}

func TestClientChecksThePin(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.WriteHeader(201)
	}))
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	s.Config.ErrorLog = nil
	s.StartTLS()
	defer s.Close()
	a, _ := NewAddress(s.Listener.Addr().String(), somePrefix())
	put := func(a Address) (Result, error) {
		tr := &http.Transport{TLSClientConfig: a.TLS(), DisableKeepAlives: true}
		return NewClient(a, tr).Put(context.Background(), box.Ref{}, &box.Content{1})
	}
	r, err := put(a.WithPin(PinOf(s.Certificate())))
	if err != nil || r.Outcome != Stored || r.Date.IsZero() {
		t.Fatalf("with the right pin: %v, %v", r.Outcome, err)
	}
	if _, err = put(a.WithPin(Pin{1})); !errors.Is(err, ErrPin) {
		t.Errorf("with another pin: %v", err)
	}
	if _, err = put(a); err == nil {
		t.Error("a certificate of nobody's was trusted without a pin")
	}
}

func TestInfoIsChecked(t *testing.T) {
	good := `{"round_seconds":900,"slots":6,"keep_rounds":8,"current_round":1978000,"time":1780000000}`
	i, err := ParseInfo([]byte(good))
	if err != nil || i.RoundLength().Minutes() != 15 || i.Slots != 6 || i.KeepRounds != 8 || i.CurrentRound != 1978000 || i.Time != 1780000000 {
		t.Fatalf("got %+v, %v", i, err)
	}
	for _, s := range []string{"", "{}", "[]", good[1:], strings.Replace(good, "900", "0.05", 1), strings.Replace(good, "900", "1e300", 1),
		strings.Replace(good, `"slots":6`, `"slots":-1`, 1), strings.Replace(good, "1978000", "4294967296", 1), strings.Replace(good, "900", "null", 1)} {
		if _, err := ParseInfo([]byte(s)); err == nil {
			t.Errorf("took %q", s)
		}
	}
}
