//! Quotas: how many respondents each code gets.

/// Splits `total` in proportion to `shares`, by largest remainders; of equal remainders the earlier share wins.
///
/// Shares that are all zero get nothing.
pub(crate) fn split(total: usize, shares: &[u64]) -> Vec<usize> {
    let sum: u64 = shares.iter().sum();
    if sum == 0 {
        return vec![0; shares.len()];
    }
    let exact = |&share: &u64| total as u64 * share;
    let mut parts: Vec<u64> = shares.iter().map(|share| exact(share) / sum).collect();
    let left = total as u64 - parts.iter().sum::<u64>();
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    by_remainder.sort_by_key(|&at| std::cmp::Reverse(exact(&shares[at]) % sum));
    for &at in by_remainder.iter().take(left as usize) {
        parts[at] += 1;
    }
    parts.into_iter().map(|part| part as usize).collect()
}

/// `count` of `of`, scaled to `total` and rounded half up.
pub(crate) fn scale(count: u64, of: u64, total: usize) -> usize {
    ((2 * count * total as u64 + of) / (2 * of)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_the_largest_remainders_are_rounded_up() {
        // Exact parts 1.4, 2.8, 2.8.
        assert_eq!(split(7, &[1, 2, 2]), [1, 3, 3]);
        // Exact parts 3.33 each: the first gets the one left over.
        assert_eq!(split(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(split(5, &[0, 0]), [0, 0]);
    }

    #[test]
    fn counts_scale_with_the_total() {
        assert_eq!(scale(159, 50_116, 50_116), 159);
        assert_eq!(scale(18_600, 50_116, 1000), 371);
        assert_eq!(scale(1, 2, 1), 1);
    }
}
