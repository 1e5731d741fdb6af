"""Reads every vector file of docs/protocol, and computes or opens everything in it.

    python3 -B internal/second/reader FOLDER [--flip SEED N]

FOLDER is the repository's. It prints a line for each file, and ends with status 1 where a file says
something else than the pages do. With --flip it then changes one character of one file, N times,
drawn by SEED, and ends with status 1 where that is not noticed.

Written from docs/protocol alone, before its writer had seen the program that the pages describe.
"""

import pathlib
import random
import sys

import sets
from cells import Newer
from prim import Refused

ROOMS = ("card", "cell", "drop", "link", "notebook", "parcel", "pouch", "report",
         "report/place", "report/seal", "round", "shelf", "vault")


def files(folder):
    """All vectors, by name: ROOM/NAME."""
    out = {}
    for room in ROOMS:
        for f in sorted(pathlib.Path(folder, room, "testdata").rglob("*.txt")):
            if "fuzz" not in f.parts:
                out[room + "/" + f.name] = f.read_bytes().decode()
    return out


def check(name, all_):
    """How many values a file has; Refused if the pages say something else."""
    try:
        return sets.reader(name)(name, all_)
    except (ValueError, LookupError, AssertionError, ArithmeticError, TypeError, Newer) as err:
        raise Refused("%s: %s" % (type(err).__name__, err)) from err


def flip(name, all_, draw):
    """Changes one character of a file; whether that was noticed. If not, it is printed."""
    text, spots, at = all_[name], [], 0
    for line in text.split("\n"):
        spots += range(at + sets.loose(name, line), at + len(line))
        at += len(line) + 1
    if not spots:
        return True
    i = draw.choice(spots)
    hexes, letters = "0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    others = hexes if text[i] in hexes else letters
    other = draw.choice([c for c in others if c.lower() != text[i].lower()])
    changed = dict(all_)
    changed[name] = text[:i] + other + text[i + 1:]
    try:
        check(name, changed)
    except Refused:
        return True
    line = text.count("\n", 0, i) + 1
    print("%s:%d: %r in place of %r is not noticed" % (name, line, other, text[i]))
    return False


def main(argv):
    folder, all_, wrong = argv[1], files(argv[1]), 0
    missing = [name for name in sets.EXPECTED if name not in all_]
    for name in missing:
        print(name + ": missing in " + folder)
    for name in all_:
        try:
            print("%s: %d values" % (name, check(name, all_)))
        except Refused as err:
            print("%s: REFUSED: %s" % (name, err))
            wrong += 1
    if "--flip" in argv:
        seed, n = int(argv[argv.index("--flip") + 1]), int(argv[argv.index("--flip") + 2])
        draw = random.Random(seed)
        names = sorted(all_)
        wrong += sum(not flip(draw.choice(names), all_, draw) for _ in range(n))
    return 1 if wrong or missing or not all_ else 0


sys.exit(main(sys.argv))
