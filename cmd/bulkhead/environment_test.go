package main

import "os"

// Tests reach drops on this very machine, whatever proxy its owner uses.
func init() {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"} {
		os.Unsetenv(name)
	}
}
