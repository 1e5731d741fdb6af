package drop

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net/http"

	"bulkhead/box"
	"bulkhead/carrier/cause"
)

// PutCard has the drop keep a sealed card: one request. An error means that nothing is
// known of it. Outcomes without an error: Stored, Same, Conflict, Full, Refused.
func (c *Client) PutCard(ctx context.Context, path box.ID, sealed *box.Content) (Result, error) {
	return c.put(ctx, c.prefix.CardPath(path), sealed)
}

// put keeps 4,096 bytes under a path.
func (c *Client) put(ctx context.Context, path string, content *box.Content) (Result, error) {
	req, err := c.request(ctx, http.MethodPut, path, bytes.NewReader(content[:]))
	if err != nil {
		return Result{}, err
	}
	req.ContentLength = box.Size
	req.Header.Set("Content-Type", BoxType)
	var none [1]byte
	resp, n, r, err := c.send(req, none[:])
	if err != nil {
		return r, fmt.Errorf("writing a box: %w", err)
	}
	switch resp.StatusCode {
	case http.StatusCreated:
		r.Outcome = Stored
	case http.StatusOK:
		r.Outcome = Same
	case http.StatusConflict:
		r.Outcome = Conflict
	case http.StatusInsufficientStorage:
		r.Outcome, r.Cause = Full, cause.Full
	default:
		return r.refused(resp.StatusCode), nil
	}
	if n != 0 {
		return Result{Date: r.Date, Cause: cause.Protocol}, fmt.Errorf("writing a box: %w", ErrAnswer)
	}
	return r, nil
}

// FetchCard asks a host for a sealed card, of which nothing is known but its path: one
// request. It sets sealed when the outcome is Found; else it is Refused. The host is
// asked for no key: see [CardTLS].
func FetchCard(ctx context.Context, host string, plain bool, path box.ID, sealed *box.Content, via http.RoundTripper) (Result, error) {
	c := &Client{base: Address{plain: plain, host: host}.base(), via: via}
	return c.get(ctx, CardPath(path), sealed)
}

// CardTLS is the configuration for fetching a card from a host: TLS 1.3, and whoever
// answers may. The card proves itself by its hash, and nobody else can open it. nil for
// plain http.
func CardTLS(host string, plain bool) *tls.Config {
	c := Address{plain: plain, host: host}.TLS()
	if c != nil {
		c.InsecureSkipVerify = true
	}
	return c
}
