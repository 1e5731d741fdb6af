package device

import (
	"fmt"
	"io"
)

// Format implements [fmt.Formatter] and prints nothing of the device: fmt
// would print the keys and texts that it holds in fields of its own.
func (Device) Format(f fmt.State, _ rune) { io.WriteString(f, "device.Device(hidden)") }
