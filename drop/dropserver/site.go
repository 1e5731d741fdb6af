package dropserver

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

//go:embed site
var builtin embed.FS

const (
	indexPage   = "index.html"
	unknownPage = "404.html" // answered for unknown paths, if the site has it
	maxPage     = 1 << 20    // of unknownPage, in bytes
)

// site is the plain web site that strangers get. It has files, no listings and
// nothing whose name begins with a dot.
type site struct {
	files   fs.FS
	unknown []byte
}

// newSite makes a site of files, or the built-in one of nil.
func newSite(files fs.FS) (*site, error) {
	if files == nil {
		sub, err := fs.Sub(builtin, "site")
		if err != nil {
			return nil, fmt.Errorf("the built-in site: %w", err)
		}
		files = sub
	}
	s := &site{files: files, unknown: []byte("<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n")}
	page, err := readPage(files, unknownPage)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("reading the site's %s: %w", unknownPage, err)
	case len(page) > maxPage:
		return nil, fmt.Errorf("the site's %s is over %d bytes", unknownPage, maxPage)
	default:
		s.unknown = page
	}
	return s, nil
}

// readPage reads a file, and nothing that is none.
func readPage(files fs.FS, name string) ([]byte, error) {
	switch info, err := fs.Stat(files, name); {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no plain file")
	}
	return fs.ReadFile(files, name)
}

// answer answers as the site does and returns the status. Whatever the method,
// a path without a file gets the same answer.
func (s *site) answer(w http.ResponseWriter, r *http.Request) int {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		if name, ok := fileOf(r.URL.Path); ok && s.file(w, r, name) {
			return http.StatusOK
		}
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(s.unknown)))
	w.WriteHeader(http.StatusNotFound)
	if r.Method != http.MethodHead {
		_, _ = w.Write(s.unknown)
	}
	return http.StatusNotFound
}

// fileOf returns the name of the file that a path may name.
func fileOf(path string) (string, bool) {
	name, ok := strings.CutPrefix(path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += indexPage
	}
	if !ok || !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return "", false
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return "", false
		}
	}
	return name, true
}

// file answers with a file, if it is one. What is none is not even opened: to open a pipe
// waits for whoever writes into it, without end, and would keep a thread for each request.
func (s *site) file(w http.ResponseWriter, r *http.Request, name string) bool {
	info, err := fs.Stat(s.files, name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := s.files.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	content, ok := f.(io.ReadSeeker)
	if !ok {
		return false
	}
	http.ServeContent(w, r, info.Name(), info.ModTime(), content)
	return true
}
