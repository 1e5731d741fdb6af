package device

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // many short lives of devices: collecting is a sixth of the time otherwise
	os.Exit(m.Run())
}
