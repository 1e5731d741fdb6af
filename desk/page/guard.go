package page

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

const (
	// secretSize is the length in bytes of what is drawn for a link, a session, its forms.
	secretSize = 32
	// maxForm is the most that a form may send, in bytes: a text of 10,000 bytes, each
	// written as three, and the fields beside it.
	maxForm = 64 << 10
	// beginPath is where a one-time link leads.
	beginPath = "/begin"
	cookie    = "desk"
	keyField  = "key"
)

// policy lets a page load what this program serves and nothing else, be shown in no
// frame, and put no text where a script could be read from.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// guard lets through what comes from the one browser that followed the one-time link,
// and answers everything else alike.
type guard struct {
	host  string // exactly what a browser writes into Host: 127.0.0.1 and the port
	rand  io.Reader
	cross *http.CrossOriginProtection

	mu      sync.Mutex
	token   [sha256.Size]byte // of the link that has not been followed; see open
	open    bool              // there is such a link
	session [sha256.Size]byte
	begun   bool
	key     string // of the session's forms
}

func newGuard(host string, rand io.Reader) *guard {
	return &guard{host: host, rand: rand, cross: http.NewCrossOriginProtection()}
}

// draw returns a new secret as text. What the guard keeps of it is its hash.
func (g *guard) draw() (string, error) {
	b := make([]byte, secretSize)
	if _, err := io.ReadFull(g.rand, b); err != nil {
		return "", fmt.Errorf("draw a secret of the page: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// link returns a link that one browser can follow, once. The one before leads nowhere
// from now on.
func (g *guard) link() (string, error) {
	secret, err := g.draw()
	if err != nil {
		return "", err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.token, g.open = sha256.Sum256([]byte(secret)), true
	return "http://" + g.host + beginPath + "?t=" + secret, nil
}

// begin swaps the secret of a link for a session, and ends the session before.
func (g *guard) begin(secret string) (session string, err error) {
	drawn, err := g.draw()
	if err != nil {
		return "", err
	}
	key, err := g.draw()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(secret))
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.open || subtle.ConstantTimeCompare(sum[:], g.token[:]) != 1 {
		return "", nil
	}
	g.open, g.begun, g.key, g.session = false, true, key, sha256.Sum256([]byte(drawn))
	return drawn, nil
}

// end ends the session and the link: nobody is let through until there is another link.
func (g *guard) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open, g.begun = false, false
}

// formKey returns what each form of the session carries.
func (g *guard) formKey() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.key
}

// known reports whether the request has the session's cookie.
func (g *guard) known(r *http.Request) bool {
	c, err := r.Cookie(cookie)
	if err != nil || len(r.CookiesNamed(cookie)) != 1 {
		return false
	}
	sum := sha256.Sum256([]byte(c.Value))
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.begun && subtle.ConstantTimeCompare(sum[:], g.session[:]) == 1
}

// ownForm reports whether the form was made for this session.
func (g *guard) ownForm(r *http.Request) bool {
	key := g.formKey()
	return key != "" && subtle.ConstantTimeCompare([]byte(r.PostFormValue(keyField)), []byte(key)) == 1
}

// wrap returns the handler that lets through to next what is allowed.
func (g *guard) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers(w.Header())
		if r.Host != g.host { // another name that leads here: DNS rebinding
			w.WriteHeader(http.StatusMisdirectedRequest)
			return
		}
		if !g.ownOrigin(r) {
			refuse(w)
			return
		}
		if r.URL.Path == beginPath {
			g.follow(w, r)
			return
		}
		if !g.known(r) {
			refuse(w)
			return
		}
		switch r.Method {
		case http.MethodGet, http.MethodHead:
		case http.MethodPost:
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
			if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") || r.ParseForm() != nil || !g.ownForm(r) {
				refuse(w)
				return
			}
		default:
			refuse(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ownOrigin reports whether a page of this program, or nobody's page, has caused the
// request. A browser says so by Origin and Sec-Fetch-Site; where it says neither of a
// form, the form is refused.
func (g *guard) ownOrigin(r *http.Request) bool {
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	if origin != "" && origin != "http://"+g.host {
		return false
	}
	if r.Method == http.MethodPost && origin == "" || g.cross.Check(r) != nil {
		return false
	}
	ahead := r.Header.Get("Sec-Purpose") + r.Header.Get("Purpose") // a browser that looks ahead is no person
	return (site == "" || site == "none" || site == "same-origin") && ahead == ""
}

// follow lets a browser in that comes with the secret of an open link.
func (g *guard) follow(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		refuse(w)
		return
	}
	session, err := g.begin(r.URL.Query().Get("t"))
	if err != nil || session == "" {
		refuse(w)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: session, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// refuse is the one answer to whoever is not let through.
func refuse(w http.ResponseWriter) { w.WriteHeader(http.StatusForbidden) }

// headers are on every answer.
func headers(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), clipboard-read=(), display-capture=()")
	h.Set("X-DNS-Prefetch-Control", "off")
}
