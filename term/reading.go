package term

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"bulkhead/home"
	"bulkhead/vault"
)

var byteOrderMark = []byte("\ufeff")

// ReadText reads a text from a file: at most twice limit bytes of it, so that whoever
// asked can say by how much one is too long. What an editor put there and nobody wrote
// is taken away: a byte order mark, and carriage returns before line feeds. ErrUTF16.
func ReadText(ctx context.Context, key *home.PanicKey, f *os.File, limit int) ([]byte, error) {
	raw, err := Unless(ctx, key, f, func(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, 2*int64(limit)+8)) })
	if err != nil {
		return nil, err
	}
	if isUTF16(raw) {
		return nil, ErrUTF16
	}
	return bytes.ReplaceAll(bytes.TrimPrefix(raw, byteOrderMark), []byte("\r\n"), []byte("\n")), nil
}

func isUTF16(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte{0xff, 0xfe}) || bytes.HasPrefix(raw, []byte{0xfe, 0xff})
}

// ReadPassphrase reads one line, of a passphrase, from a file; what follows is left for
// the next reader. The caller erases it, of which there is no copy. vault.ErrNoPassphrase,
// ErrUTF16.
func ReadPassphrase(ctx context.Context, key *home.PanicKey, f *os.File) ([]byte, error) {
	line, err := Unless(ctx, key, f, func(r io.Reader) ([]byte, error) { return ReadLine(r, PassphraseRoom) })
	switch {
	case err == io.EOF:
		return nil, vault.ErrNoPassphrase
	case err != nil:
		return nil, fmt.Errorf("reading the passphrase: %w", err)
	case isUTF16(line):
		clear(line)
		return nil, ErrUTF16
	}
	return bytes.TrimSuffix(bytes.TrimPrefix(line, byteOrderMark), []byte("\r")), nil
}
