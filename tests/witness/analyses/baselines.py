#!/usr/bin/env python3
"""Witness of `baselines`: the best constant position by minimising over a fine set of candidates, the rest by respondents.

A single person's expected score is computed person by person, not from histograms; the halves of a split are given to
the Rust test, which draws them, so that no generator needs to be repeated here.
"""

import numpy as np
from scipy.optimize import minimize_scalar

import means as m
import study


def constant(mean, counts):
    position = (mean[counts] - m.LOWEST[counts]) / m.WIDTHS[counts]
    of = lambda t: np.average(1 - np.abs(position - t), weights=m.WEIGHTS[counts])
    # The best position is one of the means' own, because the score is piecewise linear between them.
    best = max(of(t) for t in position)
    rough = minimize_scalar(lambda t: -of(t), bounds=(0, 1), method="bounded")
    assert -rough.fun <= best + 1e-9, "no position between the means is better"
    return best


def person(mean, weights, counts):
    total = 0.0
    for q in np.flatnonzero(counts):
        codes = m.CODES[q]
        valid = ~np.isnan(codes)
        scores = 1 - np.abs(mean[q] - codes[valid]) / m.WIDTHS[q]
        total += m.WEIGHTS[q] * np.average(scores, weights=weights[valid])
    return total / m.WEIGHTS[counts].sum()


def main():
    results = {}
    for weights in ("none", "anweight"):
        w = m.respondent_weights(weights)
        mean = m.means(w)
        models = {}
        for model in m.MODELS:
            answer = m.answers(model)
            counts = ~np.isnan(answer) & ~np.isnan(mean)
            attainable = [1 - np.abs(mean[q] - m.SCALES[q]) / m.WIDTHS[q] for q in range(len(m.ITEMS))]
            over = lambda f: float(np.average([f(attainable[q]) for q in np.flatnonzero(counts)], weights=m.WEIGHTS[counts]))
            votes, rounded = {}, {}
            for factor, groups in m.groups().items():
                for code, who in groups:
                    vote = []
                    for q in range(len(m.ITEMS)):
                        weight = np.array([w[who & (m.CODES[q] == code)].sum() for code in m.SCALES[q]])
                        vote.append(m.SCALES[q][weight.argmax()] if weight.max() > 0 else np.nan)
                    own = m.means(w, who)
                    near = [m.SCALES[q][np.abs(m.SCALES[q] - own[q]).argmin()] if not np.isnan(own[q]) else np.nan for q in range(len(m.ITEMS))]
                    votes[f"{factor}/{code}"] = m.score(mean, np.where(counts, vote, np.nan))
                    rounded[f"{factor}/{code}"] = m.score(mean, np.where(counts, near, np.nan))
            models[model] = {
                "worst": over(np.min),
                "random": over(np.mean),
                "best": over(np.max),
                "midpoint": m.score(np.where(counts, mean, np.nan), m.LOWEST + m.WIDTHS / 2),
                "constant": constant(mean, counts),
                "person": person(mean, w, counts),
                "votes": votes,
                "rounded": rounded,
            }
        results[weights] = models
    study.write("baselines", m.plain(results))


if __name__ == "__main__":
    main()
