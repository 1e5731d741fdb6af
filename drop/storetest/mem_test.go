package storetest

import (
	"testing"

	"bulkhead/drop/dropserver"
)

func TestMemKeepsTheContract(t *testing.T) {
	Run(t, func(t *testing.T) dropserver.Store { return NewMem() })
}
