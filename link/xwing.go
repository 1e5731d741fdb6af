package link

import (
	"crypto/ecdh"
	"crypto/mlkem"
	"crypto/rand"
	"crypto/sha3"
)

// X-Wing (draft-connolly-cfrg-xwing-kem), of the standard library's ML-KEM-768,
// X25519 and SHA-3: crypto/hpke has it too, but shows no shared secret, and its
// key schedule binds what a step's transcript binds already. A test holds this
// against crypto/hpke, both ways.
const (
	seedSize   = 32 // of a private key, in bytes
	curveSize  = 32 // of an X25519 point
	pkSize     = mlkem.EncapsulationKeySize768 + curveSize
	encSize    = mlkem.CiphertextSize768 + curveSize
	xwingLabel = `\.//^\`
)

// privateKey is what a seed gives.
type privateKey struct {
	pq    *mlkem.DecapsulationKey768
	curve *ecdh.PrivateKey
}

// newPrivateKey expands a seed.
func newPrivateKey(seed []byte) (*privateKey, error) {
	var room [mlkem.SeedSize + curveSize]byte
	h := sha3.NewSHAKE256()
	h.Write(seed)
	h.Read(room[:])
	defer clear(room[:])
	pq, err := mlkem.NewDecapsulationKey768(room[:mlkem.SeedSize])
	if err != nil {
		return nil, errStep
	}
	curve, err := ecdh.X25519().NewPrivateKey(room[mlkem.SeedSize:])
	if err != nil {
		return nil, errStep
	}
	return &privateKey{pq, curve}, nil
}

// appendPublic appends the public key, pkSize bytes.
func (k *privateKey) appendPublic(b []byte) []byte {
	b = append(b, k.pq.EncapsulationKey().Bytes()...)
	return append(b, k.curve.PublicKey().Bytes()...)
}

// encapsulate appends an encapsulation to a public key, encSize bytes, and
// returns its secret. It draws its own randomness.
func encapsulate(b, public []byte) ([]byte, sharedKey, error) {
	pq, err := mlkem.NewEncapsulationKey768(public[:mlkem.EncapsulationKeySize768])
	if err != nil {
		return nil, sharedKey{}, errStep
	}
	theirs, err := ecdh.X25519().NewPublicKey(public[mlkem.EncapsulationKeySize768:])
	if err != nil {
		return nil, sharedKey{}, errStep
	}
	once, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, sharedKey{}, errStep
	}
	point, err := once.ECDH(theirs)
	if err != nil {
		return nil, sharedKey{}, errStep
	}
	secret, c := pq.Encapsulate()
	b = append(b, c...)
	mine := once.PublicKey().Bytes()
	return append(b, mine...), combine(secret, point, mine, theirs.Bytes()), nil
}

// decapsulate returns the secret of an encapsulation, encSize bytes.
func (k *privateKey) decapsulate(enc []byte) (sharedKey, error) {
	secret, err := k.pq.Decapsulate(enc[:mlkem.CiphertextSize768])
	if err != nil {
		return sharedKey{}, errStep
	}
	theirs, err := ecdh.X25519().NewPublicKey(enc[mlkem.CiphertextSize768:])
	if err != nil {
		return sharedKey{}, errStep
	}
	point, err := k.curve.ECDH(theirs)
	if err != nil {
		return sharedKey{}, errStep
	}
	return combine(secret, point, enc[mlkem.CiphertextSize768:], k.curve.PublicKey().Bytes()), nil
}

// combine makes one secret of both, and erases them. SHA-3 takes all four parts
// and the label as one message.
func combine(pq, curve, theirs, mine []byte) (ss sharedKey) {
	var room [4*curveSize + len(xwingLabel)]byte
	b := append(append(append(append(room[:0], pq...), curve...), theirs...), mine...)
	sum := sha3.Sum256(append(b, xwingLabel...))
	copy(ss.Bytes(), sum[:])
	clear(room[:])
	clear(sum[:])
	clear(pq)
	clear(curve)
	return ss
}
