package storetest

import (
	"testing"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

func TestMemKeepsTheContract(t *testing.T) {
	Run(t, func(t *testing.T) dropserver.Store { return NewMem() })
}

func TestMemKeepsTheContractOfDamagedBoxes(t *testing.T) {
	RunDamaged(t, func(t *testing.T) dropserver.Store { return NewMem() },
		func(t *testing.T, s dropserver.Store, ref box.Ref) { s.(*Mem).Damage(ref) })
}
