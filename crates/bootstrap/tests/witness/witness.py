"""Freezes outside numbers for tests/witness.rs; run by hand: python witness.py > frozen.txt

Written for numpy 2.4.6 and scipy 1.17.1. The data are invented. Nothing here calls the crate:
scores are weighted means by numpy, quantiles numpy's (type 7), the BCa interval scipy's own.
"""

import numpy as np
from scipy import stats

rng = np.random.default_rng(20250101)
UNITS, REPLICATES = 30, 60
widths = np.array([10.0, 4.0, 3.0])
variable_weights = np.array([1.0, 1 / 3, 1.0])
target = np.array([4.0, 2.0, 3.0])
codes = np.column_stack([rng.integers(0, 11, UNITS), rng.integers(1, 6, UNITS), rng.integers(1, 5, UNITS)])
codes = codes.astype(float)
codes[rng.random(codes.shape) < 0.15] = np.nan
weights = np.round(rng.gamma(2.0, 0.5, UNITS) + 0.05, 3)
strata = np.arange(UNITS) // 10
clusters = np.arange(UNITS) // 3
clusters[9], clusters[19], clusters[29] = 3, 6, 9
clusters = strata * 100 + clusters
counts = rng.multinomial(UNITS, np.full(UNITS, 1 / UNITS), REPLICATES)


def score(w):
    valid = ~np.isnan(codes)
    means = np.array([np.average(codes[valid[:, q], q], weights=w[valid[:, q]]) for q in range(3)])
    return np.average(1 - np.abs(means - target) / widths, weights=variable_weights)


def show(name, values):
    print(name, *(repr(float(v)) for v in np.ravel(values)))


show("codes", np.where(np.isnan(codes), -1, codes))
show("weights", weights)
show("strata", strata)
show("clusters", clusters)
show("counts", counts)
plain = np.array([score(c.astype(float)) for c in counts])
show("scores", plain)
show("weighted_scores", [score(c * weights) for c in counts])
show("estimate", score(np.ones(UNITS)))
show("weighted_estimate", score(weights))
show("percentile", np.percentile(plain, [2.5, 97.5]))
show("standard_error", np.std(plain, ddof=1))

# Influence values of the weighted score by hand: d mean_q / d w_i = (x_iq - mean_q) / C_q.
valid = ~np.isnan(codes)
influence = np.zeros(UNITS)
for q in range(3):
    v = valid[:, q]
    mean = np.average(codes[v, q], weights=weights[v])
    slope = -np.sign(mean - target[q]) / widths[q] * variable_weights[q] / variable_weights.sum()
    influence[v] += slope * weights[v] * (codes[v, q] - mean) / weights[v].sum()
show("influence", influence)
variance = 0.0
for h in np.unique(strata):
    totals = np.array([influence[clusters == c].sum() for c in np.unique(clusters[strata == h])])
    n = len(totals)
    variance += n / (n - 1) * np.sum((totals - totals.mean()) ** 2)
show("design_standard_error", np.sqrt(variance))

# scipy's BCa for the mean of a skewed sample, with the acceleration of its own jackknife.
x = np.round(rng.gamma(1.5, 2.0, 25), 3)
result = stats.bootstrap((x,), np.mean, n_resamples=400, method="bca", confidence_level=0.9, rng=rng)
jackknife = np.array([np.delete(x, i).mean() for i in range(len(x))])
d = jackknife.mean() - jackknife
show("bca_replicates", result.bootstrap_distribution)
show("bca_estimate", x.mean())
show("bca_acceleration", np.sum(d**3) / (6 * np.sum(d**2) ** 1.5))
show("bca_interval", result.confidence_interval)
basic = stats.bootstrap((x,), np.mean, n_resamples=0, bootstrap_result=result, method="basic", confidence_level=0.9)
show("basic_interval", basic.confidence_interval)
