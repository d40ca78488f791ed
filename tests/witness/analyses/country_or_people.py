#!/usr/bin/env python3
"""Individual scores, R^2 of every subset of factors by numpy's least squares, and Shapley shares over all orders.

Written from docs/methods.md alone.
"""

import itertools

import numpy
import study

data = study.read()
items = data["items"]
people = len(data["country"])
names = sorted(data["factors"]) + ["country"]
countries = sorted(set(data["country"]))
members = {name: numpy.array(data["factors"][name]) for name in data["factors"]}
members["country"] = numpy.array([countries.index(c) for c in data["country"]])


def explained(columns, y, w):
    x = numpy.column_stack([numpy.ones(len(y)), *columns])
    root = numpy.sqrt(w)
    fit = x @ numpy.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0]
    return 1 - (w * (y - fit) ** 2).sum() / (w * (y - numpy.average(y, weights=w)) ** 2).sum()


def dummies(labels):
    return [(labels == value).astype(float) for value in numpy.unique(labels)]


results = {}
for weights in ["none", "anweight"]:
    w = numpy.ones(people) if weights == "none" else numpy.array(data["numbers"][weights])
    results[weights] = []
    results[weights + " pairs"] = []
    for model in sorted(data["models"]):
        y = numpy.array(study.individual(data, model))
        worth = {
            subset: explained([d for name in subset for d in dummies(members[name])], y, w)
            for size in range(len(names) + 1)
            for subset in itertools.combinations(names, size)
        }
        key = lambda chosen: tuple(name for name in names if name in chosen)
        everything = worth[tuple(names)]
        none = {k: None for k in ["alone", "last", "interaction", "interaction_by_chance"]}
        results[weights].append({"model": model, "shapley": everything, "of_explained": 1.0, **none})
        orders = list(itertools.permutations(names))
        for name in names:
            adds = [
                worth[key(order[: order.index(name) + 1])] - worth[key(order[: order.index(name)])]
                for order in orders
            ]
            interaction = chance = None
            if name != "country":
                cell = members["country"] * 100 + members[name]
                cells = explained(dummies(cell), y, w)
                interaction = cells - worth[key({name, "country"})]
                count = len(set(cell))
                main = len(countries) + len(set(members[name])) - 1
                chance = (count - main) * (1 - cells) / (people - count)
            results[weights].append({
                "model": model,
                "shapley": float(numpy.mean(adds)),
                "of_explained": float(numpy.mean(adds) / everything),
                "alone": worth[(name,)],
                "last": everything - worth[tuple(n for n in names if n != name)],
                "interaction": interaction,
                "interaction_by_chance": chance,
            })
        for first, second in itertools.combinations(names, 2):
            cell = members[first] * 100 + members[second]
            cells, count = explained(dummies(cell), y, w), len(set(cell))
            main = len(set(members[first])) + len(set(members[second])) - 1
            results[weights + " pairs"].append({
                "model": model,
                "factor": first,
                "with": second,
                "interaction": cells - worth[key({first, second})],
                "interaction_by_chance": (count - main) * (1 - cells) / (people - count),
            })
study.write("country_or_people", results)
