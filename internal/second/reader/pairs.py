"""docs/protocol/report.md, "Typed coordinates": which readings a typed pair has."""

import re
from fractions import Fraction

from prim import Refused, need
from read import data, lines, same

UNIT = 36000000000
NORTH = "n north nord شمال باکوور".split()
SOUTH = "s south sud جنوب باشوور".split()
EAST = "e east est شرق ڕۆژهەڵات".split()
WEST = "w west ouest غرب ڕۆژئاوا".split()
LAT = "lat latitude عرض".split()
LON = "lon lng long longitude طول".split()
WORDS = {w: ("lat", 1) for w in NORTH}
WORDS.update({w: ("lat", -1) for w in SOUTH})
WORDS.update({w: ("lon", 1) for w in EAST})
WORDS.update({w: ("lon", -1) for w in WEST})
LABELS = {w: ("lat", 0) for w in LAT}
LABELS.update({w: ("lon", 0) for w in LON})
DROPPED = [0x61c, 0x200e, 0x200f, *range(0x202a, 0x202f), *range(0x2066, 0x206a)]


def clean(text):
    text = text.strip().lower()
    if text.startswith("geo:"):
        text = re.split("[;?]", text[4:])[0]
    table = {x: None for x in DROPPED}
    for i in range(10):
        table[0x660 + i] = table[0x6f0 + i] = str(i)
    table.update({0x66b: ".", 0x60c: ", ", 0x61b: ";", 0x2212: "-"})
    table.update({0xba: "°", 0x2da: "°", 0x201d: '"', 0x2033: '"'})
    table.update({x: "'" for x in (0x2019, 0x2032, 0x2b9)})
    table.update({ord(x): " " for x in "[](){}\t\n\r\u00a0\u202f"})
    return text.translate(table).replace("''", '"').strip()


def units(numbers, sign):
    """A value of (whole, fraction, mark) in units; cut off behind what a unit holds."""
    need(1 <= len(numbers) <= 3, "a value of more than three numbers")
    marked, total = numbers[0][2] != "", 0
    for i, (whole, part, mark) in enumerate(numbers):
        last = i == len(numbers) - 1
        need(mark == "°'\""[i] if mark else not marked or last, "a sign that is missing")
        need(marked or not mark, "a sign of another unit")
        need(last or not part, "a fraction before the last number")
        one = UNIT // 60 ** i
        part = part[:(9, 8, 7)[i]]
        need(int(whole) <= 1000, "a number beyond all")
        n = int(whole) * one + int(Fraction(int(part or 0), 10 ** len(part)) * one)
        need(i == 0 or n < 60 * one, "minutes of 60 and more")
        total += n
    return sign * total


TOKEN = re.compile(r" +|([+-]?)(\d+)(?:\.(\d+))?|([°'\"])|([,;])|([^\W\d_]+)")


def scan(text):
    """Numbers as [sign, whole, fraction, mark], separators ",", words as (axis, direction)."""
    out, at = [], 0
    while at < len(text):
        m = TOKEN.match(text, at)
        need(m, "something that no pair has")
        sign, whole, part, mark, stop, word = m.groups()
        before, after = text[at - 1:at], text[m.end():m.end() + 1]
        if whole:
            need(not (sign and before.isdigit()), "a sign behind a digit")
            need(after != ".", "a point without a digit")
            out.append([sign, whole, part or "", ""])
        elif mark:
            need(out and isinstance(out[-1], list) and not out[-1][3], "a sign without a number")
            out[-1][3] = mark
        elif stop:
            bare = stop == "," and before.isdigit() and after.isdigit()
            out.append("bare" if bare else ",")
        elif word:
            end = m.end()
            need(word in WORDS or word in LABELS or word == "o", "an unknown word")
            if word in LABELS and after in (":", "="):
                end += 1
            out.append("o" if word == "o" else WORDS.get(word) or LABELS[word])
            at = end
            continue
        at = m.end()
    return out


