//go:build !linux

package home

import (
	"errors"
	"net"
	"time"
)

// Where nobody can be asked whose program calls, no session takes calls.
var errNoCalls = errors.New("this system does not say whose program calls")

// ByHand is never asked here.
func (Call) ByHand() bool { return false }

type socket struct{ *net.UnixListener }

func (s *socket) remove() {}

func listen(string) (*socket, error)                      { return nil, errNoCalls }
func knock(string) (*net.UnixConn, error)                 { return nil, errNoCalls }
func endPeer(*net.UnixConn, time.Duration) (await func()) { return func() {} }
func sameUser(*net.UnixConn) bool                         { return false }
func writeCall(*net.UnixConn, Call) error                 { return errNoCalls }
func readCall(*net.UnixConn) (Call, error)                { return Call{}, errNoCalls }
