package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"bulkhead/phrase/internal/catalogue"
)

func main() {
	if err := generate("."); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generate writes one file a group into dir, and removes those of groups that
// are gone.
func generate(dir string) error {
	files, err := catalogue.ReadAll(os.DirFS(dir), "catalogue")
	if err != nil {
		return err
	}
	var written []string
	for _, f := range files {
		if f.Language != "en" {
			continue
		}
		name, code, err := catalogue.GoFile(f)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Group, err)
		}
		if name == "" {
			continue
		}
		written = append(written, name)
		if err := os.WriteFile(filepath.Join(dir, name), code, 0o644); err != nil {
			return err
		}
	}
	old, err := filepath.Glob(filepath.Join(dir, "*_gen.go"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if !slices.Contains(written, filepath.Base(name)) {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}
