package home

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier/cause"
	"bulkhead/carrier/direct"
	"bulkhead/cell"
	"bulkhead/drop"
)

var (
	// ErrProxy says that the environment names a proxy that cannot be used.
	ErrProxy = direct.ErrProxy
	// ErrPreload says that a library is preloaded that is to send connections
	// through a proxy and has no effect.
	ErrPreload = direct.ErrPreload
)

// way is how a drop is reached: everything that this program sends goes so.
func (h *Home) way(a drop.Address) (direct.Way, error) {
	env := h.Getenv
	if env == nil {
		env = func(string) string { return "" }
	}
	return direct.ByEnvironment(env, a, new(net.Dialer).DialContext)
}

// ProxyTo returns the variable of the environment that names the proxy on the way
// to a drop, "" without one. It sends nothing. ErrProxy, ErrPreload.
func (h *Home) ProxyTo(a drop.Address) (string, error) {
	way, err := h.way(a)
	return way.Proxy, err
}

// NoAnswer is the error of a drop that did not say what it is.
type NoAnswer struct{ Cause cause.Cause }

func (e *NoAnswer) Error() string { return "asking a drop what it is: no answer: " + e.Cause.String() }

// askTimeout bounds the one question that is asked of a drop.
const askTimeout = 20 * time.Second

// AskDrop asks a drop what it is, by the way that the environment asks for. This,
// StoreCard and FetchCard are the only requests outside of the rounds that this program
// makes: at the founding of a group, when places change, and when somebody joins. ErrProxy and ErrPreload before anything is sent; a [NoAnswer].
func (h *Home) AskDrop(ctx context.Context, a drop.Address) (drop.Info, error) {
	way, err := h.way(a)
	if err != nil {
		return drop.Info{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	transport := &http.Transport{DialContext: way.Dial, TLSClientConfig: a.TLS(), DisableKeepAlives: true}
	info, answer, err := drop.NewClient(a, transport).Info(ctx)
	if err != nil || answer.Outcome != drop.Found {
		return drop.Info{}, &NoAnswer{answer.Cause}
	}
	return info, nil
}

// StoreCard has a drop keep a sealed card, for whoever joins. A drop that has the same
// card already is content. The errors are those of AskDrop.
func (h *Home) StoreCard(ctx context.Context, at card.Server, c *card.Signed) error {
	a, err := drop.AddressOf(at)
	if err != nil {
		return &NoAnswer{}
	}
	way, err := h.way(a)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	transport := &http.Transport{DialContext: way.Dial, TLSClientConfig: a.TLS(), DisableKeepAlives: true}
	sealed := box.Content(c.Sealed())
	answer, err := drop.NewClient(a, transport).PutCard(ctx, c.Card.Hash().Path(), &sealed)
	if err != nil || answer.Outcome != drop.Stored && answer.Outcome != drop.Same {
		return &NoAnswer{answer.Cause}
	}
	return nil
}

// ErrNoFirst says that an invitation names no host that has the card: it is handed over
// as a file.
var ErrNoFirst = errors.New("the invitation names nobody who has the card")

// FetchCard asks the host that an invitation names for the card, by the way that the
// environment asks for. Whoever answers: the card is the one that was named, or there
// is none. ErrNoFirst, card.ErrSealed, card.ErrNewer, and those of AskDrop.
func (h *Home) FetchCard(ctx context.Context, inv *cell.Invitation) (*card.Signed, error) {
	if inv.First.Host == "" {
		return nil, ErrNoFirst
	}
	a, err := drop.AddressOf(card.Server{Host: inv.First.Host, Plain: inv.First.Plain})
	if err != nil {
		return nil, ErrNoFirst // an onion service: this program cannot reach one
	}
	way, err := h.way(a)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	transport := &http.Transport{DialContext: way.Dial, TLSClientConfig: drop.CardTLS(inv.First.Host, inv.First.Plain), DisableKeepAlives: true}
	var sealed box.Content
	answer, err := drop.FetchCard(ctx, inv.First.Host, inv.First.Plain, inv.Card.Path(), &sealed, transport)
	if err != nil || answer.Outcome != drop.Found {
		return nil, &NoAnswer{answer.Cause}
	}
	return card.Open(inv.Card, (*[card.SealedSize]byte)(&sealed))
}
