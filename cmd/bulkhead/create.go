package main

import (
	"bulkhead/device"
	"bulkhead/internal/durable"
)

// newEnv decides how long a new vault is and what it costs, says so if that is
// little, and returns what the new device is handed. slots is the group's; 0
// without a group.
func (a *app) newEnv(dir durable.Dir, light bool, slots int) (device.Env, error) {
	s, err := newSettings(dir, light, slots)
	if err != nil {
		return device.Env{}, err
	}
	if s.weaker() {
		a.warn("settings.json makes one attempt with a passphrase cost %s: less than --light. Whoever copies the vault guesses that much faster", s)
	}
	return a.env(dir, s), nil
}
