#!/usr/bin/env python3
"""Random intercepts of strata by Henderson's mixed model equations, 300 bits wide (python-flint), and the root of the
equations of restricted maximum likelihood, in exact scores and rational weights.

Every number of both fits: variances, profile interval, likelihood ratio, and for each stratum without a missing group
prediction and errors, by inverting the mixed model equations of respondents' sums. No formula of a profiled likelihood enters.
Beside python-flint it needs mpmath. `intersectional_strata.R` asks lme4 the same. Written from docs/methods.md alone.
"""

from collections import Counter
from fractions import Fraction

import flint
import mpmath
import study

flint.ctx.prec = 300
mpmath.mp.prec = 300
SETS = [["gender", "education", "religiosity"], ["gender", "education", "country"]]
CHI_SQUARED = mpmath.mpf("3.8414588206941259584")

data = study.read()
items = data["items"]
people = range(len(data["country"]))
countries = sorted(set(data["country"]))
members = {**data["factors"], "country": [countries.index(c) for c in data["country"]]}


def label(factor, group):
    if factor == "country":
        return countries[group]
    return "missing" if group == max(members[factor]) else str(group + 1)


def consensus(answers):
    votes = Counter(code for code in answers if code is not None)
    return min((code for code in votes if votes[code] == max(votes.values())), default=None)


def individual(model):
    scores = []
    for p in people:
        top, bottom = Fraction(0), Fraction(0)
        for item in items:
            x, a = data["codes"][item["id"]][p], consensus(data["models"][model][item["id"]])
            if x is not None and a is not None:
                top += (1 - Fraction(abs(x - a), item["highest"] - item["lowest"])) / item["forms"]
                bottom += Fraction(1, item["forms"])
        scores.append(top / bottom)
    return scores


def mp(x):
    return mpmath.mpf(flint.arb(x).mid().str(85, radius=False))


def arb(x):
    if isinstance(x, Fraction):
        return flint.arb(flint.fmpq(x.numerator, x.denominator))
    return flint.arb(mpmath.nstr(x, 85))


