#!/usr/bin/env python3
"""docs/protocol/link.md, sections 2 and 5, a second time.

Written from the page alone, with nothing but SHA-256 from a library: ChaCha20,
HChaCha20 and Poly1305 are here too, and are held to the test values of RFC 8439
and of draft-irtf-cfrg-xchacha before anything is printed. It prints
link-vectors.txt, which link/vectors_test.go holds the room to:

	python3 link/testdata/vectors/second.py > link/testdata/vectors/link-vectors.txt
"""
import hashlib
import hmac
import struct


# RFC 8439, sections 2.1 to 2.4.
def rounds(s):
    s = list(s)

    def quarter(a, b, c, d):
        for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = (s[x] + s[y]) & 0xFFFFFFFF
            v = s[z] ^ s[x]
            s[z] = ((v << n) | (v >> (32 - n))) & 0xFFFFFFFF

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return s


SIGMA = struct.unpack("<4L", b"expand 32-byte k")


def chacha_block(key, counter, nonce):
    s = SIGMA + struct.unpack("<8L", key) + (counter,) + struct.unpack("<3L", nonce)
    return struct.pack("<16L", *((a + b) & 0xFFFFFFFF for a, b in zip(rounds(s), s)))


def hchacha(key, nonce16):
    s = rounds(SIGMA + struct.unpack("<8L", key) + struct.unpack("<4L", nonce16))
    return struct.pack("<8L", *(s[0:4] + s[12:16]))


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    acc = 0
    for i in range(0, len(message), 16):
        acc = (acc + int.from_bytes(message[i:i + 16] + b"\1", "little")) * r % (2**130 - 5)
    return ((acc + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


# RFC 8439, section 2.8, and draft-irtf-cfrg-xchacha, section 2.3.
def chacha_seal(key, nonce12, plain, aad):
    out = bytearray()
    for i in range(0, len(plain), 64):
        stream = chacha_block(key, 1 + i // 64, nonce12)
        out += bytes(a ^ b for a, b in zip(plain[i:i + 64], stream))
    pad = lambda b: bytes(-len(b) % 16)
    mac = aad + pad(aad) + bytes(out) + pad(out) + struct.pack("<QQ", len(aad), len(out))
    return bytes(out) + poly1305(chacha_block(key, 0, nonce12)[:32], mac)


def xchacha_seal(key, nonce24, plain, aad):
    return chacha_seal(hchacha(key, nonce24[:16]), bytes(4) + nonce24[16:], plain, aad)


def check():
    key = bytes(range(32))
    got = chacha_block(key, 1, bytes.fromhex("000000090000004a00000000"))
    assert got[:8].hex() == "10f1e7e4d13b5915" and got[-4:].hex() == "a2503c4e", "RFC 8439, 2.3.2"
    got = poly1305(bytes.fromhex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b"),
                   b"Cryptographic Forum Research Group")
    assert got.hex() == "a8061dc1305136c6c22b8baf0c0127a9", "RFC 8439, 2.5.2"
    got = hchacha(key, bytes.fromhex("000000090000004a0000000031415927"))
    assert got.hex() == "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc", "xchacha, 2.2.1"
    text = (b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
            b"future, sunscreen would be it.")
    got = xchacha_seal(bytes(range(0x80, 0xa0)), bytes(range(0x40, 0x58)), text,
                       bytes.fromhex("50515253c0c1c2c3c4c5c6c7"))
    assert got[:8].hex() == "bd6d179d3e83d43b", "xchacha, A.3.1: ciphertext"
    assert got[-16:].hex() == "c0875924c1c7987947deafd8780acf49", "xchacha, A.3.1: tag"


# The page, section 2.
P = b"bulkhead/link/2 "


def sha(b):
    return hashlib.sha256(b).digest()


def mac(k, b):
    return hmac.new(k, b, hashlib.sha256).digest()


def X(k, label, ctx=b"", n=32):
    out, t, i = b"", b"", 1
    while len(out) < n:
        t = mac(k, t + P + label + b"\0" + ctx + bytes([i]))
        out, i = out + t, i + 1
    return out[:n]


def Ex(salt, ikm):
    return mac(salt, ikm)


def B(k, name, n):
    return chacha_block(k, n, name + bytes(12 - len(name)))


def chain(root, kind, d, base, r):
    tip = X(root, kind, bytes([d]))
    for _ in range(base, r + 1):
        block = B(tip, kind + b" step", 0)
        tip, secret = block[:32], block[32:]
    return secret


def box_id(g, q):
    return B(g, b"box", q)[:32]


# Section 5.
def seal_part(m, fresh, part, id, r, d, q, plain):
    aad = fresh[24:] + bytes([part]) + id + struct.pack(">L", r) + bytes([d, q])
    return fresh + xchacha_seal(m, fresh[:24], plain, aad)


def main():
    check()
    secret, base = bytes(range(32)), 1000
    T0 = sha(b"rest of the QR")
    R0 = X(Ex(P + b"start", secret), b"root", T0)
    S0 = X(R0, b"step")
    print("# Vectors for docs/protocol/link.md, from second.py beside this file.")
    print("# secret = 00 01 02 … 1f; QR bytes except the secret = ASCII \"rest of the QR\"; b(0) = 1000.")
    print("# A box: header = the bytes given, body = 3,900 bytes, the n-th n mod 251; fresh header = 32 × a1 and")
    print("# fresh body = 32 × b2, each with its last byte 7f.")
    print("# lid: the fresh bytes of seed 32 × 55 for the id of the line before.")
    print("# R1: ss = 32 × 07; PK payload 1,220 zero bytes, CT payload 1,152 zero bytes; e = 1. words = the 10 bytes")
    print("# X(R1,\"words\",\"\",10), numbers = the six words' numbers.")
    print("R0", R0.hex())
    print("S0", S0.hex())
    header = bytes([2]) + bytes(range(1, 100))
    body = bytes(n % 251 for n in range(3900))
    fresh = [bytes([x]) * 31 + b"\x7f" for x in (0xa1, 0xb2)]
    for d, r, q in ((0, 1000, 0), (0, 1001, 0), (0, 1002, 0), (0, 1002, 3), (1, 1000, 0), (1, 1191, 1)):
        m, g = chain(R0, b"content", d, base, r), chain(R0, b"id", d, base, r)
        id = box_id(g, q)
        whole = (seal_part(m, fresh[0], 0, id, r, d, q, header) +
                 seal_part(m, fresh[1], 1, id, r, d, q, body))
        print(f"d{d} round {r} slot {q} m {m.hex()} g {g.hex()} id {id.hex()} "
              f"box {len(whole)} bytes sha256 {sha(whole).hex()}")
    print("header", header.hex())
    print("lid", mac(b"\x55" * 32, P + b"start" + id).hex())
    print("PK payload 1220 CT payload 1152 (limit 1284)")
    T1 = sha(T0 + struct.pack(">L", 1) + bytes(1220) + bytes(1152))
    R1 = X(Ex(S0, b"\7" * 32), b"root", T1)
    print("R1", R1.hex())
    # b(1) = 0, from the PK payload: ids of epoch 1 begin at round PL = 192.
    m, g = chain(R1, b"content", 1, 0, 195), chain(R1, b"id", 1, 192, 195)
    print("e1 d1 round 195 PL 192 m", m.hex(), "g", g.hex())
    words = X(R1, b"words", n=10)
    print("words", words.hex())
    n, numbers = int.from_bytes(words, "big") % 7776**6, []
    for _ in range(6):
        n, digit = divmod(n, 7776)
        numbers.insert(0, digit)
    print("numbers", *numbers)


if __name__ == "__main__":
    main()
