#!/usr/bin/env python3
"""docs/protocol/link.md, "By hand", a second time, from the page alone.

It uses second.py beside it and prints hand-vectors.txt:

	python3 link/testdata/vectors/hand.py > link/testdata/vectors/hand-vectors.txt
"""
import struct
import sys

sys.dont_write_bytecode = True
from second import B, Ex, P, X, check, sha, xchacha_seal


def walk(tip, name, steps):
    """The secret that the chain yields after so many steps."""
    for _ in range(steps + 1):
        block = B(tip, name, 0)
        tip, secret = block[:32], block[32:]
    return secret


def number(block, bundle, box):
    return struct.pack(">LBH", block, bundle, box)


def keys(root, d, first, block, bundle, box):
    h = walk(X(root, b"hand head", bytes([d])), b"hand head", block - first)
    k = walk(X(root, b"hand block", bytes([d])), b"hand block", block - first)
    n = walk(k, b"hand bundle", bundle)
    return h, k, n, walk(n, b"hand box", box)


def seal(h, m, d, place, header, body, f, g):
    header = header[:80] + place + header[87:]
    head = f + xchacha_seal(h, f[:24], header, f[24:] + bytes([2, d]) + place[:4])
    return head + g + xchacha_seal(m, g[:24], body, g[24:] + bytes([3, d]) + place + head)


def hand_epochs(bases, pouch, blocks):
    g = (blocks + 3) // 4
    stretch = [b // pouch // g for b in bases]
    return [e for e in range(len(bases)) if e < 2 or stretch[e] > stretch[e - 1]]


def main():
    check()
    root = X(Ex(P + b"start", bytes(range(32))), b"root", sha(b"rest of the QR"))
    print("# Vectors for docs/protocol/link.md, \"By hand\", from hand.py beside this file.")
    print("# R(0), header, body and fresh bytes are those of link-vectors.txt; the header has the number at its")
    print("# place. b(0) = 1000; PL = 192: the first block is 5. H = 7.")
    header = bytes([2]) + bytes(range(1, 100))
    body = bytes(n % 251 for n in range(3900))
    f, g = (bytes([x]) * 31 + b"\x7f" for x in (0xa1, 0xb2))
    for d, block, bundle, box in ((0, 5, 0, 0), (0, 5, 0, 1), (0, 5, 63, 1023), (1, 5, 0, 0), (1, 8, 7, 300)):
        h, k, n, m = keys(root, d, 1000 // 192, block, bundle, box)
        whole = seal(h, m, d, number(block, bundle, box), header, body, f, g)
        print(f"hand d{d} block {block} bundle {bundle} box {box} h {h.hex()} k {k.hex()} n {n.hex()} m {m.hex()} "
              f"box {len(whole)} bytes sha256 {sha(whole).hex()}")
    bases = [1000, 1004, 1012, 1151, 1159, 1530, 1536, 1540, 1919, 1920, 2700]
    print("bases", *bases)
    print("epochs", *hand_epochs(bases, 192, 7))


if __name__ == "__main__":
    main()
