"""docs/protocol/report.md: reports, places, times, coarsening."""

import datetime
import math
from fractions import Fraction

from prim import Refused, need
from read import Reader, data, lines, number, same, u8, u16, u32

KINDS = {
    1: ("site", "hospital clinic school shelter camp water-supply food worship heritage aid",
        "working working-in-part not-working"),
    2: ("hazard",
        "mine unexploded collapse fire water-not-safe contamination not-passable",
        "marked not-marked cleared"),
    3: ("movement", "on-foot vehicles sick-or-injured aid",
        "planned under-way arrived called-off"),
    4: ("need", "water food medical shelter way-out heat-and-light hygiene", "open met-in-part met"),
    5: ("harm", "people-hurt homes site supply driven-out", ""),
}
ACCESS, SEVERITY = "open hard cut-off", "minor moderate severe extreme"
HOW, CONFIDENCE = "seen told public", "doubtful likely sure"
METRES = [0, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000]
ADEGREE = 6371008.8 * math.pi / 180


def word(codes, n, need_one=False):
    codes = codes.split()
    need(n <= len(codes) and (n or not need_one), "a value that a field does not have")
    return codes[n - 1] if n else "-"


def plain(b, line):
    try:
        text = b.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise Refused("a text that is not UTF-8") from None
    for c in map(ord, text):
        need(c >= 0x20 or c == 10 and not line, "a control character")
        need(not 0x7f <= c <= 0x9f and not 0x2028 <= c <= 0x202e and not 0x2066 <= c <= 0x2069
             and c not in (0xfffe, 0xffff), "a character that no text has")
    return text


def count(n):
    if n == 0:
        return "-"
    n -= 1
    need(n <= 9900000 and (n < 100 or not str(n)[2:].strip("0")), "a number of people")
    return str(n)


def clock(quarters):
    t = datetime.datetime(1970, 1, 1) + datetime.timedelta(minutes=15 * quarters)
    return "%04d-%02d-%02dT%02d:%02dZ" % (t.year, t.month, t.day, t.hour, t.minute)


def read_when(at):
    form = at.num(1)
    need(form <= 3, "a form of time")
    if form == 0:
        return "-"
    unit, begin = at.num(1), at.num(4)
    end = at.num(4) if form == 2 else begin
    need(unit in (1, 4, 24, 96), "a unit of time")
    for x in (begin, end):
        need(x % unit == 0 and x <= 8064575, "a time out of bounds")
    need(form != 2 or end > begin, "a span that ends before it begins")
    if form == 1:
        return clock(begin) + "/" + clock(begin + unit)
    return clock(begin) + "/" + (".." if form == 3 else clock(end + unit)) + "/%d" % unit


def decimal(steps, digits):
    whole, part = divmod(abs(steps), 10 ** digits)
    return "%s%d.%0*d" % ("-" if steps < 0 else "", whole, digits, part)


def one_form(lat, lon, digits):
    one = 10 ** digits
    if lon == 180 * one:
        lon = -lon
    return lat, 0 if abs(lat) == 90 * one else lon


def read_place(at):
    digits, lat, lon = at.num(1), "-", "-"
    need(digits <= 3, "a place of another precision")
    if digits:
        a, b = (int.from_bytes(at.take(4), "big", signed=True) for _ in range(2))
        one = 10 ** digits
        need(abs(a) <= 90 * one and -180 * one <= b < 180 * one, "coordinates out of range")
        need((a, b) == one_form(a, b, digits), "coordinates in another form")
        lat, lon = decimal(a, digits), decimal(b, digits)
    name = at.long(1)
    need(len(name) <= 80, "a name that is too long")
    plain(name, True)
    bearing, distance = at.num(1), at.num(1)
    need(bearing <= 16 and distance <= 10 and (name or not bearing + distance), "a landmark")
    return "%s:%s:%s:%d:%d" % (lat, lon, name.hex(), bearing, distance)


NOWHERE = "-:-::0:0"


def read_report(b):
    """The fields as the vectors write them; Refused if these bytes are no report."""
    at, out = Reader(b, "report"), []
    need(at.num(1) == 1, "another version")
    id_, revision = at.take(16), at.num(2)
    need(any(id_) and revision, "no id or no revision")
    kind = at.num(1)
    need(kind in KINDS, "a kind")
    name, types, states = KINDS[kind]
    out += [("id", id_.hex()), ("revision", str(revision)), ("kind", name),
            ("type", word(types, at.num(1))), ("state", word(states, at.num(1)))]
    access = at.num(1)
    need(kind != 3 or not access, "a movement with access")
    out += [("access", word(ACCESS, access)), ("severity", word(SEVERITY, at.num(1))),
            ("how", word(HOW, at.num(1), True)), ("confidence", word(CONFIDENCE, at.num(1), True))]
    consent, people, killed, injured = at.num(1), at.num(4), at.num(4), at.num(4)
    need(consent <= 3 and not (kind == 3 and consent & 2), "a consent")
    need(not (kind == 2 and people), "people concerned by a hazard")
    need(kind == 5 or not killed + injured, "people of another kind")
    out += [("consent", str(consent)), ("people", count(people)), ("killed", count(killed)),
            ("injured", count(injured)), ("when", read_when(at)), ("where", read_place(at)),
            ("to", read_place(at) if kind == 3 else NOWHERE)]
    text = at.long(2)
    need(len(text) <= 10000, "a text that is too long")
    plain(text, False)
    at.end()
    return out + [("text", text.hex())]


