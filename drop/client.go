package drop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"bulkhead/box"
	"bulkhead/carrier/cause"
)

// BoxType is the content type of a box on the wire.
const BoxType = "application/octet-stream"

// Outcome is what a drop answered to one request.
type Outcome uint8

const (
	None     Outcome = iota // no usable answer: see the error
	Stored                  // PUT, 201: the box is kept, durably
	Same                    // PUT, 200: these very bytes were kept already
	Conflict                // PUT, 409: other bytes are kept under this key
	Full                    // PUT, 507: the drop's disk is full
	Found                   // GET, 200: a box came
	Absent                  // GET, 200: 4,096 zero bytes came, so there is none
	Refused                 // anything else: a round out of reach, or not a drop
)

// Result is the whole of one request's outcome.
type Result struct {
	Outcome Outcome
	// Date is the server's clock by its Date header, to the second; zero if
	// there was none.
	Date time.Time
	// Cause is why there was no usable answer: None with Stored, Same, Conflict,
	// Found and Absent, and with no other outcome.
	Cause cause.Cause
}

// ErrAnswer is the error of an answer that breaks the protocol, as of a box
// that is not 4,096 bytes long.
var ErrAnswer = errors.New("the drop's answer breaks the protocol")

// Client speaks to one drop. It keeps no state: what two requests share is up
// to the transport. All methods may be called concurrently if the transport's
// may be.
type Client struct {
	base   string
	prefix Prefix
	via    http.RoundTripper
}

// NewClient returns a client of the drop at a, whose requests go via the given
// transport, which must follow no redirect (no [http.RoundTripper] does).
// [Address.TLS] is the transport's TLS configuration.
func NewClient(a Address, via http.RoundTripper) *Client {
	return &Client{base: a.base(), prefix: a.prefix, via: via}
}

// Put writes a box: one request. An error means that nothing is known of the
// box: it may be stored all the same. Outcomes without an error: Stored, Same,
// Conflict, Full, Refused.
func (c *Client) Put(ctx context.Context, ref box.Ref, content *box.Content) (Result, error) {
	return c.put(ctx, c.prefix.BoxPath(ref), content)
}

// Get reads a box into content, which is set whole when the outcome is Found
// or Absent and left alone otherwise: one request. Outcomes without an error:
// Found, Absent, Refused.
func (c *Client) Get(ctx context.Context, ref box.Ref, content *box.Content) (Result, error) {
	return c.get(ctx, c.prefix.BoxPath(ref), content)
}

// get reads 4,096 bytes from a path.
func (c *Client) get(ctx context.Context, path string, content *box.Content) (Result, error) {
	req, err := c.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return Result{}, err
	}
	var got [box.Size + 1]byte
	resp, n, r, err := c.send(req, got[:])
	if err != nil {
		return r, fmt.Errorf("reading a box: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return r.refused(resp.StatusCode), nil
	}
	if n != box.Size || resp.Header.Get("Content-Type") != BoxType {
		r.Cause = cause.Protocol
		return r, fmt.Errorf("reading a box: %w", ErrAnswer)
	}
	copy(content[:], got[:])
	r.Outcome = Found
	if content.IsAbsent() {
		r.Outcome = Absent
	}
	return r, nil
}

// Info asks the drop what it is. The result's outcome is Found if it said so.
func (c *Client) Info(ctx context.Context) (Info, Result, error) {
	req, err := c.request(ctx, http.MethodGet, c.prefix.InfoPath(), nil)
	if err != nil {
		return Info{}, Result{}, err
	}
	var got [MaxInfoSize + 1]byte
	resp, n, r, err := c.send(req, got[:])
	if err != nil {
		return Info{}, r, fmt.Errorf("asking a drop what it is: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return Info{}, r.refused(resp.StatusCode), nil
	}
	info, err := ParseInfo(got[:n])
	if err != nil {
		r.Cause = cause.Protocol
		return Info{}, r, err
	}
	r.Outcome = Found
	return info, r, nil
}

// refused is the result of an answer that is none of the protocol's.
func (r Result) refused(status int) Result {
	r.Outcome, r.Cause = Refused, cause.NotDrop
	if status >= http.StatusInternalServerError {
		r.Cause = cause.Trouble
	}
	return r
}

// request makes a request without any header that would tell one device, or
// one program, from another.
func (c *Client) request(ctx context.Context, method, path string, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, errors.New("the drop's address makes no request") // err would quote the path
	}
	req.Header.Set("User-Agent", "") // none at all
	// Asking for the identity keeps the transport from asking for gzip.
	req.Header.Set("Accept-Encoding", "identity")
	return req, nil
}

// send makes one exchange and reads at most len(into) bytes of the body; it
// returns how many came. Its errors quote no path and no address.
func (c *Client) send(req *http.Request, into []byte) (*http.Response, int, Result, error) {
	resp, err := c.via.RoundTrip(req)
	if err != nil {
		return nil, 0, Result{Cause: cause.Of(err)}, quiet(err)
	}
	defer resp.Body.Close()
	n, err := readUpTo(resp.Body, into)
	var r Result
	if err != nil {
		r.Cause = cause.Of(err)
		return nil, 0, r, quiet(err)
	}
	if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		r.Date = at
	}
	return resp, n, r, nil
}

// readUpTo reads from r until into is full or r ends as it should. (An answer
// shorter than it declared is an error of its own, which io.ReadFull would
// hide.)
func readUpTo(r io.Reader, into []byte) (n int, err error) {
	for n < len(into) && err == nil {
		var m int
		m, err = r.Read(into[n:])
		n += m
	}
	if err == io.EOF {
		err = nil
	}
	return n, err
}

// ErrNoAnswer is the error of a request that got no whole answer. The
// transport's own error names hosts and ports, so it goes no further: what is
// left of it is its cause.
var ErrNoAnswer = errors.New("no answer from the drop")

// quiet keeps of a transport's error only what names nobody.
func quiet(err error) error {
	for _, known := range []error{context.Canceled, context.DeadlineExceeded, ErrPin} {
		if errors.Is(err, known) {
			return fmt.Errorf("%w: %w", ErrNoAnswer, known)
		}
	}
	return fmt.Errorf("%w: %w", ErrNoAnswer, cause.Of(err))
}
