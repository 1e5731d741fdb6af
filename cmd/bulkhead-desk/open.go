package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"bulkhead/desk"
	"bulkhead/desk/folder"
	"bulkhead/desk/sqlitestore"
	"bulkhead/internal/durable"
	"bulkhead/report/seal"
	"bulkhead/term"
	"bulkhead/vault"
)

// common are the flags of every verb.
type common struct {
	Dir          string `type:"path" placeholder:"DIR" help:"Folder of the desk; readable by you alone. Default: ${folder}."`
	PassphraseFD int    `name:"passphrase-fd" default:"-1" placeholder:"N" help:"Read the passphrase from this open file, one line, in place of asking."`
	JSON         bool   `help:"Print JSON in place of sentences."`
}

// path is the desk's folder.
func (c *common) path() (string, error) {
	if c.Dir != "" {
		return c.Dir, nil
	}
	data := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("finding a folder for the desk, which --dir names: %w", err)
		}
		data = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(data, "bulkhead-desk"), nil
}

// passphrase asks for the passphrase, or reads it. The caller erases it.
func (c *common) passphrase(ctx context.Context, e edge) (*vault.Passphrase, error) {
	var typed []byte
	var err error
	if c.PassphraseFD >= 0 {
		typed, err = term.ReadPassphrase(ctx, e.panic, c.file(e))
	} else {
		var t *term.Asker
		if t, err = c.asker(ctx, e); err == nil {
			typed, err = t.Hidden(e.say.PassphraseAsk(), term.PassphraseRoom)
		}
	}
	if err != nil {
		return nil, err
	}
	defer clear(typed)
	return vault.NewPassphrase(typed)
}

// inherited are files of other numbers: the runtime closes one that nobody reaches.
var inherited = map[int]*os.File{}

// file is the file with the passphrase.
func (c *common) file(e edge) *os.File {
	if c.PassphraseFD == int(e.in.Fd()) {
		return e.in
	}
	if inherited[c.PassphraseFD] == nil {
		inherited[c.PassphraseFD] = os.NewFile(uintptr(c.PassphraseFD), "--passphrase-fd")
	}
	return inherited[c.PassphraseFD]
}

func (c *common) asker(ctx context.Context, e edge) (*term.Asker, error) {
	t, err := term.NewAsker(ctx, e.panic, e.in, e.err)
	if err != nil {
		return nil, usageError{err}
	}
	t.Say = e.say
	return t, nil
}

// settings are what the vault is opened with.
func (e edge) settings() folder.Settings { return folder.Settings{Cost: e.cost, Rand: e.rand} }

// open opens the desk's vault. The caller closes it.
func (c *common) open(ctx context.Context, e edge) (f *folder.Folder, path string, err error) {
	if path, err = c.path(); err != nil {
		return nil, "", err
	}
	dir, err := durable.Existing(path)
	if err != nil {
		return nil, "", err
	}
	if _, err := dir.Size("vault"); err != nil {
		return nil, "", err // before a passphrase is asked for
	}
	pass, err := c.passphrase(ctx, e)
	if err != nil {
		return nil, "", err
	}
	defer pass.Erase()
	f, err = folder.Open(dir, pass, e.settings())
	return f, path, err
}

// working are the flags of verbs that open what the desk keeps.
type working struct {
	common
	Earlier bool `help:"The desk's folder was put back from a copy of an earlier time: go on from there. What came since is gone until it is sent again."`
}

// office is an open desk.
type office struct {
	*desk.Desk
	folder *folder.Folder
	store  *sqlitestore.Store
}

// records names the records of the desk's keys: what is sealed to them it opens.
func (o *office) records() (map[seal.Name]bool, error) {
	keys, err := o.folder.Keys()
	if err != nil {
		return nil, err
	}
	names := map[seal.Name]bool{}
	for _, k := range keys {
		for i := range k.Records {
			d, err := k.Records[i].Record.Digest()
			if err != nil {
				return nil, err
			}
			names[d.Name()] = true
		}
	}
	return names, nil
}

// work opens the desk with all that it keeps. The caller closes it.
func (c *working) work(ctx context.Context, e edge) (*office, error) {
	f, path, err := c.open(ctx, e)
	if err != nil {
		return nil, err
	}
	o := &office{folder: f}
	rows := filepath.Join(path, "rows")
	if err := os.MkdirAll(rows, 0o700); err != nil {
		return nil, o.close(err)
	}
	openers, err := f.Openers()
	if err != nil {
		return nil, o.close(err)
	}
	if o.store, err = sqlitestore.Open(rows, f, e.rand, sqlitestore.Options{Earlier: c.Earlier}); err != nil {
		return nil, o.close(err)
	}
	if o.Desk, err = desk.Open(o.store, openers, desk.Options{Now: e.now, Rand: e.rand, Earlier: c.Earlier}); err != nil {
		return nil, o.close(err)
	}
	return o, nil
}

// close closes store and vault, and returns err, or else what went wrong in closing.
func (o *office) close(err error) error {
	if o.store != nil {
		if wrong := o.store.Close(); err == nil {
			err = wrong
		}
	}
	o.folder.Close()
	return err
}

// sheet is where results are written.
func (e edge) sheet() *term.Sheet {
	p := term.SheetOn(e.out)
	p.Say = e.say
	return p
}

// show prints a result: as JSON, or in words.
func (c *common) show(e edge, result any, words func(p *term.Sheet)) error {
	if c.JSON {
		return term.WriteJSON(e.out, result)
	}
	p := e.sheet()
	words(p)
	return p.Err()
}
