package desk_test

import (
	"testing"

	"bulkhead/desk"
	"bulkhead/desk/storetest"
)

// Promise: the store in memory keeps the contract of stores.
func TestTheStoreInMemoryKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T, before desk.Store) desk.Store {
		if before != nil {
			return before
		}
		return desk.NewMem()
	})
}
