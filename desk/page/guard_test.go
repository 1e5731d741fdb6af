package page

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// everything is one address of each kind that the page has.
var everything = []string{"/", "/map", "/map/view?south=0&west=0&north=1&east=1&zoom=3", "/map/outlines", "/export", "/recalls", "/case/abcdefghij", "/static/map.js", "/nothing", "/lock"}

// Promise: whoever has not followed the link gets the same refusal for everything, be it
// there or not.
func TestStrangersGetOneRefusal(t *testing.T) {
	o := newOffice(t, nil)
	o.begin()
	for _, target := range append(everything, beginPath, beginPath+"?t=", beginPath+"?t="+strings.Repeat("A", 43)) {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE"} {
			for _, cookies := range []string{"", cookie + "=", cookie + "=" + strings.Repeat("A", 43), "other=1"} {
				w := o.ask(method, target, func(r *http.Request) {
					if cookies != "" {
						r.Header.Set("Cookie", cookies)
					}
					if method == "POST" {
						r.Header.Set("Origin", "http://"+host)
						r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
					}
				})
				if w.Code != http.StatusForbidden || w.Body.Len() != 0 || w.Header().Get("Set-Cookie") != "" {
					t.Errorf("%s %s with cookie %q answers %d with %d bytes", method, target, cookies, w.Code, w.Body.Len())
				}
			}
		}
	}
}

// Promise: a name that somebody made lead to this computer (DNS rebinding) leads to
// nothing, cookie or not.
func TestAnotherHostIsRefused(t *testing.T) {
	o := newOffice(t, nil)
	b := o.begin()
	link, err := o.site.Link()
	if err != nil {
		t.Fatal(err)
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(link, "http://"), "/")
	for _, name := range []string{"localhost:4711", "127.0.0.1", "127.0.0.1:4712", "evil.example:4711", "evil.example", "127.0.0.1:4711.evil.example", "[::1]:4711", "127.1:4711", "0.0.0.0:4711", ""} {
		for _, target := range append(everything, "/"+path) {
			w := o.ask("GET", target, func(r *http.Request) { r.Host = name; r.Header.Set("Cookie", b.cookie) })
			if w.Code != http.StatusMisdirectedRequest || w.Body.Len() != 0 {
				t.Errorf("%s at host %q answers %d", target, name, w.Code)
			}
		}
	}
	if w := o.ask("GET", "/"+path, nil); w.Code != http.StatusSeeOther {
		t.Errorf("the link was used up by requests that were refused: %d", w.Code)
	}
}

// Promise: a link lets one browser in, once; a newer link, and nothing else, makes it void.
func TestALinkIsFollowedOnce(t *testing.T) {
	o := newOffice(t, nil)
	first, _ := o.site.Link()
	second, err := o.site.Link()
	if err != nil || first == second {
		t.Fatalf("two links are one: %v", err)
	}
	follow := func(link, method string, change func(*http.Request)) *httptest.ResponseRecorder {
		return o.ask(method, strings.TrimPrefix(link, "http://"+host), change)
	}
	if w := follow(first, "GET", nil); w.Code != http.StatusForbidden {
		t.Errorf("an older link answers %d", w.Code)
	}
	for what, change := range map[string]func(*http.Request){
		"from another web page":  func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"from a sister's page":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"by one that only looks": func(r *http.Request) { r.Header.Set("Sec-Purpose", "prefetch;prerender") },
		"with a strange origin":  func(r *http.Request) { r.Header.Set("Origin", "null") },
	} {
		if w := follow(second, "GET", change); w.Code != http.StatusForbidden {
			t.Errorf("a link followed %s answers %d", what, w.Code)
		}
	}
	if w := follow(second, "HEAD", nil); w.Code != http.StatusForbidden {
		t.Errorf("HEAD of a link answers %d", w.Code)
	}
	w := follow(second, "GET", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "none") })
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Fatalf("a fresh link answers %d to %q", w.Code, w.Header().Get("Location"))
	}
	c := w.Result().Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 0 || !c.Expires.IsZero() {
		t.Errorf("the cookie is %v", c)
	}
	if w := follow(second, "GET", nil); w.Code != http.StatusForbidden {
		t.Errorf("a link that was followed answers %d", w.Code)
	}
	// Whoever follows a newer link ends the session before.
	b := &browser{o: o, cookie: c.Name + "=" + c.Value}
	if w := b.get("/"); w.Code != http.StatusOK {
		t.Fatalf("the session answers %d", w.Code)
	}
	o.begin()
	if w := b.get("/"); w.Code != http.StatusForbidden {
		t.Errorf("a session that was ended answers %d", w.Code)
	}
}

