#!/usr/bin/env python3
"""The specification curve of docs/methods.md, respondent by respondent, with numpy and scipy.

    specification_curve.py        writes crates/alignment-analyses/tests/frozen/specification_curve.json

Every specification is computed; each claim's share over all of them is frozen, and every 23rd row in full.
"""

import itertools
import math

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import wasserstein_distance

import study as frozen

AXES = {
    "weights": ["none", "anweight"],
    "compare": ["mean_consensus", "mean_mean", "mode_consensus", "respondent_consensus", "distribution"],
    "metrics": ["absolute", "squared", "different", "jensen_shannon", "cliff", "kolmogorov"],
    "items": ["own", "common", "each_topic_out", "each_topic_alone"],
    "missing": ["omit", "complete", "midpoint"],
    "refusals": ["omit", "midpoint"],
    "ties": ["smallest", "median", "largest"],
}
CLAIMS = {
    "women": {"descending": {"factor": "gender", "groups": ["2", "1"]}},
    "schooling": {"descending": {"factor": "education", "groups": ["1", "2", "3", "4"]}},
    "devout": {"highest": {"factor": "religiosity", "groups": ["5"]}},
    "poles": {"lowest": {"factor": "country", "groups": ["CC", "DD"]}},
    "religion": {"widest": {"factor": "religiosity"}},
    "nation": {"widest": {"factor": "country", "among": ["education", "religiosity"]}},
    "gaps": {"wider_gap": {"factor": "education", "groups": ["1", "4"], "than_factor": "gender", "than": ["2", "1"]}},
}
FITS = {
    "mean_consensus": ["absolute", "squared"],
    "mean_mean": ["absolute", "squared"],
    "mode_consensus": ["absolute", "squared", "different"],
    "respondent_consensus": ["absolute", "squared", "different", "cliff"],
    "distribution": AXES["metrics"],
}
EVERY = 23

S = frozen.read()
ITEMS = S["items"]
N = len(S["country"])


def groups():
    """(factor, group) -> members."""
    found = {}
    for factor in sorted(S["factors"]):
        members = S["factors"][factor]
        last = max(members)
        for group in range(last + 1):
            name = "missing" if group == last else str(group + 1)
            found[factor, name] = [i for i in range(N) if members[i] == group]
    for country in sorted(set(S["country"])):
        found["country", country] = [i for i in range(N) if S["country"][i] == country]
    found["everybody", "all"] = list(range(N))
    return found


GROUPS = groups()


def complete(i):
    asked = {}
    for item in ITEMS:
        asked.setdefault(item["question"], []).append(S["codes"][item["id"]][i] is not None)
    return all(any(forms) for forms in asked.values())


COMPLETE = [complete(i) for i in range(N)]


def halves(item):
    """The steps on either side of the middle of the scale."""
    middle = (item["highest"] - item["lowest"]) / 2
    return math.floor(middle), math.ceil(middle)


def group_shares(members, item, weights, missing):
    """Share of each step, or None."""
    cells = np.zeros(item["highest"] - item["lowest"] + 1)
    for i in members:
        weight = 1.0 if weights == "none" else S["numbers"][weights][i]
        code = S["codes"][item["id"]][i]
        if missing == "complete" and not COMPLETE[i]:
            continue
        if code is not None:
            cells[code - item["lowest"]] += weight
        elif missing == "midpoint" and item["forms"] == 1:
            for step in halves(item):
                cells[step] += weight / 2
    return cells / cells.sum() if cells.sum() > 0 else None


def model_answer(model, item, refusals, tie):
    """(consensus step, shares), or None."""
    steps = item["highest"] - item["lowest"] + 1
    votes = [code - item["lowest"] for code in S["models"][model][item["id"]] if code is not None]
    if not votes:
        if refusals == "omit":
            return None
        shares = np.zeros(steps)
        for step in halves(item):
            shares[step] += 0.5
        return (steps - 1) / 2, shares
    counts = np.bincount(votes, minlength=steps)
    modes = np.flatnonzero(counts == counts.max())
    consensus = {"smallest": modes.min(), "largest": modes.max(), "median": np.median(modes)}[tie or "smallest"]
    return float(consensus), counts / counts.sum()


def squared_transport(p, q):
    """Integral of the squared difference of the two quantile functions."""
    levels = np.unique(np.round(np.concatenate([[0], np.cumsum(p), np.cumsum(q)]), 13))
    middles, lengths = (levels[1:] + levels[:-1]) / 2, np.diff(levels)
    quantile = lambda shares: np.minimum(np.searchsorted(np.cumsum(shares), middles), len(shares) - 1)
    return float(np.sum(lengths * (quantile(p) - quantile(q)) ** 2))