def write_place(text):
    lat, lon, name, bearing, distance = text.split(":")
    digits, b = 0 if lat == "-" else len(lat.partition(".")[2]), b""
    if digits:
        b = b"".join(int(Fraction(x) * 10 ** digits).to_bytes(4, "big", signed=True)
                     for x in (lat, lon))
    name = data(name)
    return u8(digits) + b + u8(len(name)) + name + u8(number(bearing)) + u8(number(distance))


def quarters(text):
    t = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%MZ") - datetime.datetime(1970, 1, 1)
    return int(t.total_seconds()) // 900


def write_when(text):
    if text == "-":
        return u8(0)
    begin, end, *unit = text.split("/")
    begin = quarters(begin)
    if not unit:
        return u8(1) + u8(quarters(end) - begin) + u32(begin)
    unit = number(unit[0])
    if end == "..":
        return u8(3) + u8(unit) + u32(begin)
    return u8(2) + u8(unit) + u32(begin) + u32(quarters(end) - unit)


def write_report(f):
    def of(codes, key):
        return u8(0 if f[key] == "-" else codes.split().index(f[key]) + 1)

    kind = next(k for k in KINDS if KINDS[k][0] == f["kind"])
    _, types, states = KINDS[kind]
    people = b"".join(u32(0 if f[x] == "-" else number(f[x]) + 1)
                      for x in ("people", "killed", "injured"))
    text = data(f["text"])
    return (u8(1) + data(f["id"]) + u16(number(f["revision"])) + u8(kind) + of(types, "type")
            + of(states, "state") + of(ACCESS, "access") + of(SEVERITY, "severity") + of(HOW, "how")
            + of(CONFIDENCE, "confidence") + u8(number(f["consent"])) + people
            + write_when(f["when"]) + write_place(f["where"])
            + (write_place(f["to"]) if kind == 3 else b"") + u16(len(text)) + text)


def rounded(x):
    """Half away from zero."""
    n = int(abs(x) + Fraction(1, 2))
    return -n if x < 0 else n


def reach(lat, digits):
    half = ADEGREE / 10 ** digits / 2
    return math.ceil(math.hypot(half, half * math.cos(math.radians(lat))))


def coarse(lat, lon, digits):
    a, b = one_form(*(rounded(Fraction(x) * 10 ** digits) for x in (lat, lon)), digits)
    return [decimal(a, digits), decimal(b, digits), str(reach(a / 10 ** digits, digits))]


def spot(place):
    lat, lon, _, bearing, distance = place.split(":")
    digits, bearing, metres = len(lat.partition(".")[2]), number(bearing), METRES[number(distance)]
    lat, lon = float(lat), float(lon)
    around = reach(lat, digits)
    need(metres or not bearing, "a direction alone has no spot")
    if metres and not bearing:
        around += metres * 8 // 5
    elif metres:
        around += max(10, (2 * metres + 2) // 3)
        angle, shrink = math.radians((bearing - 1) * 22.5), math.cos(math.radians(lat))
        lat = max(-90.0, min(90.0, lat + metres * math.cos(angle) / ADEGREE))
        if shrink > 0.001:
            lon += metres * math.sin(angle) / (ADEGREE * shrink)
            lon = lon - 360 if lon >= 180 else lon + 360 if lon < -180 else lon
    return ["%.6f" % lat, "%.6f" % lon, str(around)]


def check(text):
    all_lines, seen, fields = lines(text), set(), []
    for line in all_lines:
        kind, *v = line.split(" ")
        seen.add(kind)
        if kind == "report":
            need(not fields, "a report with fewer fields than it has")
            b = data(v[0])
            fields = read_report(b)
            same(write_report(dict(fields)), b, "a report written again")
        elif fields and kind == fields[0][0]:
            same(fields.pop(0)[1], v[0] if v else "", kind)
        elif kind == "refused":
            try:
                read_report(data(v[0]))
            except Refused:
                continue
            need(False, "a report that is to be refused")
        elif kind == "coarse":
            same(coarse(v[0], v[1], number(v[2])), v[3:], line)
        elif kind == "spot":
            same(spot(v[0]), v[1:], line)
        else:
            need(False, "an unknown line: " + line[:40])
    need(not fields and len(seen) == 21, "a kind of line is missing")
    return len(all_lines)