// Promise: no page of another site changes anything (CSRF), with the cookie or without,
// and none reads anything.
func TestFormsOfOthersAreRefused(t *testing.T) {
	o := newOffice(t, nil)
	_, _, of := o.send(hospital(t))
	b := o.begin()
	target := "/case/" + string(of) + "/state"
	send := func(change func(r *http.Request, v url.Values)) int {
		v := url.Values{keyField: {b.key}, "state": {"confirmed"}}
		r := form(target, v)
		r.Header.Set("Cookie", b.cookie)
		if change != nil {
			change(r, v)
			if r.Method == "POST" && r.Header.Get("Content-Type") == "application/x-www-form-urlencoded" {
				again := form(target, v)
				again.Header = r.Header
				r = again
			}
		}
		w := httptest.NewRecorder()
		o.site.ServeHTTP(w, r)
		return w.Code
	}
	for what, change := range map[string]func(r *http.Request, v url.Values){
		"no key":                 func(_ *http.Request, v url.Values) { v.Del(keyField) },
		"an empty key":           func(_ *http.Request, v url.Values) { v.Set(keyField, "") },
		"another key":            func(_ *http.Request, v url.Values) { v.Set(keyField, strings.Repeat("A", 43)) },
		"no cookie":              func(r *http.Request, _ url.Values) { r.Header.Del("Cookie") },
		"two cookies":            func(r *http.Request, _ url.Values) { r.Header.Set("Cookie", cookie+"=x; "+b.cookie) },
		"no origin":              func(r *http.Request, _ url.Values) { r.Header.Del("Origin") },
		"no name for its origin": func(r *http.Request, _ url.Values) { r.Header.Set("Origin", "null") },
		"another origin":         func(r *http.Request, _ url.Values) { r.Header.Set("Origin", "http://evil.example") },
		"another port":           func(r *http.Request, _ url.Values) { r.Header.Set("Origin", "http://127.0.0.1:80") },
		"another scheme":         func(r *http.Request, _ url.Values) { r.Header.Set("Origin", "https://"+host) },
		"another site":           func(r *http.Request, _ url.Values) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another port's site":    func(r *http.Request, _ url.Values) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"text as its form":       func(r *http.Request, _ url.Values) { r.Header.Set("Content-Type", "text/plain") },
		"JSON as its form":       func(r *http.Request, _ url.Values) { r.Header.Set("Content-Type", "application/json") },
		"too much":               func(_ *http.Request, v url.Values) { v.Set("text", strings.Repeat("x", maxForm)) },
	} {
		if got := send(change); got != http.StatusForbidden {
			t.Errorf("a form with %s answers %d", what, got)
		}
	}
	if c, err := o.desk.Case(of); err != nil || stateWord(o.site.Say, c.State) != "New" {
		t.Fatalf("a form of others has changed a case: %v", err)
	}
	if w := o.ask("GET", target, func(r *http.Request) { r.Header.Set("Cookie", b.cookie) }); w.Code == http.StatusSeeOther {
		t.Error("a link can do what a form does")
	}
	for _, site := range []string{"cross-site", "same-site"} {
		if w := o.ask("GET", "/", func(r *http.Request) { r.Header.Set("Cookie", b.cookie); r.Header.Set("Sec-Fetch-Site", site) }); w.Code != http.StatusForbidden {
			t.Errorf("a page of another site reads the inbox: %d", w.Code)
		}
	}
	if got := send(nil); got != http.StatusSeeOther {
		t.Errorf("the page's own form answers %d", got)
	}
}

// Promise: no answer may be framed, cached, guessed at, or load anything from elsewhere.
func TestEveryAnswerHasTheGuardsHeaders(t *testing.T) {
	o := newOffice(t, nil)
	b := o.begin()
	answers := map[string]http.Header{
		"a refusal":    o.ask("GET", "/", nil).Header(),
		"another host": o.ask("GET", "/", func(r *http.Request) { r.Host = "evil.example" }).Header(),
	}
	for _, target := range everything {
		answers[target] = b.get(target).Header()
	}
	for what, h := range answers {
		for name, want := range map[string]string{"Cache-Control": "no-store", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", what, name, got, want)
			}
		}
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy lacks %q", what, want)
			}
		}
		for _, never := range []string{"unsafe", "http:", "https:", "data:", "blob:", "*"} {
			if strings.Contains(csp, never) {
				t.Errorf("%s: the policy allows %q", what, never)
			}
		}
	}
}

// Promise: who locks the page ends the session, and is let in again by a fresh link alone.
func TestLockingEndsTheSession(t *testing.T) {
	ended := 0
	o := newOffice(t, func(o *Options) { o.Lock = func() { ended++ } })
	b := o.begin()
	if w := b.post("/lock"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<form") {
		t.Errorf("locking answers %d", w.Code)
	}
	if w := b.get("/"); w.Code != http.StatusForbidden || ended != 1 {
		t.Errorf("after locking the page answers %d, and the program was told %d times", w.Code, ended)
	}
	o.begin()
}
