package home

import (
	"context"
	"net"
	"net/http"
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/carrier/direct"
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

// AskDrop asks a drop what it is, by the way that the environment asks for: the
// only request outside of the rounds that this program ever makes, at the founding
// of a group. ErrProxy and ErrPreload before anything is sent; a [NoAnswer].
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
