package carriertest_test

import (
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier/carriertest"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	carriertest.Run(t, func(*testing.T) carriertest.Way {
		m := carriertest.NewMem()
		m.Refuse(func(ref box.Ref) bool { return ref.Round == 9 })
		m.Date(time.Now)
		return carriertest.Way{
			Carrier: m, Round: 5, Refused: 9, Counts: true, Dated: true,
			Cut: func() { m.Fault(func() (bool, bool) { return true, false }) },
		}
	})
}