def agreement(p, answer, compare, metric):
    consensus, q = answer
    width = len(p) - 1
    steps = np.arange(width + 1)
    place = {
        "mean_consensus": (p @ steps, consensus),
        "mean_mean": (p @ steps, q @ steps),
        "mode_consensus": (float(np.argmax(p)), consensus),
    }
    if compare in place:
        apart = abs(place[compare][0] - place[compare][1])
        return 1 - {"absolute": apart / width, "squared": (apart / width) ** 2, "different": float(apart > 0)}[metric]
    if compare == "respondent_consensus":
        each = {
            "absolute": np.abs(steps - consensus) / width,
            "squared": ((steps - consensus) / width) ** 2,
            "different": (steps != consensus).astype(float),
            "cliff": np.sign(steps - consensus),
        }[metric]
        return 1 - abs(float(p @ each))
    if metric == "absolute":
        return 1 - wasserstein_distance(steps, steps, p, q) / width
    if metric == "squared":
        return 1 - squared_transport(p, q) / width**2
    if metric == "different":
        return 1 - np.abs(p - q).sum() / 2
    if metric == "jensen_shannon":
        return 1 - jensenshannon(p, q, base=2) ** 2
    if metric == "cliff":
        return 1 - abs(p @ np.sign(steps[:, None] - steps[None, :]) @ q)
    return 1 - np.abs(np.cumsum(p) - np.cumsum(q)).max()


def item_sets():
    topics = list(dict.fromkeys(item["topic"] for item in ITEMS))
    answered = lambda model, item: any(code is not None for code in S["models"][model][item["id"]])
    common = [all(answered(model, item) for model in S["models"]) for item in ITEMS]
    sets = {"own": [True] * len(ITEMS), "common": common}
    sets |= {f"without {topic}": [item["topic"] != topic for item in ITEMS] for topic in topics}
    sets |= {f"only {topic}": [item["topic"] == topic for item in ITEMS] for topic in topics}
    return sets


def margin(claim, scores):
    """By how much a claim holds, or None."""
    (kind, body), = claim.items()
    of = lambda factor, group: scores[factor, group]
    rest = lambda factor, taken: [
        score for (f, g), score in scores.items() if f == factor and g not in taken + ["missing"] and score is not None
    ]
    if kind == "descending":
        values = [of(body["factor"], group) for group in body["groups"]]
        return None if None in values else min(a - b for a, b in zip(values, values[1:]))
    if kind in ("highest", "lowest"):
        named = [v for v in (of(body["factor"], group) for group in body["groups"]) if v is not None]
        others = rest(body["factor"], body["groups"])
        if not named or not others:
            return None
        return min(named) - max(others) if kind == "highest" else min(others) - max(named)
    if kind == "widest":
        span = lambda factor: (lambda v: max(v) - min(v) if v else None)(rest(factor, []))
        among = body.get("among", [factor for factor in sorted(S["factors"]) if factor != body["factor"]])
        widths = [span(factor) for factor in among if span(factor) is not None]
        own = span(body["factor"])
        return None if own is None or not widths else own - max(widths)
    ends = [of(body["factor"], group) for group in body["groups"]]
    than = [of(body["than_factor"], group) for group in body["than"]]
    return None if None in ends + than else (ends[0] - ends[1]) - (than[0] - than[1])


def main():
    sets = item_sets()
    rows = []
    for weights, missing in itertools.product(AXES["weights"], AXES["missing"]):
        shares = {
            group: [group_shares(members, item, weights, missing) for item in ITEMS] for group, members in GROUPS.items()
        }
        for model, refusals in itertools.product(sorted(S["models"]), AXES["refusals"]):
            methods = []
            for compare, metric in itertools.product(AXES["compare"], AXES["metrics"]):
                if metric in FITS[compare]:
                    ties = [None] if compare in ("mean_mean", "distribution") else AXES["ties"]
                    methods += [(compare, metric, tie) for tie in ties]
            for compare, metric, tie in methods:
                answers = [model_answer(model, item, refusals, tie) for item in ITEMS]
                agreements = {
                    group: [
                        None if p is None or a is None else agreement(p, a, compare, metric) for p, a in zip(row, answers)
                    ]
                    for group, row in shares.items()
                }
                for name, keep in sets.items():
                    if name == "common" and refusals == "midpoint":
                        continue
                    scores = {}
                    for group, row in agreements.items():
                        pairs = [
                            (1 / item["forms"], value)
                            for item, value, kept in zip(ITEMS, row, keep)
                            if kept and value is not None
                        ]
                        total = sum(weight for weight, _ in pairs)
                        scores[group] = sum(w * v for w, v in pairs) / total if pairs else None
                    choices = [model, weights, compare, metric, name, missing, refusals, tie or "none"]
                    margins = {claim: margin(CLAIMS[claim], scores) for claim in CLAIMS}
                    rows.append({"choices": choices, "overall": scores["everybody", "all"], "margins": margins})
    holds = {}
    for claim in CLAIMS:
        decided = [row["margins"][claim] for row in rows if row["margins"][claim] is not None]
        holds[claim] = {"specifications": len(decided), "share": sum(m > 1e-12 for m in decided) / len(decided)}
    rows.sort(key=lambda row: row["choices"])
    claims = [
        {"name": name, "text": name, "source": "invented", "holds_if": condition} for name, condition in CLAIMS.items()
    ]
    frozen.write(
        "specification_curve",
        {"options": AXES | {"claims": claims}, "specifications": len(rows), "holds": holds, "rows": rows[::EVERY]},
    )


if __name__ == "__main__":
    main()
