package link

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"

	"bulkhead/keys"
)

// A step's payloads. PK: u32 base ‖ public key. CT: SHA-256 of the PK payload
// ‖ encapsulation.
const (
	pkPayload = 4 + pkSize
	ctPayload = sha256.Size + encSize

	labelStart = prefix + "start"
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
	pk     []byte      // PK payload
	key    *privateKey // what seed gives, if it was made in this run; never saved
	ct     []byte      // answerer of step E: CT payload, until a box of epoch E opens
}

var errStep = errors.New("the step's key does not fit")

// start derives epoch 0 from the shown secret.
func (l *ladder) start(x *kdf, p *Params, secret *Shown) rootKey {
	l.transcript = sha256.Sum256(p.Context)
	l.base = int64(p.Base)
	return l.root(x, []byte(labelStart), secret.Bytes())
}

// root returns X(Ex(salt, ikm), "root", T(e)), and keeps S(e) in place of the
// one before. The caller erases the root.
func (l *ladder) root(x *kdf, salt, ikm []byte) rootKey {
	var mixed keys.Key[extractUse]
	x.extract(&mixed, salt, ikm)
	root := expandKey[rootUse](x, mixed.Bytes(), "root", l.transcript[:])
	mixed.Erase()
	x.expand(l.step.Bytes(), root.Bytes(), "step", nil)
	return root
}

// begin makes the key pair of step E+1 from a seed.
func (l *ladder) begin(base int64, seed []byte) error {
	private, err := newPrivateKey(seed)
	if err != nil {
		return err
	}
	l.seed, _ = keys.Of[kemUse](seed)
	l.key = private
	l.pk = binary.BigEndian.AppendUint32(make([]byte, 0, pkPayload), uint32(base))
	l.pk = private.appendPublic(l.pk)
	l.making = true
	return nil
}

// answer encapsulates to a PK payload of step E+1 and climbs. It draws its own
// randomness.
func (l *ladder) answer(x *kdf, pk []byte) (rootKey, error) {
	hash := sha256.Sum256(pk)
	ct, ss, err := encapsulate(append(make([]byte, 0, ctPayload), hash[:]...), pk[4:])
	if err != nil {
		return rootKey{}, err
	}
	defer ss.Erase()
	root := l.climb(x, &ss, pk, ct)
	l.ct = ct
	return root, nil
}

// complete takes the CT payload of the step begun, and climbs.
func (l *ladder) complete(x *kdf, ct []byte) (rootKey, error) {
	hash := sha256.Sum256(l.pk)
	if subtle.ConstantTimeCompare(hash[:], ct[:sha256.Size]) != 1 {
		return rootKey{}, errStep
	}
	if l.key == nil {
		private, err := newPrivateKey(l.seed.Bytes())
		if err != nil {
			return rootKey{}, err
		}
		l.key = private
	}
	ss, err := l.key.decapsulate(ct[sha256.Size:])
	if err != nil {
		return rootKey{}, err
	}
	defer ss.Erase()
	pk := l.pk
	l.dropKey()
	return l.climb(x, &ss, pk, ct), nil
}

// climb derives R(E+1) from S(E) and the step, erases S(E), and keeps what
// comes from the new root but its chains. The caller erases the root.
func (l *ladder) climb(x *kdf, ss *sharedKey, pk, ct []byte) rootKey {
	b := make([]byte, 0, len(l.transcript)+4+pkPayload+ctPayload)
	b = binary.BigEndian.AppendUint32(append(b, l.transcript[:]...), l.epoch+1)
	l.transcript = sha256.Sum256(append(append(b, pk...), ct...))

	root := l.root(x, l.step.Bytes(), ss.Bytes())
	l.epoch++
	l.base = int64(binary.BigEndian.Uint32(pk))
	l.pkHash, l.ctHash = sha256.Sum256(pk), sha256.Sum256(ct)
	l.words[1], l.words[0] = l.words[0], wordsOf(x, &root)
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
