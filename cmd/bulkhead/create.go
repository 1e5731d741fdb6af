package main

import (
	"bulkhead/device"
	"bulkhead/internal/durable"
)

// newEnv decides what a new vault costs, says so if it is little, and returns
// what the new device is handed.
func (a *app) newEnv(dir durable.Dir, light bool) (device.Env, error) {
	s, err := newSettings(dir, light)
	if err != nil {
		return device.Env{}, err
	}
	if s.weaker() {
		a.warn("settings.json makes one attempt with a passphrase cost %s: less than --light. Whoever copies the vault guesses that much faster", s)
	}
	return a.env(dir, s), nil
}
