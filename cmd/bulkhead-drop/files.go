package main

import "fmt"

const (
	// filesPerConnection: a visitor's connection, and the page that it is given.
	filesPerConnection = 2
	// minFilesKept are open files that are never for connections: the boxes (one
	// for each 64 MiB), the index, the metrics. Of large limits it is a quarter,
	// filesKeptPart: 16,384 of 65,536 are for a terabyte of boxes.
	minFilesKept  = 256
	filesKeptPart = 4
	// minConnections is what a drop must be able to have at once.
	minConnections = 64
)

// connectionsFor returns how many connections a process may have that was asked
// for some and may open so many files, or an error if that is no drop.
func connectionsFor(asked int, files uint64) (int, error) {
	kept := max(minFilesKept, files/filesKeptPart)
	if files < kept || (files-kept)/filesPerConnection < minConnections {
		return 0, fmt.Errorf("this process may open %d files, and a drop needs %d: raise the limit (ulimit -n, or LimitNOFILE in its unit)",
			files, minFilesKept+filesPerConnection*minConnections)
	}
	if room := (files - kept) / filesPerConnection; uint64(asked) > room {
		return int(room), nil
	}
	return asked, nil
}

// connections returns how many connections this process can have, of those that
// were asked for, and says so if they are fewer.
func (v *serve) connections(e edge) (int, error) {
	if v.Connections < 1 {
		return 0, fmt.Errorf("--connections %d: a drop needs one at least", v.Connections)
	}
	n, err := connectionsFor(v.Connections, openFiles())
	if err == nil && n < v.Connections {
		fmt.Fprintf(e.err, "This process may open %d files, which is enough for %d connections at once, not for %d. Raise the limit (ulimit -n, or LimitNOFILE in its unit).\n",
			openFiles(), n, v.Connections)
	}
	return n, err
}
