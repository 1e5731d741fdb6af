package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"bulkhead/desk/folder"
	"bulkhead/report/seal"
	"bulkhead/term"
)

type keyCmd struct {
	common
	Write  string `type:"path" placeholder:"FILE" help:"Write the newest public key, 1,216 bytes, into a new file: for a founder, who makes the desk's record of it."`
	New    bool   `xor:"change" help:"Draw another key. Reports to the ones before are still opened."`
	Forget string `xor:"change" placeholder:"FINGERPRINT" help:"Erase the key of this fingerprint, and its records. What is sealed to it, and has not come, nobody reads any more."`
	Yes    bool   `help:"Forget without asking."`
}

// Help is shown below the flags.
func (*keyCmd) Help() string {
	return `For example:

  bulkhead-desk key
  bulkhead-desk key --new --write key.bin
  bulkhead-desk key --forget 2KXLR7Q4ZJ6WOPN3

Give the file to a founder in person: whoever changes it on the way gets the reports. Draw a new key each quarter, and forget the old one four weeks after its record has expired, which 'bulkhead desks' shows on a founder's device. The fingerprint is the key's, or that of one of its records. Forgetting asks first, and cannot be undone; until then, whoever takes this computer can read what was sealed to it and kept elsewhere.`
}

type keyResult struct {
	Keys []oneKey `json:"keys"`
}

type oneKey struct {
	Number      int         `json:"number"`
	Fingerprint string      `json:"fingerprint"`
	Records     []oneRecord `json:"records"`
}

type oneRecord struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"`
	Begins      uint32 `json:"begins"`
	Expires     uint32 `json:"expires"`
}

// Run lists and changes keys.
func (c *keyCmd) Run(ctx context.Context, e edge) error {
	f, _, err := c.open(ctx, e)
	if err != nil {
		return err
	}
	defer f.Close()
	var file *newFile
	if c.Write != "" { // before a key is drawn
		if file, err = claim(c.Write); err != nil {
			return err
		}
		defer file.drop()
	}
	switch {
	case c.New:
		err = f.NewKey()
	case c.Forget != "":
		err = c.forget(ctx, e, f)
	}
	if err != nil {
		return err
	}
	keys, err := f.Keys()
	if err != nil {
		return err
	}
	if file != nil {
		if err := errors.Join(file.write(keys[len(keys)-1].Public[:]), file.done()); err != nil {
			return err
		}
	}
	result := keyResult{}
	for _, k := range keys {
		one := oneKey{Number: k.Number, Fingerprint: k.Fingerprint(), Records: []oneRecord{}}
		for i := range k.Records {
			r, err := recordOf(&k.Records[i])
			if err != nil {
				return err
			}
			one.Records = append(one.Records, r)
		}
		result.Keys = append(result.Keys, one)
	}
	return c.show(e, result, func(p *term.Sheet) {
		for _, k := range result.Keys {
			p.Line("%s", e.say.DeskCmdKey(k.Number, k.Fingerprint))
			for _, r := range k.Records {
				p.Line("  %s", e.say.DeskCmdRecord(e.say.Text(r.Name), r.Fingerprint))
			}
			if len(k.Records) == 0 {
				p.Line("  %s", e.say.DeskCmdNoRecord())
			}
		}
		if c.Write != "" {
			p.Line("%s", e.say.DeskCmdWritten(c.Write))
		}
	})
}

// forget erases the key of a fingerprint, its own or one of its records', once a person agrees.
func (c *keyCmd) forget(ctx context.Context, e edge, f *folder.Folder) error {
	keys, err := f.Keys()
	if err != nil {
		return err
	}
	for _, k := range keys {
		is := strings.EqualFold(c.Forget, k.Fingerprint())
		for i := range k.Records {
			r, err := recordOf(&k.Records[i])
			if err != nil {
				return err
			}
			is = is || strings.EqualFold(c.Forget, r.Fingerprint)
		}
		if !is {
			continue
		}
		if len(keys) == 1 {
			return folder.ErrKey // before anybody is asked
		}
		if !c.Yes {
			if err := c.agreed(ctx, e, e.say.DeskCmdForgetQuestion(k.Number, k.Fingerprint())); err != nil {
				return err
			}
		}
		return f.Forget(k.Public)
	}
	return folder.ErrKey
}

// agreed asks a question that only "yes" answers; errNotYes if anything else does.
func (c *common) agreed(ctx context.Context, e edge, question string) error {
	t, err := c.asker(ctx, e)
	if err != nil {
		return err
	}
	answer, err := t.Line(e.say.LineYes(question) + " ")
	if err == nil && answer != "yes" {
		err = errNotYes
	}
	return err
}

func recordOf(s *seal.Signed) (oneRecord, error) {
	d, err := s.Record.Digest()
	return oneRecord{s.Record.Name, d.Fingerprint(), uint32(s.Record.Begins), uint32(s.Record.Expires)}, err
}

type recordCmd struct {
	common
	File string `arg:"" type:"existingfile" help:"The record that a founder signed, or both did."`
}

// Help is shown below the flags.
func (*recordCmd) Help() string {
	return `For example:

  bulkhead-desk record record.bin

It prints the record's fingerprint. Compare it with the founder's, in person or over a telephone: members see the same on their devices.`
}

// Run takes a record in.
func (c *recordCmd) Run(ctx context.Context, e edge) error {
	in, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, 2*seal.MaxRecord))
	if err != nil {
		return err
	}
	if new(seal.Signed).UnmarshalBinary(b) != nil {
		return folder.ErrRecord // before a passphrase is asked for
	}
	f, _, err := c.open(ctx, e)
	if err != nil {
		return err
	}
	defer f.Close()
	s, err := f.Take(b)
	if err != nil {
		return err
	}
	r, err := recordOf(s)
	if err != nil {
		return err
	}
	return c.show(e, r, func(p *term.Sheet) { p.Line("%s", e.say.DeskCmdRecord(e.say.Text(r.Name), r.Fingerprint)) })
}
