package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bulkhead/desk"
	"bulkhead/report/export"
)

// Promise: the trail says nothing of an export that nobody got. A name that is taken, or a
// file that cannot be written, leaves the trail and the disk as they were.
func TestNoFileNoTrail(t *testing.T) {
	w := newWorld(t)
	w.writes("a.packet", "two wards work")
	w.does("take", "--in", w.in)
	o := w.opens()
	list, err := o.List(desk.Filter{}, desk.ByNewest, desk.Range{Size: 1})
	if err != nil || len(list.Rows) != 1 {
		t.Fatalf("%d cases: %v", len(list.Rows), err)
	}
	name := list.Rows[0].Case
	it, err := o.Draft(name)
	if err != nil {
		t.Fatal(err)
	}
	c, err := o.Case(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Clear(name, it, c.Seen); err != nil {
		t.Fatal(err)
	}
	exports := func() int {
		t.Helper()
		c, err := o.Case(name)
		if err != nil {
			t.Fatal(err)
		}
		return len(c.Exports)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "export")
	if err := os.Mkdir(file+partFile, 0o700); err != nil { // nothing can be written there
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(file+partFile, "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"geojson", "cap"} {
		for _, path := range []string{file, filepath.Join(dir, "nowhere", "export"), file + partFile} {
			o.close(nil)
			r := w.run("export", "--format", format, "--for", "everybody", "--case", string(name), "--write", path)
			o = w.opens()
			if r.code != exitFailed || exports() != 0 {
				t.Errorf("an export as %s that is not written ends with %d, and the trail has %d: %s", format, r.code, exports(), r.err)
			}
		}
	}
	if left := files(t, dir); len(left) != 1 {
		t.Errorf("what was not written leaves %v", left)
	}
	full := func([]byte) error { return errors.New("the disk is full") }
	for _, format := range []desk.Format{desk.GeoJSON, desk.HXL} {
		if err := o.ExportInto(full, format, []desk.Name{name}, export.Everybody, ""); err == nil || exports() != 0 {
			t.Errorf("an export as %v on a full disk: %v, and the trail has %d", format, err, exports())
		}
	}
	if err := o.AlertInto(full, name, export.Everybody, export.Envelope{Sender: "desk"}); err == nil || exports() != 0 {
		t.Errorf("an alert on a full disk: %v, and the trail has %d", err, exports())
	}
	o.close(nil)
	w.does("export", "--format", "cap", "--for", "everybody", "--case", string(name), "--write", filepath.Join(dir, "done"))
	o = w.opens()
	defer o.close(nil)
	if exports() != 1 {
		t.Errorf("the trail of one export has %d", exports())
	}
}
