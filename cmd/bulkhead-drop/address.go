package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"bulkhead/internal/durable"
)

// address is the verb that prints a drop's address.
type address struct {
	Dir  string `type:"existingdir" placeholder:"DIR" help:"Folder of the drop. Default: ${folder}."`
	JSON bool   `help:"Print one JSON object, {\"address\":…}."`
}

// Help is shown below the flags.
func (*address) Help() string {
	return "It is the address of the drop's last start, which need not be running."
}

// Run prints the address.
func (v *address) Run(e edge) error {
	if err := orDefault(&v.Dir); err != nil {
		return err
	}
	var b []byte
	dir, err := durable.Existing(v.Dir)
	if err == nil {
		b, err = dir.ReadFile(addressFile)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("no drop was ever started in this folder")
	}
	if err != nil {
		return fmt.Errorf("reading the folder: %w", err)
	}
	text := strings.TrimSpace(string(b))
	if v.JSON {
		return json.NewEncoder(e.out).Encode(map[string]string{"address": text})
	}
	_, err = fmt.Fprintln(e.out, text)
	return err
}
