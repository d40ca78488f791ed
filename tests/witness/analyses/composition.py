#!/usr/bin/env python3
"""Kitagawa-Oaxaca-Blinder decompositions and standardised means by numpy, with standard errors by complex steps.

Regressions have ordinary indicators: a column for each country, and for each factor all groups but the last. Effects are
centred afterwards. Each result is a function of the respondents' weights; its derivative by one of them is the imaginary
part after a step of 1e-30 i, which is exact to rounding. Written from docs/methods.md alone.
"""

import numpy
import study

REFERENCES = ["BB", "others"]
data = study.read()
items = data["items"]
people = len(data["country"])
names = sorted(data["factors"])
countries = sorted(set(data["country"]))
country = numpy.array([countries.index(c) for c in data["country"]])
members = {name: numpy.array(data["factors"][name]) for name in names}


def composition(chosen, w):
    """For each factor the shares of its groups among the chosen."""
    out = {}
    for name in names:
        groups = range(members[name].max() + 1)
        out[name] = numpy.array([(w * (members[name] == g))[chosen].sum() for g in groups]) / w[chosen].sum()
    return out


def effects(chosen, y, w, shares):
    """Effects within countries, those of a factor averaging to 0 under `shares` of the groups that are there."""
    columns = [(country == c)[chosen] for c in range(len(countries)) if (country[chosen] == c).any()]
    here = {name: sorted(set(members[name][chosen])) for name in names}
    for name in names:
        columns += [(members[name] == g)[chosen] for g in here[name][:-1]]
    x = numpy.column_stack(columns).astype(float)
    v = w[chosen]
    b = numpy.linalg.solve(x.T @ (v[:, None] * x), x.T @ (v * y[chosen]))
    b = b[len(b) - sum(len(here[name]) - 1 for name in names):]
    out = {}
    for name in names:
        found = numpy.zeros(members[name].max() + 1, dtype=b.dtype)
        found[here[name][:-1]], b = b[: len(here[name]) - 1], b[len(here[name]) - 1:]
        p = shares[name][here[name]]
        found[here[name]] -= (p * found[here[name]]).sum() / p.sum()
        out[name] = found
    return out


def parts(a, b, y, w):
    everybody = numpy.ones(people, dtype=bool)
    shares = composition(everybody, w)
    common = effects(everybody, y, w, shares)
    xa, xb = composition(a, w), composition(b, w)
    ea, eb = effects(a, y, w, shares), effects(b, y, w, shares)
    mean = lambda chosen: (w * y)[chosen].sum() / w[chosen].sum()
    total = lambda x, e: sum((x[name] * e[name]).sum() for name in names)
    explained = [((xa[n] - xb[n]) * common[n]).sum() for n in names]
    rest = [(xa[n] * (ea[n] - common[n]) + xb[n] * (common[n] - eb[n])).sum() for n in names]
    rest.append(mean(a) - total(xa, ea) - mean(b) + total(xb, eb))
    gap = mean(a) - mean(b)
    assert abs(sum(explained) + sum(rest) - gap) < 1e-13
    own, other = total(xa, ea) - total(xb, ea), total(xa, eb) - total(xb, eb)
    return numpy.array([gap, sum(explained), gap - sum(explained), own, other, *explained, *rest])


def standardised(c, y, w):
    everybody = numpy.ones(people, dtype=bool)
    shares = composition(everybody, w)
    common, own = effects(everybody, y, w, shares), composition(c, w)
    moved = sum(((shares[n] - own[n]) * common[n]).sum() for n in names)
    return numpy.array([(w * y)[c].sum() / w[c].sum() + moved])


def with_errors(function, w):
    step, moves = 1e-30, []
    for i in range(people):
        moved = w.astype(complex)
        moved[i] += 1j * step
        moves.append(w[i] * function(moved).imag / step)
    moves, variance = numpy.array(moves), 0
    for c in range(len(countries)):
        own = moves[country == c]
        variance = variance + len(own) / (len(own) - 1) * ((own - own.mean(axis=0)) ** 2).sum(axis=0)
    return function(w), numpy.sqrt(variance)


results = {}
for weights in ["none", "anweight"]:
    w = numpy.ones(people) if weights == "none" else numpy.array(data["numbers"][weights])
    results[weights] = {"composition": [], "composition_factors": [], "composition_standardised": []}
    for model in sorted(data["models"]):
        y = numpy.array(study.individual(data, model))
        for reference in REFERENCES:
            for c, name in enumerate(countries):
                if name == reference:
                    continue
                a = country == c
                b = ~a if reference == "others" else country == countries.index(reference)
                value, error = with_errors(lambda w: parts(a, b, y, w), w)
                key = {"model": model, "country": name, "reference": reference}
                ends = lambda at, of: {
                    of + "low": value[at] - 1.959963984540054 * error[at],
                    of + "high": value[at] + 1.959963984540054 * error[at],
                }
                clear = abs(value[0]) > 1.959963984540054 * error[0]
                results[weights]["composition"].append({
                    **key, "gap": value[0], **ends(0, "gap_"), "estimate": value[1], **ends(1, ""),
                    "unexplained": value[2], **ends(2, "unexplained_"), "with_own_effects": value[3],
                    "with_reference_effects": value[4],
                    "explained_share": value[1] / value[0] if clear else None,
                })
                for f, factor in enumerate([*names, "constant"]):
                    at, rest = 5 + f, 5 + len(names) + f
                    explained = {"estimate": value[at], **ends(at, "")}
                    if factor == "constant":
                        explained = {"estimate": None, "low": None, "high": None}
                    results[weights]["composition_factors"].append({
                        **key, "factor": factor, **explained, "unexplained": value[rest],
                        **ends(rest, "unexplained_"),
                    })
        for c, name in enumerate(countries):
            value, error = with_errors(lambda w: standardised(country == c, y, w), w)
            reach = 1.959963984540054 * error[0]
            results[weights]["composition_standardised"].append({
                "model": model, "country": name, "estimate": value[0],
                "low": value[0] - reach, "high": value[0] + reach,
                "mean": float(numpy.average(y[country == c], weights=w[country == c])),
            })
study.write("composition", results)