class Fit:
    def __init__(self, y, w, strata, dummies):
        """`dummies` has for each stratum its row of fixed effects, treatment coded."""
        self.names = sorted(set(strata))
        at = {name: j for j, name in enumerate(self.names)}
        self.n, self.J = len(y), len(at)
        rows = [dummies(name) for name in self.names]
        # Columns that nobody is in are dropped.
        used = [k for k in range(len(rows[0])) if any(row[k] for row in rows)]
        self.x = [[row[k] for k in used] for row in rows]
        self.p = len(used)
        # Weights rescaled to the stratum's number of respondents.
        size, total = Counter(strata), Counter()
        for name, weight in zip(strata, w):
            total[name] += weight
        w = [weight * size[name] / total[name] for name, weight in zip(strata, w)]
        self.size = [size[name] for name in self.names]
        self.yy = sum(wi * yi * yi for wi, yi in zip(w, y))
        self.sums = [Fraction(0)] * self.J
        for wi, yi, name in zip(w, y, strata):
            self.sums[at[name]] += wi * yi
        sizes, x, p, J = self.size, self.x, self.p, self.J
        self.right = [sum(x[j][k] * self.sums[j] for j in range(J)) for k in range(p)] + self.sums
        self.base = [[Fraction(0)] * (p + J) for _ in range(p + J)]
        for j in range(J):
            self.base[p + j][p + j] = Fraction(sizes[j])
            for k in range(p):
                self.base[k][p + j] = self.base[p + j][k] = Fraction(x[j][k] * sizes[j])
                for l in range(p):
                    self.base[k][l] += x[j][k] * x[j][l] * sizes[j]

    def equations(self, ratio):
        p = self.p
        rows = [[arb(v) for v in row] for row in self.base]
        for j in range(self.J):
            rows[p + j][p + j] += 1 / arb(ratio)
        return flint.arb_mat(rows)

    def solved(self, ratio):
        right = flint.arb_mat([[arb(v)] for v in self.right])
        if ratio == 0:
            p = self.p
            matrix = flint.arb_mat([[arb(v) for v in row[:p]] for row in self.base[:p]])
            solution = matrix.solve(flint.arb_mat([[arb(v)] for v in self.right[:p]]))
            explained = sum(solution[i, 0] * arb(self.right[i]) for i in range(p))
            return matrix, solution, (mp(arb(self.yy)) - mp(explained)) / (self.n - p)
        matrix = self.equations(ratio)
        solution = matrix.solve(right)
        explained = sum(solution[i, 0] * arb(self.right[i]) for i in range(self.p + self.J))
        return matrix, solution, (mp(arb(self.yy)) - mp(explained)) / (self.n - self.p)

    def deviance(self, ratio):
        """Minus twice the restricted log-likelihood, up to a constant."""
        matrix, _, within = self.solved(ratio)
        cells = self.J * mpmath.log(ratio) if ratio > 0 else 0
        return (self.n - self.p) * mpmath.log(within) + mpmath.log(mp(matrix.det())) + cells

    def gain(self, ratio):
        """The variance between cells that the equations of REML give for a ratio, over that within, less the ratio."""
        matrix, solution, within = self.solved(ratio)
        inverse, cells = matrix.inv(), range(self.p, self.p + self.J)
        squares = sum(mp(solution[i, 0]) ** 2 for i in cells)
        trace = sum(mp(inverse[i, i]) for i in cells)
        return ((squares + within * trace) / self.J / within - ratio) / ratio**2

    def fit(self):
        grid = [mpmath.mpf(2) ** k for k in range(-24, 11, 2)]
        signs = [self.gain(ratio) > 0 for ratio in grid]
        # One way up and one way down: the optimum is the only one.
        assert signs == sorted(signs, reverse=True), signs
        last = signs.count(True)
        root = lambda f, low, high: mpmath.findroot(f, (low, high), solver="anderson", tol=1e-40)
        ratio = mpmath.mpf(0) if last == 0 else root(self.gain, grid[last - 1], grid[last])
        none, best = self.deviance(mpmath.mpf(0)), self.deviance(ratio)
        beyond = lambda r: self.deviance(r) - best - CHI_SQUARED
        far = max(ratio, grid[0])
        while beyond(far) < 0:
            far *= 2
        high = root(beyond, far / 2, far)
        low = mpmath.mpf(0)
        if none - best > CHI_SQUARED:
            near = ratio
            while beyond(near) < 0:
                near /= 2
            low = root(beyond, near, near * 2)
        self.ratio = ratio
        self.within = self.solved(ratio)[2]
        self.between = ratio * self.within
        share = lambda r: float(r / (1 + r))
        statistic = none - best
        p_value = mpmath.erfc(mpmath.sqrt(statistic / 2)) / 2 if statistic > 0 else 1
        return {
            "respondents": self.n, "inhabited": self.J, "estimate": share(ratio), "low": share(low),
            "high": share(high), "between": float(self.between), "within": float(self.within),
            "likelihood_ratio": float(statistic), "p_value": float(p_value), "additive": None,
        }

    def strata(self):
        """Predictions with errors from the inverse of the equations."""
        p, J = self.p, self.J
        matrix, solution, within = self.solved(self.ratio)
        inverse = matrix.inv()
        out = []
        for j in range(J):
            fixed = sum(mp(solution[k, 0]) * self.x[j][k] for k in range(p))
            own = mp(solution[p + j, 0]) if self.ratio > 0 else mpmath.mpf(0)
            places = [(k, self.x[j][k]) for k in range(p)] + ([(p + j, 1)] if self.ratio > 0 else [])
            error = sum(a * b * mp(inverse[k, l]) for k, a in places for l, b in places)
            alone = mp(inverse[p + j, p + j]) if self.ratio > 0 else mpmath.mpf(0)
            out.append({
                "respondents": self.size[j], "mean": float(Fraction(self.sums[j], self.size[j])),
                "additive": float(fixed), "interaction": float(own), "estimate": float(fixed + own),
                "standard_error": float(mpmath.sqrt(within * error)),
                "interaction_error": float(mpmath.sqrt(within * alone)),
            })
        return out


results = {}
for weights in ["none", "anweight"]:
    w = [Fraction(1)] * len(people) if weights == "none" else [Fraction(v) for v in data["numbers"][weights]]
    results[weights] = {"summary": [], "strata": []}
    for factors in SETS:
        for model in sorted(data["models"]):
            y = individual(model)
            strata = [tuple(members[name][p] for name in factors) for p in people]
            groups = [max(members[name]) for name in factors]
            treatment = lambda name: [1] + [
                int(name[f] == g) for f in range(len(factors)) for g in range(1, groups[f] + 1)
            ]
            key = {"model": model, "strata": " x ".join(factors)}
            null = Fit(y, w, strata, lambda name: [1])
            summary = null.fit()
            results[weights]["summary"].append({**key, "fit": "mean only", **summary})
            main = Fit(y, w, strata, treatment)
            left = main.fit()
            if summary["between"] > 0:
                left["additive"] = float(1 - main.between / null.between)
            results[weights]["summary"].append({**key, "fit": "main effects", **left})
            for name, row in zip(main.names, main.strata()):
                labels = [label(f, g) for f, g in zip(factors, name)]
                if "missing" in labels:
                    continue
                results[weights]["strata"].append({**key, "stratum": ", ".join(labels), **row})
            print(weights, key, summary["estimate"], left["estimate"], left["additive"], flush=True)
study.write("intersectional_strata", results)
