package phrase

import (
	"strings"
	"testing"

	"bulkhead/notebook"
)

// Promise: there is more to write about than a notebook needs to look used, and
// nothing twice.
func TestThereIsMoreToWriteAboutThanANotebookNeeds(t *testing.T) {
	prompts := Say{}.Prompts()
	if len(prompts) <= notebook.LivedInPages {
		t.Errorf("%d prompts, want more than %d", len(prompts), notebook.LivedInPages)
	}
	seen := map[string]bool{}
	for _, p := range prompts {
		if strings.TrimSpace(p) == "" || seen[p] || strings.Contains(p, "\n") {
			t.Errorf("prompt %q is empty, there twice or more than a line", p)
		}
		seen[p] = true
	}
}
