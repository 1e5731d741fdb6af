package dropserver_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"bulkhead/box"
	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// raw sends bytes on a connection of their own and returns all that comes
// back, with the date struck out.
func raw(t *testing.T, addr, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(conn)
	if err != nil && len(b) == 0 {
		t.Fatal(err)
	}
	return dated.ReplaceAllString(string(b), "Date: then\r\n")
}

var dated = regexp.MustCompile(`Date: [^\r]*\r\n`)

// Whoever does not speak the protocol exactly must not learn that there is
// one, not even with the prefix in hand.
func TestEverythingElseIsAnUnknownPathOfTheSite(t *testing.T) {
	r := start(t, false, nil)
	ref, content := storetest.Some(testRound, 1)
	hex := ref.ID.Hex()
	boxes := "/" + r.prefix.Text() + "/v1/boxes/"
	good := fmt.Sprintf("%s%d/%s", boxes, testRound, hex)
	other := drop.Prefix{9}.Text()
	at := func(d int) string { return fmt.Sprintf("%s%d/%s", boxes, int(testRound)+d, hex) }
	whole := string(content[:])
	paths := map[string]string{
		"wrong prefix":           strings.Replace(good, r.prefix.Text(), other, 1),
		"prefix off by one bit":  "/" + flip(r.prefix.Text()) + good[1+drop.PrefixTextSize:],
		"prefix in upper case":   strings.ToUpper(good[:1+drop.PrefixTextSize]) + good[1+drop.PrefixTextSize:],
		"prefix alone":           "/" + r.prefix.Text(),
		"prefix with a slash":    "/" + r.prefix.Text() + "/",
		"a folder of boxes":      boxes,
		"a round":                boxes + fmt.Sprint(testRound),
		"id in upper case":       strings.Replace(good, hex, strings.ToUpper(hex), 1),
		"short id":               good[:len(good)-1],
		"long id":                good + "0",
		"no hex":                 good[:len(good)-1] + "g",
		"trailing slash":         good + "/",
		"a query":                good + "?x=1",
		"an empty query":         good + "?",
		"an escape":              strings.Replace(good, "v1", "%761", 1),
		"an escaped slash":       strings.Replace(good, "/v1/", "%2fv1/", 1),
		"dots":                   strings.Replace(good, "/v1/", "/v1/../v1/", 1),
		"double slash":           strings.Replace(good, "/v1/", "//v1/", 1),
		"version 2":              strings.Replace(good, "/v1/", "/v2/", 1),
		"leading zero":           boxes + "0" + good[len(boxes):],
		"round not a number":     boxes + "x/" + hex,
		"round too great":        boxes + "4294967296/" + hex,
		"round of long ago":      at(-testKeep - 1),
		"round of the far ahead": at(2),
		"info with a slash":      "/" + r.prefix.Text() + "/v1/drop/",
	}
	for name, path := range paths {
		for _, request := range []struct{ method, head, body string }{
			{"GET", "", ""},
			{"PUT", "Content-Length: 4096\r\n", whole},
			{"HEAD", "", ""},
		} {
			same(t, r, name, request.method, path, request.head, request.body)
		}
	}
	for name, request := range map[string]struct{ method, head, body string }{
		"HEAD":                 {"HEAD", "", ""},
		"POST":                 {"POST", "Content-Length: 4096\r\n", whole},
		"DELETE":               {"DELETE", "", ""},
		"OPTIONS":              {"OPTIONS", "", ""},
		"PATCH":                {"PATCH", "Content-Length: 4096\r\n", whole},
		"a made-up method":     {"BREW", "", ""},
		"put in lower case":    {"put", "Content-Length: 4096\r\n", whole},
		"no body":              {"PUT", "", ""},
		"an empty body":        {"PUT", "Content-Length: 0\r\n", ""},
		"a byte short":         {"PUT", "Content-Length: 4095\r\n", whole[1:]},
		"a byte long":          {"PUT", "Content-Length: 4097\r\n", whole + "x"},
		"much too long":        {"PUT", "Content-Length: 300000\r\n", strings.Repeat("x", 300000)},
		"chunks, short":        {"PUT", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"},
		"chunks, long":         {"PUT", "Transfer-Encoding: chunked\r\n", "1001\r\n" + whole + "x\r\n0\r\n\r\n"},
		"chunks, malformed":    {"PUT", "Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"},
		"continue, long":       {"PUT", "Expect: 100-continue\r\nContent-Length: 4097\r\n", whole + "x"},
		"unknown expectation":  {"PUT", "Expect: tea\r\nContent-Length: 4096\r\n", whole},
		"a read with a body":   {"GET", "Content-Length: 3\r\n", "abc"},
		"two lengths":          {"PUT", "Content-Length: 4096\r\nContent-Length: 4095\r\n", whole},
		"length and chunks":    {"PUT", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "4\r\nabcd\r\n0\r\n\r\n"},
		"headers beyond limit": {"GET", "X: " + strings.Repeat("x", 20<<10) + "\r\n", ""},
		"a bad header":         {"GET", "X y: z\r\n", ""},
		"an upgrade":           {"OPTIONS", "Connection: upgrade\r\nUpgrade: h2c\r\n", ""},
	} {
		same(t, r, name, request.method, good, request.head, request.body)
	}
	if r.store.Len() != 0 {
		t.Errorf("%d boxes were kept", r.store.Len())
	}
}

// same asserts that path is answered as the site answers any unknown path of
// the same length, to the same request.
func same(t *testing.T, r *running, name, method, path, head, body string) {
	t.Helper()
	send := func(path string) string {
		return raw(t, r.addr, method+" "+path+" HTTP/1.1\r\nHost: drop.example\r\n"+head+"Connection: close\r\n\r\n"+body)
	}
	unknown := "/" + strings.Repeat("y", max(len(path)-1, 1))
	got, want := send(path), send(unknown)
	if got != want {
		t.Errorf("%s, %s: answered\n%.300q\nan unknown path is answered\n%.300q", name, method, got, want)
	}
	if !strings.HasPrefix(got, "HTTP/1.1 4") && !strings.HasPrefix(got, "HTTP/1.1 100") && !strings.HasPrefix(got, "HTTP/1.1 501") {
		t.Errorf("%s, %s: answered %.60q", name, method, got)
	}
}

// flip changes the last but one character of a prefix.
func flip(s string) string {
	b := []byte(s)
	if b[24]++; b[24] > 'z' || b[24] < 'a' {
		b[24] = 'a'
	}
	return string(b)
}

func TestNotFoundIsAnsweredInFull(t *testing.T) {
	r := start(t, false, nil)
	got := raw(t, r.addr, "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	want := "HTTP/1.1 404 Not Found\r\nContent-Length: 64\r\nContent-Type: text/html; charset=utf-8\r\nDate: then\r\nConnection: close\r\n\r\n" +
		"<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What is kept and what is not must look the same to whoever watches the
// answers' lengths and headers.
func TestAbsentAndPresentBoxesAreAnsweredAlike(t *testing.T) {
	r := start(t, false, nil)
	ref, content := storetest.Some(testRound, 1)
	if _, err := r.store.Put(ref, &content); err != nil {
		t.Fatal(err)
	}
	absent := ref
	absent.ID[0]++
	read := func(ref box.Ref) (head string, body string) {
		all := raw(t, r.addr, "GET "+r.prefix.BoxPath(ref)+" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		head, body, _ = strings.Cut(all, "\r\n\r\n")
		return head, body
	}
	head, body := read(ref)
	otherHead, zeros := read(absent)
	if head != otherHead {
		t.Errorf("present: %q\nabsent:  %q", head, otherHead)
	}
	if body != string(content[:]) || zeros != strings.Repeat("\x00", box.Size) {
		t.Error("the bodies are not the box and 4,096 zeros")
	}
}

func TestTheSiteHasFilesAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html": "home", "a.txt": "text of a", "sub/index.html": "sub home", "sub/b.css": "b{}", "404.html": "gone fishing",
		".secret": "s", ".git/config": "s", "empty/.keep": "",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(t.TempDir(), "outside.txt")
	if err := os.WriteFile(outside, []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	r := start(t, false, func(c *dropserver.Config) { c.Site = root.FS() })
	for path, want := range map[string]string{
		"/": "200 home", "/index.html": "200 home", "/a.txt": "200 text of a", "/a.txt?x": "200 text of a", "/sub/": "200 sub home", "/sub/b.css": "200 b{}",
		"/sub": "404 gone fishing", "/empty/": "404 gone fishing", "/.secret": "404 gone fishing", "/.git/config": "404 gone fishing",
		"/link.txt": "404 gone fishing", "/../outside.txt": "404 gone fishing", "/sub/../a.txt": "404 gone fishing", "/%2e%2e/a.txt": "404 gone fishing",
		"//a.txt": "404 gone fishing", "/a.txt/": "404 gone fishing", "/sub%2fb.css": "200 b{}", "/no": "404 gone fishing", "/%00": "404 gone fishing",
	} {
		head, body, _ := strings.Cut(raw(t, r.addr, "GET "+path+" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), "\r\n\r\n")
		if got := strings.Fields(head)[1] + " " + body; got != want {
			t.Errorf("GET %s: %q, want %q", path, got, want)
		}
	}
}

func TestASiteNeedsNoPageOfItsOwnForUnknownPaths(t *testing.T) {
	r := start(t, false, func(c *dropserver.Config) { c.Site = fstest.MapFS{"index.html": {Data: []byte("home")}} })
	resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(raw(t, r.addr, "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))), nil)
	if err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("%v, %v", resp, err)
	}
}

func TestStrangersOverHTTP2MeetTheSameSite(t *testing.T) {
	r := start(t, true, nil)
	a, err := drop.NewAddress(r.addr, r.prefix)
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{TLSClientConfig: a.WithPin(r.pin).TLS(), ForceAttemptHTTP2: true}
	defer tr.CloseIdleConnections()
	ask := func(method, path string, body string) string {
		t.Helper()
		req, err := http.NewRequest(method, "https://"+r.addr+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := tr.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil || resp.ProtoMajor != 2 {
			t.Fatalf("HTTP/%d, %v", resp.ProtoMajor, err)
		}
		resp.Header.Del("Date")
		return fmt.Sprint(resp.StatusCode, resp.Header, string(b))
	}
	ref, content := storetest.Some(testRound, 1)
	good := r.prefix.BoxPath(ref)
	unknown := "/" + strings.Repeat("y", len(good)-1)
	for _, q := range []struct{ method, path, body string }{
		{"GET", good + "/", ""}, {"HEAD", good, ""}, {"POST", good, string(content[:])}, {"PUT", good, "short"},
		{"PUT", good, string(content[:]) + "x"}, {"GET", good + "?", ""}, {"OPTIONS", good, ""}, {"GET", good, "body"},
	} {
		if got, want := ask(q.method, q.path, q.body), ask(q.method, unknown, q.body); got != want {
			t.Errorf("%s with %d bytes: %s\nwant %s", q.method, len(q.body), got, want)
		}
	}
}
