//go:build !observe

package dropserver

import (
	"context"
	"net"
	"net/http"
	"time"

	"bulkhead/box"
)

// Observing is empty: this build can write nothing down about a request.
type Observing struct{}

func (Observing) connContext() func(context.Context, net.Conn) context.Context { return nil }

func (Observing) observe(*http.Request, time.Time, box.Ref, int, int) {}
