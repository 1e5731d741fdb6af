package bench

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"

	"bulkhead/box"
	"bulkhead/drop"
)

// leanClient speaks to a drop over one kept HTTP/1.1 connection, with as
// little work as there can be: it shares the machine with what it measures.
// (A phone makes a connection a request; see BenchmarkWire for what that
// costs.)
type leanClient struct {
	prefix drop.Prefix
	conn   net.Conn
	in     *bufio.Reader
	out    []byte
}

func dialLean(a drop.Address) (*leanClient, error) {
	var conn net.Conn
	var err error
	if config := a.TLS(); config != nil {
		conn, err = tls.Dial("tcp", a.Host(), config)
	} else {
		conn, err = net.Dial("tcp", a.Host())
	}
	if err != nil {
		return nil, err
	}
	return &leanClient{prefix: a.Prefix(), conn: conn, in: bufio.NewReaderSize(conn, 8<<10)}, nil
}

func (c *leanClient) put(ref box.Ref, content *box.Content) error {
	c.out = fmt.Appendf(c.out[:0], "PUT %s HTTP/1.1\r\nHost: d\r\nContent-Length: 4096\r\n\r\n", c.prefix.BoxPath(ref))
	c.out = append(c.out, content[:]...)
	if _, err := c.conn.Write(c.out); err != nil {
		return err
	}
	return c.answer("201", nil)
}

func (c *leanClient) get(ref box.Ref, content *box.Content) error {
	c.out = fmt.Appendf(c.out[:0], "GET %s HTTP/1.1\r\nHost: d\r\n\r\n", c.prefix.BoxPath(ref))
	if _, err := c.conn.Write(c.out); err != nil {
		return err
	}
	return c.answer("200", content[:])
}

var errAnswer = errors.New("an unexpected answer")

// answer reads an answer, which must have the status and fill body.
func (c *leanClient) answer(status string, body []byte) error {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if len(line) < 12 || string(line[9:12]) != status {
		return fmt.Errorf("%w: %q", errAnswer, line)
	}
	length := -1
	for len(line) > 2 {
		if line, err = c.in.ReadSlice('\n'); err != nil {
			return err
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(v))); err != nil {
				return err
			}
		}
	}
	if length != len(body) {
		return fmt.Errorf("%w: %d bytes", errAnswer, length)
	}
	_, err = io.ReadFull(c.in, body)
	return err
}
