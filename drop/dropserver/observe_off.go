//go:build !observe

package dropserver

import (
	"context"
	"net"
	"net/http"
	"time"

	"bulkhead/box"
)

// observing is empty: this build can write nothing down about a request.
type observing struct{}

func (*observing) connContext() func(context.Context, net.Conn) context.Context { return nil }

func (*observing) observe(*http.Request, time.Time, box.Ref, int, int) {}