def comma_ways(tokens):
    bare = [i for i, t in enumerate(tokens) if t == "bare"]
    point = any(isinstance(t, list) and t[2] for t in tokens)
    if not bare:
        return [tokens]
    if point:
        return [[("," if t == "bare" else t) for t in tokens]]
    if len(tokens) == 3:
        return []
    ways = []
    for separates in [None] + bare:
        way, i = [], 0
        while i < len(tokens):
            t = tokens[i]
            if t != "bare":
                way.append(t)
            elif i == separates:
                way.append(",")
            else:
                n, after = way[-1], tokens[i + 1]
                if n[2] or n[3] or after[0]:
                    break
                way[-1] = [n[0], n[1], after[1], after[3]]
                i += 1
            i += 1
        else:
            ways.append(way)
    return ways


def split(tokens):
    """Two values, each [numbers, word or None]."""
    words = [i for i, t in enumerate(tokens) if isinstance(t, tuple)]
    stops = [i for i, t in enumerate(tokens) if t == ","]
    need(len(words) in (0, 2) and len(stops) <= 1, "words or separators out of number")
    numbers = [i for i, t in enumerate(tokens) if isinstance(t, list)]
    need(len(numbers) >= 2, "one number")
    if words:
        if words[0] == 0:
            need(words[1] != len(tokens) - 1, "one before, one behind")
            cut = words[1]
        else:
            need(words[1] == len(tokens) - 1, "one before, one behind")
            cut = words[0] + 1
        right = cut - 1 if words[0] == 0 else cut
        need(not stops or stops[0] == right, "a separator within a value")
    elif stops:
        cut = stops[0]
    else:
        degrees = [i for i in numbers if tokens[i][3] == "°"]
        need(len(degrees) == 2 or not degrees and len(numbers) % 2 == 0, "no middle")
        cut = degrees[1] if degrees else numbers[len(numbers) // 2]
    out = []
    for part in (tokens[:cut], tokens[cut:]):
        n = [t for t in part if isinstance(t, list)]
        w = [t for t in part if isinstance(t, tuple)]
        need(n and len(w) == (1 if words else 0), "a value of nothing")
        need(not any(t[0] for t in n[1:]), "a sign within a value")
        out.append((n, w[0] if w else None))
    return out


def pair(tokens):
    values, out = split(tokens), []
    for numbers, word in values:
        sign = numbers[0][0]
        need(not (sign and word and word[1]), "a sign and a hemisphere")
        way = -1 if sign == "-" else 1
        if word and word[1]:
            way = word[1]
        out.append((word[0] if word else None, units([n[1:] for n in numbers], way)))
    kinds = [w[1] == 0 for _, w in values if w]
    need(len(set(kinds)) <= 1, "a hemisphere and a label")
    (a, x), (b, y) = out
    need(a is None or a != b, "two of one direction")
    if a:
        return [(x, y, 1) if a == "lat" else (y, x, 1)]
    return [(x, y, 3), (y, x, 4)]


def readings(text):
    text = clean(text)
    letter = "[c-hj-np-x]"
    if re.match(r"\d{1,2} ?" + letter + r" ?([a-hj-np-z]{2} ?(\d{1,5} \d{1,5}|(\d\d){1,5})$|"
                r" ?\d{6,7}(\.\d+)?[ ,])", text):
        return []
    if re.match(r"[23456789cfghjmpqrvwx]{2,8}\+", text):
        return []
    try:
        tokens = scan(text)
    except Refused:
        return []
    out = []
    for way in comma_ways(tokens):
        ways = [way]
        if "o" in way:
            at = way.index("o")
            ways = [way[:at] + [("lon", d)] + way[at + 1:] for d in (-1, 1)]
        for w in ways:
            try:
                need("o" not in w, "two of them")
                all_ = [r for r in pair(w)
                        if abs(r[0]) <= 90 * UNIT and abs(r[1]) <= 180 * UNIT]
            except Refused:
                continue
            if len(all_) == 1 and all_[0][2] != 1:
                all_ = [all_[0][:2] + (2,)]
            for r in all_:
                if r[:2] not in [o[:2] for o in out]:
                    out.append(r)
    return out


def check(text):
    all_lines, seen = lines(text), set()
    for line in all_lines:
        kind, typed, want = line.split(" ")
        seen.add(kind)
        need(kind == "pair", "an unknown line: " + line[:40])
        got = ";".join("%d:%d:%d" % r for r in readings(data(typed).decode())) or "refused"
        same(got, want, "%r" % data(typed).decode())
    need(len(all_lines) > 80, "lines are missing")
    return len(all_lines)
