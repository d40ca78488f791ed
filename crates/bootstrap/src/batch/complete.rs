//! Groups that are not summed but recovered.

use crate::plan::Plan;

/// Sums everybody after the last group, then every recovered group as everybody minus the others.
#[inline(always)]
pub(super) fn complete<T>(plan: &Plan, slab: usize, sums: &mut [T])
where
    T: Copy + Default + std::ops::AddAssign + std::ops::SubAssign,
{
    let Some(whole) = plan.groups.get(plan.whole) else { return };
    let (groups, everybody) = sums.split_at_mut(sums.len() - slab);
    everybody.fill(T::default());
    for group in whole.clone() {
        add(everybody, &groups[group * slab..(group + 1) * slab]);
    }
    for (range, recovered) in plan.groups.iter().zip(&plan.recovered) {
        let Some(recovered) = *recovered else { continue };
        let mut rest = everybody.to_vec();
        for group in range.clone().filter(|&group| group != recovered) {
            subtract(&mut rest, &groups[group * slab..(group + 1) * slab]);
        }
        groups[recovered * slab..(recovered + 1) * slab].copy_from_slice(&rest);
    }
}

#[inline(always)]
fn add<T: Copy + std::ops::AddAssign>(sums: &mut [T], more: &[T]) {
    for (sum, &more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

#[inline(always)]
fn subtract<T: Copy + std::ops::SubAssign>(sums: &mut [T], less: &[T]) {
    for (sum, &less) in sums.iter_mut().zip(less) {
        *sum -= less;
    }
}
