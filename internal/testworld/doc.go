// Package testworld holds a world in memory: people with devices, a drop and a
// network that loses requests, on one simulated clock and one event loop, so
// that a seed replays a run.
//
// The devices, links, cells, pouches, workers and vaults are the real ones,
// with real cryptography; only the disk ([durable.Mem]), the network and the
// clock are simulated. A shape and habits enter ([Config]), what happened to
// every message leaves ([Report]). A world that has met can be kept and lived on
// from there many times ([Snapshot]): the capture drill destroys one each time.
package testworld
