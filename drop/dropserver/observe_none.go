//go:build !observe

package dropserver

import (
	"net/http"

	"bulkhead/box"
)

// observing is empty in every ordinary build: the drop keeps no log of
// requests, and there is no code that could.
type observing struct{}

func (*Server) watch(*http.Server)                          {}
func (*Server) observe(*http.Request, string, box.Ref, int) {}
