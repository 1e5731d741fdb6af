package main

import (
	"bulkhead/notebook"
	"bulkhead/term"
)

type notebookWriteCmd struct {
	Text []string `arg:"" optional:"" hidden:"" help:"notebook_write_text"`
}

type writtenResult struct {
	Number uint32 `json:"number"`
}

func (r writtenResult) lines(p *term.Page) { p.Line("%s", p.Say.NotebookWritten(r.Number)) }

// Run writes a page.
func (c *notebookWriteCmd) Run(a *app, n *notebookCmd) error {
	if err := a.noText(c.Text); err != nil {
		return err
	}
	var text string
	var res writtenResult
	err := n.edit(a, func() (err error) {
		text, err = a.readText("page", notebook.MaxText)
		return err
	}, func(b *notebook.Book) error {
		p, err := b.Write(text, a.now())
		res.Number = p.Number
		return err
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

type notebookDeleteCmd struct {
	Number []uint32 `arg:"" help:"notebook_delete_number"`
}

type torn struct {
	Deleted []uint32 `json:"deleted"`
}

func (r torn) lines(p *term.Page) { p.Line("%s", p.Say.NotebookDeletedPages(len(r.Deleted))) }

// Run deletes pages.
func (c *notebookDeleteCmd) Run(a *app, n *notebookCmd) error {
	res := torn{Deleted: []uint32{}}
	err := n.edit(a, nil, func(b *notebook.Book) error {
		for _, number := range c.Number {
			if b.Delete(number) {
				res.Deleted = append(res.Deleted, number)
			}
		}
		if len(res.Deleted) == 0 {
			return a.noPage()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(res)
}
