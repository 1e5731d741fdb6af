package vault

import "testing"

func TestACrashLeavesTheOldOrTheNew(t *testing.T) { t.Skip() }
