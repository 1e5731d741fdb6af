package dropserver

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"testing/fstest"
)

// watchedFiles notes what is opened of it.
type watchedFiles struct {
	fstest.MapFS
	opened []string
}

func (f *watchedFiles) Open(name string) (fs.File, error) {
	f.opened = append(f.opened, name)
	return f.MapFS.Open(name)
}

// Promise: a stranger who asks for a pipe, a socket or a device that lies in the site's folder
// gets the answer of an unknown path, and the drop does not open it: that may wait without end.
func TestWhatIsNoFileOfTheSiteIsNotOpened(t *testing.T) {
	files := &watchedFiles{MapFS: fstest.MapFS{
		"index.html": {Data: []byte("hello")},
		"pipe":       {Mode: fs.ModeNamedPipe | 0o600},
		"socket":     {Mode: fs.ModeSocket | 0o600},
		"device":     {Mode: fs.ModeDevice | fs.ModeCharDevice | 0o600},
		"folder":     {Mode: fs.ModeDir | 0o700},
	}}
	s, err := newSite(files)
	if err != nil {
		t.Fatal(err)
	}
	files.opened = nil
	for name, want := range map[string]int{
		"index.html": http.StatusOK, "pipe": http.StatusNotFound, "socket": http.StatusNotFound,
		"device": http.StatusNotFound, "folder": http.StatusNotFound, "nothing": http.StatusNotFound,
	} {
		if got := s.answer(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/"+name, nil)); got != want {
			t.Errorf("%s: status %d, want %d", name, got, want)
		}
	}
	if !slices.Equal(files.opened, []string{"index.html"}) {
		t.Errorf("opened: %q, want the file alone", files.opened)
	}
	files.MapFS[unknownPage] = &fstest.MapFile{Mode: fs.ModeNamedPipe | 0o600}
	if _, err := newSite(files); err == nil || slices.Contains(files.opened, unknownPage) {
		t.Errorf("a pipe as the answer to unknown paths: %v, opened %q", err, files.opened)
	}
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, is := root.FS().(fs.StatFS); !is {
		t.Error("a folder is asked what a file is by opening it")
	}
}
