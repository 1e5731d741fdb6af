package publish

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"aead.dev/minisign"
	"golang.org/x/crypto/ssh"
)

// The files that vouch for the others.
const (
	Sums              = "SHA256SUMS"
	MinisignSignature = "SHA256SUMS.minisig"
	SSHSignature      = "SHA256SUMS.sig"
	// Namespace of the SSH signatures: a signature for another use is none of a publication.
	Namespace = "bulkhead-publication"
)

// sums returns what sha256sum writes of the files.
func sums(files []File) []byte {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(f.Bytes), f.Path)
	}
	return b.Bytes()
}

// Keys sign publications. They are two keys of Ed25519, one for each program that readers
// may have.
type Keys struct {
	seeds [2]seed
}

type seed [32]byte

// Format implements [fmt.Formatter] and prints nothing of the keys.
func (Keys) Format(f fmt.State, _ rune) { io.WriteString(f, "keys(hidden)") }

// Format implements [fmt.Formatter] and prints nothing of the key.
func (seed) Format(f fmt.State, _ rune) { io.WriteString(f, "key(hidden)") }

// NewKeys draws keys.
func NewKeys(random io.Reader) (*Keys, error) {
	k := new(Keys)
	for i := range k.seeds {
		if _, err := io.ReadFull(random, k.seeds[i][:]); err != nil {
			return nil, fmt.Errorf("drawing the keys of a publication: %w", err)
		}
	}
	return k, nil
}

// MarshalBinary returns the keys in 64 bytes, for a vault.
func (k *Keys) MarshalBinary() ([]byte, error) {
	return slices.Concat(k.seeds[0][:], k.seeds[1][:]), nil
}

// UnmarshalBinary reads keys. k is as it was if it fails.
func (k *Keys) UnmarshalBinary(b []byte) error {
	if len(b) != 2*len(seed{}) {
		return ErrKeys
	}
	copy(k.seeds[0][:], b)
	copy(k.seeds[1][:], b[len(seed{}):])
	return nil
}

// Public is what readers verify with.
type Public struct {
	Minisign string // as minisign -P takes it
	SSH      string // "ssh-ed25519 AAAA…", as a list of allowed signers has it
}

var (
	minisignKey = regexp.MustCompile(`^RW[A-Za-z0-9+/]{54}$`)
	sshKey      = regexp.MustCompile(`^ssh-ed25519 AAAA[A-Za-z0-9+/]{64}$`)
)

func (p Public) check() error {
	if p != (Public{}) && (!minisignKey.MatchString(p.Minisign) || !sshKey.MatchString(p.SSH)) {
		return ErrKeys
	}
	return nil
}

// Public returns what readers verify with.
func (k *Keys) Public() Public {
	public := k.minisign().Public().(minisign.PublicKey).String()
	return Public{public, strings.TrimSpace(string(ssh.MarshalAuthorizedKey(k.ssh().PublicKey())))}
}

func (k *Keys) minisign() minisign.PrivateKey {
	_, private, err := minisign.GenerateKey(bytes.NewReader(k.seeds[0][:]))
	if err != nil {
		panic(err) // there are 32 bytes
	}
	return private
}

func (k *Keys) ssh() ssh.Signer {
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(k.seeds[1][:]))
	if err != nil {
		panic(err) // it is a key of Ed25519
	}
	return signer
}

// Sign returns the files that Build has made, with two signatures of their sums, which say
// the publication's day. The same keys give the same bytes.
func (k *Keys) Sign(files []File, on time.Time) ([]File, error) {
	if len(files) == 0 || files[0].Path != Sums || !onCalendar(on) || !bytes.Equal(files[0].Bytes, sums(files[1:])) {
		return nil, ErrFiles
	}
	list := files[0].Bytes
	reader := minisign.NewReader(bytes.NewReader(list))
	if _, err := io.Copy(io.Discard, reader); err != nil {
		panic(err) // it reads memory
	}
	// The program's own comments have the time and the file's name.
	first := reader.SignWithComments(k.minisign(), "publication of "+on.UTC().Format(time.DateOnly), "a publication's sums")
	second, err := sshSignature(k.ssh(), list)
	if err != nil {
		return nil, err
	}
	return slices.Insert(slices.Clone(files), 1, File{MinisignSignature, first}, File{SSHSignature, second}), nil
}

// sshSignature makes a signature as OpenSSH's PROTOCOL.sshsig has it: a magic word, a version,
// the public key, a namespace, something reserved, the name of a hash, and the signature of
// the same with the hash of the message in place of version and key.
func sshSignature(signer ssh.Signer, message []byte) ([]byte, error) {
	const magic, hash = "SSHSIG", "sha512"
	text := func(b []byte, all ...string) []byte {
		for _, s := range all {
			b = append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...)
		}
		return b
	}
	sum := sha512.Sum512(message)
	signature, err := signer.Sign(nil, text([]byte(magic), Namespace, "", hash, string(sum[:])))
	if err != nil {
		return nil, fmt.Errorf("signing a publication: %w", err)
	}
	blob := binary.BigEndian.AppendUint32([]byte(magic), 1)
	blob = text(blob, string(signer.PublicKey().Marshal()), Namespace, "", hash, string(text(nil, signature.Format, string(signature.Blob))))
	var b bytes.Buffer
	b.WriteString("-----BEGIN SSH SIGNATURE-----\n")
	for code := base64.StdEncoding.EncodeToString(blob); code != ""; {
		line := code[:min(70, len(code))]
		code = code[len(line):]
		b.WriteString(line + "\n")
	}
	b.WriteString("-----END SSH SIGNATURE-----\n")
	return b.Bytes(), nil
}
