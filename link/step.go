package link

import (
	"crypto/hpke"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"

	"bulkhead/keys"
)

// A step's payloads. PK: u32 base ‖ public key. CT: SHA-256 of the PK payload
// ‖ encapsulation.
const (
	pkSize    = 1216 // of MLKEM768X25519 in crypto/hpke, in bytes
	encSize   = 1120
	pkPayload = 4 + pkSize
	ctPayload = sha256.Size + encSize
	seedSize  = 32 // of a private key

	labelShared = "bulkhead/link/1 ss"
	labelKEM    = "bulkhead/link/1 kem"
	labelStart  = "bulkhead/link/1 start"
)

type seedKey = keys.Key[kemUse]

// ladder holds the epochs' roots: what the next step needs, and what is on its
// way. The roots themselves are erased as soon as they are used.
type ladder struct {
	epoch      uint32   // E, the newest epoch whose root was derived
	base       int64    // b(E)
	transcript [32]byte // T(E)
	step       stepKey  // S(E)
	pkHash     [32]byte // of step E's payloads, to know a repetition
	ctHash     [32]byte
	words      [2][6]uint16 // of E, and of E−1

	making bool // maker of step E+1: seed and pk are set
	seed   seedKey
	pk     []byte          // PK payload
	key    hpke.PrivateKey // what seed gives, if it was made in this run; never saved
	ct     []byte          // answerer of step E: CT payload, until a box of epoch E opens
}

var errStep = errors.New("the step's key does not fit")

// start derives epoch 0 from the shown secret.
func (l *ladder) start(p *Params, secret *Shown) rootKey {
	l.transcript = sha256.Sum256(p.Context)
	l.base = int64(p.Base)
	ikm := extract([]byte(labelStart), secret.Bytes())
	defer clear(ikm)
	root := expandKey[rootUse](ikm, "root", l.transcript[:])
	l.step = expandKey[stepUse](root.Bytes(), "step", nil)
	return root
}

// begin makes the key pair of step E+1 from a seed.
func (l *ladder) begin(base int64, seed []byte) error {
	private, err := hpke.MLKEM768X25519().NewPrivateKey(seed)
	if err != nil {
		return errStep
	}
	l.seed, _ = keys.Of[kemUse](seed)
	l.key = private
	l.pk = binary.BigEndian.AppendUint32(make([]byte, 0, pkPayload), uint32(base))
	l.pk = append(l.pk, private.PublicKey().Bytes()...)
	l.making = true
	return nil
}

// answer encapsulates to a PK payload of step E+1 and climbs. It draws its own
// randomness.
func (l *ladder) answer(pk []byte) (rootKey, error) {
	public, err := hpke.MLKEM768X25519().NewPublicKey(pk[4:])
	if err != nil {
		return rootKey{}, errStep
	}
	enc, sender, err := hpke.NewSender(public, hpke.HKDFSHA256(), hpke.ExportOnly(), l.info())
	if err != nil {
		return rootKey{}, errStep
	}
	ss, err := exported(sender.Export)
	if err != nil {
		return rootKey{}, err
	}
	defer ss.Erase()
	hash := sha256.Sum256(pk)
	ct := append(append(make([]byte, 0, ctPayload), hash[:]...), enc...)
	root := l.climb(&ss, pk, ct)
	l.ct = ct
	return root, nil
}

// complete takes the CT payload of the step begun, and climbs.
func (l *ladder) complete(ct []byte) (rootKey, error) {
	hash := sha256.Sum256(l.pk)
	if subtle.ConstantTimeCompare(hash[:], ct[:sha256.Size]) != 1 {
		return rootKey{}, errStep
	}
	if l.key == nil {
		private, err := hpke.MLKEM768X25519().NewPrivateKey(l.seed.Bytes())
		if err != nil {
			return rootKey{}, errStep
		}
		l.key = private
	}
	recipient, err := hpke.NewRecipient(ct[sha256.Size:], l.key, hpke.HKDFSHA256(), hpke.ExportOnly(), l.info())
	if err != nil {
		return rootKey{}, errStep
	}
	ss, err := exported(recipient.Export)
	if err != nil {
		return rootKey{}, err
	}
	defer ss.Erase()
	pk := l.pk
	l.dropKey()
	return l.climb(&ss, pk, ct), nil
}

// info is "bulkhead/link/1 kem" ‖ T(E) ‖ u32 E+1.
func (l *ladder) info() []byte {
	return binary.BigEndian.AppendUint32(append([]byte(labelKEM), l.transcript[:]...), l.epoch+1)
}

func exported(export func(string, int) ([]byte, error)) (sharedKey, error) {
	ss, err := export(labelShared, keys.Size)
	if err != nil {
		return sharedKey{}, errStep
	}
	defer clear(ss)
	return keys.Of[sharedUse](ss)
}

// climb derives R(E+1) from S(E) and the step, erases S(E), and keeps what
// comes from the new root but its chains. The caller erases the root.
func (l *ladder) climb(ss *sharedKey, pk, ct []byte) rootKey {
	h := sha256.New()
	h.Write(l.transcript[:])
	h.Write(binary.BigEndian.AppendUint32(nil, l.epoch+1))
	h.Write(pk)
	h.Write(ct)
	h.Sum(l.transcript[:0])

	ikm := extract(l.step.Bytes(), ss.Bytes())
	root := expandKey[rootUse](ikm, "root", l.transcript[:])
	clear(ikm)
	l.step.Erase()
	l.step = expandKey[stepUse](root.Bytes(), "step", nil)

	l.epoch++
	l.base = int64(binary.BigEndian.Uint32(pk))
	l.pkHash, l.ctHash = sha256.Sum256(pk), sha256.Sum256(ct)
	l.words[1], l.words[0] = l.words[0], wordsOf(&root)
	return root
}

// dropKey erases the private key of the step begun.
func (l *ladder) dropKey() {
	l.seed.Erase()
	l.making, l.pk, l.key = false, nil, nil
}

// erase zeroes every secret.
func (l *ladder) erase() {
	l.dropKey()
	l.step.Erase()
	clear(l.ct)
	l.ct = nil
	l.words = [2][6]uint16{}
}
