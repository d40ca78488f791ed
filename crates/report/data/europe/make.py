"""Makes europe.txt, the map of the page. Needs: npm pack world-atlas.

    python3 make.py PACKAGE_DIRECTORY/countries-50m.json > europe.txt

Natural Earth's countries (1:50m, public domain) in Lambert's azimuthal equal-area projection around 52 N 10 E, the
projection of Europe's statistical maps. Borders are simplified arc by arc, so that neighbours keep the same border.
First line: width and height. Then one line a country: code, name, path, parted by tabs.
"""
import json
import math
import sys

WIDTH, TOLERANCE, SMALLEST, PAD = 900.0, 0.55, 3.0, 8.0
# What must be in view, in degrees: Iceland, North Cape, eastern Ukraine, Israel, Crete, Portugal.
CORNERS = [(-24.6, 64.5), (-22, 66.6), (25.8, 71.4), (40.4, 49.2), (36.2, 29.3), (24, 34.6), (-9.7, 37.0), (-9.3, 43)]
CODES = {
    8: "AL", 20: "AD", 40: "AT", 51: "AM", 31: "AZ", 112: "BY", 56: "BE", 70: "BA", 100: "BG", 191: "HR", 196: "CY",
    203: "CZ", 208: "DK", 233: "EE", 246: "FI", 250: "FR", 268: "GE", 276: "DE", 300: "GR", 348: "HU", 352: "IS",
    372: "IE", 376: "IL", 380: "IT", 428: "LV", 438: "LI", 440: "LT", 442: "LU", 470: "MT", 498: "MD", 492: "MC",
    499: "ME", 528: "NL", 807: "MK", 578: "NO", 616: "PL", 620: "PT", 642: "RO", 643: "RU", 674: "SM", 688: "RS",
    703: "SK", 705: "SI", 724: "ES", 752: "SE", 756: "CH", 792: "TR", 804: "UA", 826: "GB", 336: "VA", 833: "IM",
    234: "FO", 248: "AX", 831: "GG", 832: "JE", 275: "PS", 422: "LB", 760: "SY", 400: "JO", 818: "EG", 434: "LY",
    788: "TN", 12: "DZ", 504: "MA", 368: "IQ", 682: "SA", 364: "IR", 398: "KZ", 304: "GL",
}
NAMED = {"Kosovo": "XK", "N. Cyprus": "-"}
FULL = {"Bosnia and Herz.": "Bosnia and Herzegovina", "Macedonia": "North Macedonia", "N. Cyprus": "Northern Cyprus (disputed)", "Faeroe Is.": "Faroe Islands"}


def project(lon, lat):
    lam, phi, phi0 = math.radians(lon - 10), math.radians(lat), math.radians(52)
    cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
    k = math.sqrt(2 / max(1e-9, 1 + cosine))
    return (k * math.cos(phi) * math.sin(lam),
            -k * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam)))


def simplified(points):
    """Douglas and Peucker; a closed arc is first cut at the point farthest from its start."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def distance(p):
        if length < 1e-9:
            return math.hypot(p[0] - ax, p[1] - ay)
        return abs((bx - ax) * (ay - p[1]) - (ax - p[0]) * (by - ay)) / length
    at = max(range(1, len(points) - 1), key=lambda i: distance(points[i]))
    if distance(points[at]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[:at + 1])[:-1] + simplified(points[at:])


def clipped(ring, height):
    """Sutherland and Hodgman, against the view and a margin."""
    for axis, bound, keep in ((0, -PAD, 1), (0, WIDTH + PAD, -1), (1, -PAD, 1), (1, height + PAD, -1)):
        out = []
        for i, point in enumerate(ring):
            before = ring[i - 1]
            inside, was = (point[axis] - bound) * keep >= 0, (before[axis] - bound) * keep >= 0
            if inside != was:
                t = (bound - before[axis]) / (point[axis] - before[axis])
                out.append(tuple(before[j] + t * (point[j] - before[j]) for j in (0, 1)))
            if inside:
                out.append(point)
        ring = out
        if not ring:
            break
    return ring


def area(ring):
    return abs(sum(ring[i - 1][0] * p[1] - p[0] * ring[i - 1][1] for i, p in enumerate(ring))) / 2


def centre(ring):
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def path(ring):
    whole = [(round(x), round(y)) for x, y in ring]
    steps, (x, y) = [], whole[0]
    for px, py in whole[1:]:
        if (px, py) != (x, y):
            steps.append(f"{px - x},{py - y}".replace(",-", "-"))
            x, y = px, py
    return f"M{whole[0][0]},{whole[0][1]}l{' '.join(steps)}z".replace(" -", "-") if len(steps) > 1 else ""


sys.setrecursionlimit(10000)
world = json.load(open(sys.argv[1]))
corners = [project(*corner) for corner in CORNERS]
left, right = min(x for x, _ in corners), max(x for x, _ in corners)
top, bottom = min(y for _, y in corners), max(y for _, y in corners)
scale = WIDTH / (right - left)
height = (bottom - top) * scale
CRIMEA = tuple((a - b) * scale for a, b in zip(project(34.3, 45.2), (left, top)))
(sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
arcs = []
for arc in world["arcs"]:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        px, py = project(x * sx + tx, y * sy + ty)
        points.append(((px - left) * scale, (py - top) * scale))
    arcs.append(simplified(points))

print(f"{WIDTH:.0f}\t{height:.0f}")
lines = []
for shape in world["objects"]["countries"]["geometries"]:
    name = shape["properties"]["name"]
    code = CODES.get(int(shape["id"])) if shape.get("id") else NAMED.get(name)
    if code is None or "arcs" not in shape:
        continue
    rings = []
    for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
        for indices in polygon:
            ring = []
            for index in indices:
                ring += (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]
            if any(math.hypot(x - WIDTH / 2, y - height / 2) < 4 * WIDTH for x, y in ring):
                ring = clipped(ring, height)
                if len(ring) > 2:
                    rings.append(ring)
    rings.sort(key=area, reverse=True)
    kept = [r for i, r in enumerate(rings) if area(r) >= SMALLEST or (i == 0 and area(r) > 0.3)]
    paths = "".join(map(path, kept))
    if paths and code == "RU":
        # Natural Earth draws Crimea with Russia. It is disputed, so it becomes a shape of its own, of no country.
        crimea = min(kept, key=lambda r: math.dist(centre(r), CRIMEA))
        paths = "".join(path(r) for r in kept if r is not crimea)
        lines.append(f"-\tCrimea (disputed)\t{path(crimea)}")
    if paths:
        lines.append(f"{code}\t{FULL.get(name, name)}\t{paths}")
print("\n".join(sorted(lines)))
