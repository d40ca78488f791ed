#!/usr/bin/env python3
"""Witness of `topics`: scores by topic, and gaps taken apart as the change of the gap when a topic's term is dropped."""

import numpy as np

import means as m
import study


def terms(mean, answer):
    """What each item adds to the group's score."""
    scores = m.item_scores(mean, answer)
    counts = ~np.isnan(scores)
    return np.where(counts, m.WEIGHTS * np.nan_to_num(scores), 0.0) / m.WEIGHTS[counts].sum()


def main():
    topics = np.array([item["topic"] for item in m.ITEMS])
    results = {}
    for weights in ("none", "anweight"):
        w = m.respondent_weights(weights)
        everybody = m.means(w)
        models = {}
        for model in m.MODELS:
            answer = m.answers(model)
            gaps = {}
            for factor, groups in m.groups().items():
                known = [(code, m.means(w, who)) for code, who in groups if code != "missing"]
                known = [(code, mean, m.score(mean, answer)) for code, mean in known]
                low, high = min(known, key=lambda g: g[2]), max(known, key=lambda g: g[2])
                part = terms(high[1], answer) - terms(low[1], answer)
                without = {}
                for q, item in enumerate(m.ITEMS):
                    left = answer.copy()
                    left[q] = np.nan
                    without[item["id"]] = m.score(high[1], left) - m.score(low[1], left)
                gaps[factor] = {
                    "gap": high[2] - low[2],
                    "items": {item["id"]: part[q] for q, item in enumerate(m.ITEMS)},
                    "topics": {topic: part[topics == topic].sum() for topic in set(topics)},
                    "without": without,
                }
            models[model] = {
                "topics": {topic: m.score(everybody, answer, topics == topic) for topic in set(topics)},
                "gaps": gaps,
            }
        results[weights] = models
    study.write("topics", m.plain(results))


if __name__ == "__main__":
    main()
