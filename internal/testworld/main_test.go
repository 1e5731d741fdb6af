package testworld

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // many short lives of devices leave much to collect
	os.Exit(m.Run())
}
