#!/usr/bin/env python3
"""Witness of `common_support` and `refusal_bounds`: bounds by linear programming, not by picking minima.

The refused answers are written as mixtures over the codes of each scale: the score is linear in the mixture, so that
scipy's linear-programming solver finds the worst and the best case of a score and of a gap between two groups.
"""

import numpy as np
from scipy.optimize import linprog

import means as m
import study


def any_answer(mean, answer, minus=None):
    """Ends of the score over all items, or of its difference from a second group's."""
    sides = [(mean, 1.0)] + ([(minus, -1.0)] if minus is not None else [])
    fixed, cost, blocks = 0.0, [], []
    for group, sign in sides:
        known = ~np.isnan(group)
        total = m.WEIGHTS[known].sum()
        scores = m.item_scores(group, answer)
        fixed += sign * np.nansum(m.WEIGHTS * scores) / total
    for q in range(len(m.ITEMS)):
        if not np.isnan(answer[q]) or np.isnan(mean[q]):
            continue
        column = np.zeros(len(m.SCALES[q]))
        for group, sign in sides:
            total = m.WEIGHTS[~np.isnan(group)].sum()
            column += sign * m.WEIGHTS[q] * (1 - np.abs(group[q] - m.SCALES[q]) / m.WIDTHS[q]) / total
        blocks.append(len(column))
        cost.extend(column)
    if not blocks:
        return fixed, fixed
    equal = np.zeros((len(blocks), len(cost)))
    start = 0
    for row, size in enumerate(blocks):
        equal[row, start : start + size] = 1
        start += size
    solve = lambda sign: linprog(sign * np.array(cost), A_eq=equal, b_eq=np.ones(len(blocks)), bounds=(0, 1)).fun
    return fixed + solve(1.0), fixed - solve(-1.0)


def any_score(mean, answer):
    known = ~np.isnan(mean)
    scores = m.item_scores(mean, answer)
    total = m.WEIGHTS[known].sum()
    low = np.nansum(m.WEIGHTS * scores) / total
    return low, low + m.WEIGHTS[known & np.isnan(answer)].sum() / total


def imputed(mean, answer):
    """Expected score with random answers, and with scores lent within the topic."""
    scores = m.item_scores(mean, answer)
    random, lent = scores.copy(), scores.copy()
    topics = np.array([item["topic"] for item in m.ITEMS])
    for q in np.flatnonzero(np.isnan(answer) & ~np.isnan(mean)):
        attainable = 1 - np.abs(mean[q] - m.SCALES[q]) / m.WIDTHS[q]
        random[q] = attainable.mean()
        donors = ~np.isnan(scores) & (topics == topics[q])
        donors = donors if donors.any() else ~np.isnan(scores)
        lent[q] = np.average(np.clip(scores[donors], attainable.min(), attainable.max()), weights=m.WEIGHTS[donors])
    counts = ~np.isnan(mean)
    return [np.average(x[counts], weights=m.WEIGHTS[counts]) for x in (random, lent)]


def main():
    results = {}
    for weights in ("none", "anweight"):
        w = m.respondent_weights(weights)
        everybody = m.means(w)
        common = np.all([~np.isnan(m.answers(model)) for model in m.MODELS], axis=0)
        models = {}
        for model in m.MODELS:
            answer = m.answers(model)
            gaps = {}
            for factor, groups in m.groups().items():
                known = [(code, m.means(w, who)) for code, who in groups if code != "missing"]
                known = [(code, mean, m.score(mean, answer)) for code, mean in known]
                low, high = min(known, key=lambda g: g[2]), max(known, key=lambda g: g[2])
                gaps[factor] = [low[0], high[0], high[2] - low[2], *any_answer(high[1], answer, low[1])]
            models[model] = {
                "own": m.score(everybody, answer),
                "common": m.score(everybody, answer, common),
                "any_answer": any_answer(everybody, answer),
                "any_score": any_score(everybody, answer),
                "imputed": imputed(everybody, answer),
                "gaps": gaps,
            }
        results[weights] = models
    study.write("refusal_bounds", m.plain(results))


if __name__ == "__main__":
    main()
