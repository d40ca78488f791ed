#!/usr/bin/env python3
"""Distribution metrics with scipy, and what draws from the group itself would reach.

    distributions.py        writes crates/alignment-analyses/tests/frozen/distributions.json

Expectations are enumerated over all outcomes of the draws where that is feasible (`enumerated`), and otherwise summed
over scipy's binomial distribution.
"""

import itertools
import math

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import binom, wasserstein_distance

import study as frozen

S = frozen.read()
MEASURES = ["wasserstein", "jensen_shannon", "ordinal"]


def distances(p, q):
    """Wasserstein-1 in steps, divergence, signed delta of q over p."""
    steps = np.arange(len(p))
    delta = q @ np.sign(steps[:, None] - steps[None, :]) @ p
    return wasserstein_distance(steps, steps, p, q), jensenshannon(p, q, base=2) ** 2, delta


def expected(p, n):
    """Expected Wasserstein-1 and divergence of n draws, from the binomial distribution of each count."""
    k = np.arange(n + 1)
    wasserstein = sum(binom.pmf(k, n, min(f, 1.0)) @ np.abs(k / n - f) for f in np.cumsum(p)[:-1])
    divergence = 0.0
    for share in p:
        terms = [
            sum(x / 2 * math.log2(x / ((x + y) / 2)) for x, y in [(a, share), (share, a)] if x > 0) for a in k / n
        ]
        divergence += binom.pmf(k, n, share) @ np.array(terms)
    return float(wasserstein), float(divergence)


def enumerated(p, n):
    """The same over every sequence of draws."""
    total = np.zeros(2)
    for sequence in itertools.product(range(len(p)), repeat=n):
        probability = math.prod(p[step] for step in sequence)
        w, j, _ = distances(np.array(p), np.bincount(sequence, minlength=len(p)) / n)
        total += probability * np.array([w, j])
    return total.tolist()


def groups():
    yield "everybody", "all", list(range(len(S["country"])))
    for factor in sorted(S["factors"]):
        members = S["factors"][factor]
        for group in range(max(members) + 1):
            name = "missing" if group == max(members) else str(group + 1)
            yield factor, name, [i for i, g in enumerate(members) if g == group]
    for country in sorted(set(S["country"])):
        yield "country", country, [i for i, c in enumerate(S["country"]) if c == country]


def row(members, model, weights):
    sums = {"items": 0, "weight": 0.0, "delta": 0.0, "found": np.zeros(3), "chance": np.zeros(2)}
    variances = np.zeros(2)
    for item in S["items"]:
        size = item["highest"] - item["lowest"] + 1
        answers = [(S["codes"][item["id"]][i], S["numbers"][weights][i]) for i in members]
        answers = [(code - item["lowest"], weight) for code, weight in answers if code is not None]
        votes = [code - item["lowest"] for code in S["models"][model][item["id"]] if code is not None]
        if not votes or not answers:
            continue
        codes, mass = map(np.array, zip(*answers))
        p = np.bincount(codes, weights=mass, minlength=size) / mass.sum()
        q = np.bincount(votes, minlength=size) / len(votes)
        share, width = 1 / item["forms"], size - 1
        w, j, delta = distances(p, q)
        ew, ej = expected(p, len(votes))
        sums["items"] += 1
        sums["weight"] += share
        sums["delta"] += share * delta
        sums["found"] += share * np.array([1 - w / width, 1 - j, 1 - abs(delta)])
        sums["chance"] += share * np.array([1 - ew / width, 1 - ej])
        mean = np.average(codes, weights=mass)
        variances += share / width**2 * np.array([np.var(votes, ddof=1), np.average((codes - mean) ** 2, weights=mass)])
    mean = lambda values: (np.array(values) / sums["weight"]).tolist()
    return {
        "items": sums["items"],
        "found": mean(sums["found"]),
        "chance": mean(sums["chance"]),
        "delta": mean(sums["delta"]),
        "spread_ratio": float(np.sqrt(variances[0] / variances[1])),
    }


def main():
    cases = [([0.2, 0.5, 0.3], 4), ([0.1, 0.2, 0.3, 0.4], 5), ([0.0, 0.25, 0.75], 6)]
    rows = [
        {"factor": factor, "group": group, "model": model, **row(members, model, "anweight")}
        for factor, group, members in groups()
        for model in sorted(S["models"])
    ]
    frozen.write(
        "distributions",
        {"rows": rows, "enumerated": [{"shares": p, "draws": n, "expected": enumerated(p, n)} for p, n in cases]},
    )


if __name__ == "__main__":
    main()
