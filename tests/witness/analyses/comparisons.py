#!/usr/bin/env python3
"""Adjusted p-values by statsmodels, max-T p-values by numpy, and the gaps of the invented study.

    comparisons.py        writes crates/alignment-analyses/tests/frozen/comparisons.json
"""

import numpy as np
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

import study as frozen

S = frozen.read()


def gaps():
    """Score of gender 1 minus score of gender 2, model by model, unweighted, respondent by respondent."""
    found = {}
    for model, answers in S["models"].items():
        scores = []
        for group in (0, 1):
            members = [i for i, g in enumerate(S["factors"]["gender"]) if g == group]
            total = weight = 0.0
            for item in S["items"]:
                votes = [code for code in answers[item["id"]] if code is not None]
                codes = [S["codes"][item["id"]][i] for i in members]
                codes = [code for code in codes if code is not None]
                if votes and codes:
                    values, counts = np.unique(votes, return_counts=True)
                    mode = values[counts.argmax()]
                    width = item["highest"] - item["lowest"]
                    total += (1 - abs(np.mean(codes) - mode) / width) / item["forms"]
                    weight += 1 / item["forms"]
            scores.append(total / weight)
        found[model] = scores[0] - scores[1]
    return found


def main():
    stream = frozen.Stream(6)
    estimates = [(stream.below(2001) - 1000) / 400 for _ in range(12)]
    draws = [[e + (stream.below(2001) + stream.below(2001) - 2000) / 1000 for _ in range(199)] for e in estimates]
    matrix, centre = np.array(draws), np.array(estimates)
    errors = matrix.std(axis=1, ddof=1)
    p = 2 * norm.sf(np.abs(centre) / errors)
    largest = np.max(np.abs(matrix - centre[:, None]) / errors[:, None], axis=0)
    joint = [(1 + int(np.sum(largest >= abs(e) / s))) / (1 + len(largest)) for e, s in zip(centre, errors)]
    frozen.write(
        "comparisons",
        {
            "estimates": estimates,
            "draws": draws,
            "p": p.tolist(),
            "holm": multipletests(p, method="holm")[1].tolist(),
            "benjamini_hochberg": multipletests(p, method="fdr_bh")[1].tolist(),
            "max_t": joint,
            "detectable": ((norm.ppf(0.975) + norm.ppf(0.8)) * errors).tolist(),
            "detectable_band": ((np.quantile(largest, 0.95) + norm.ppf(0.8)) * errors).tolist(),
            "critical": float(np.quantile(largest, 0.95)),
            "gaps": gaps(),
        },
    )


if __name__ == "__main__":
    main()
