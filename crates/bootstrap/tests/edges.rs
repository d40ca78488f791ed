//! Edge cases: each has a defined result or a named error, found before the first draw.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::ops::ControlFlow;

use bootstrap::{Codes, Error, Partition, Replicates, Sample, Scheme, Settings, Targets};
use bootstrap::{influence, interval, resample};

/// One variable on 0 to 10 and one target, 5.
fn sample(codes: &[Option<i32>], group_of: &[usize], groups: usize) -> Sample {
    let mut table = Codes::new(codes.len());
    table.push(0, 10, codes.iter().copied()).unwrap();
    Sample::new(table, vec![Partition::new(groups, group_of.to_vec()).unwrap()]).unwrap()
}

fn targets() -> Targets {
    Targets::new(&[1.0], &[10.0], &[vec![Some(5.0)]]).unwrap()
}

fn run(sample: &Sample, scheme: &Scheme, replicates: usize) -> Result<Replicates, Error> {
    resample(sample, scheme, &Settings::new(replicates, 3), &targets())
}

#[test]
fn one_unit_gives_its_own_score_in_every_replicate() {
    let sample = sample(&[Some(7)], &[0], 1);
    let values = run(&sample, &Scheme::Multinomial, 40).unwrap().values(0, 0, 0);
    assert_eq!(values, vec![0.8; 40]);
    let interval = interval::percentile(&values, 0.95).unwrap();
    assert_eq!((interval.low, interval.high, interval.absent), (0.8, 0.8, 0));
}

#[test]
fn no_replicates_leave_the_estimate_and_no_interval() {
    let replicates = run(&sample(&[Some(7)], &[0], 1), &Scheme::Multinomial, 0).unwrap();
    assert_eq!((replicates.count(), replicates.estimate(0, 0, 0)), (0, 0.8));
    assert_eq!(replicates.values(0, 0, 0), Vec::<f64>::new());
    assert_eq!(interval::percentile(&[], 0.95), None);
    assert_eq!(interval::standard_error(&[]), None);
    assert_eq!(interval::bias(&[], 1.0), None);
}

#[test]
fn a_group_without_valid_codes_is_absent_everywhere() {
    let all_missing = sample(&[None, None], &[0, 0], 1);
    let replicates = run(&all_missing, &Scheme::Multinomial, 9).unwrap();
    assert!(replicates.estimate(0, 0, 0).is_nan());
    let values = replicates.values(0, 0, 0);
    assert!(values.iter().all(|value| value.is_nan()));
    assert_eq!(interval::percentile(&values, 0.95), None);
    assert!(influence(&all_missing, &targets(), 0, 0).unwrap()[0].standard_error().is_nan());
}

#[test]
fn a_group_that_no_unit_belongs_to_is_absent() {
    let replicates =
        run(&sample(&[Some(1), Some(2)], &[0, 2], 3), &Scheme::Multinomial, 5).unwrap();
    assert!(replicates.estimate(0, 1, 0).is_nan());
}

#[test]
fn replicates_without_the_group_are_counted_and_left_out() {
    let counts = vec![vec![1, 1], vec![2, 0], vec![0, 2]];
    let sample = sample(&[Some(5), Some(9)], &[0, 1], 2);
    let values = run(&sample, &Scheme::Counts(counts), 3).unwrap().values(0, 0, 0);
    assert_eq!(values[..2], [1.0, 1.0]);
    assert!(values[2].is_nan());
    assert_eq!(interval::percentile(&values, 0.95).unwrap().absent, 1);
}

#[test]
fn a_variable_without_valid_codes_in_a_replicate_is_left_out_of_it() {
    let mut codes = Codes::new(2);
    codes.push(0, 10, [Some(5), Some(9)]).unwrap();
    codes.push(0, 10, [None, Some(5)]).unwrap();
    let sample = Sample::new(codes, vec![Partition::whole(2)]).unwrap();
    let targets = Targets::new(&[1.0, 1.0], &[10.0, 10.0], &[vec![Some(5.0), Some(5.0)]]).unwrap();
    let scheme = Scheme::Counts(vec![vec![2, 0], vec![0, 2]]);
    let replicates = resample(&sample, &scheme, &Settings::new(2, 0), &targets).unwrap();
    // First replicate: only the first variable, 1. Second: (0.6 + 1) / 2.
    assert_eq!(replicates.values(0, 0, 0), vec![1.0, 0.8]);
}

#[test]
fn a_constant_variable_has_intervals_of_no_width() {
    let sample = sample(&[Some(4); 30], &[0; 30], 1);
    let replicates = run(&sample, &Scheme::Multinomial, 50).unwrap();
    let (values, estimate) = (replicates.values(0, 0, 0), replicates.estimate(0, 0, 0));
    let influence = &influence(&sample, &targets(), 0, 0).unwrap()[0];
    assert_eq!((influence.acceleration(), influence.standard_error()), (0.0, 0.0));
    let bca = interval::bca(&values, estimate, influence.acceleration(), 0.95).unwrap();
    assert_eq!((bca.low, bca.high), (estimate, estimate));
    assert_eq!(interval::standard_error(&values), Some(0.0));
}

#[test]
fn a_unit_alone_in_its_stratum_is_taken_once_in_every_replicate() {
    let sample = sample(&[Some(5), Some(1), Some(9)], &[0, 1, 1], 2);
    let scheme = Scheme::Stratified { strata: vec![4, 2, 2] };
    let replicates = run(&sample, &scheme, 30).unwrap();
    assert_eq!(replicates.values(0, 0, 0), vec![1.0; 30]);
}

#[test]
fn a_stratum_of_one_cluster_is_refused() {
    let sample = sample(&[Some(5), Some(1), Some(9)], &[0; 3], 1);
    let scheme = Scheme::Clusters { strata: vec![8, 8, 9], clusters: vec![1, 2, 3] };
    let error = run(&sample, &scheme, 1).unwrap_err();
    assert_eq!(error, Error::SingleUnitStratum { stratum: 9, unit: "cluster" });
}

#[test]
fn a_cluster_in_two_strata_is_refused() {
    let sample = sample(&[Some(5), Some(1), Some(9)], &[0; 3], 1);
    let scheme = Scheme::Clusters { strata: vec![8, 9, 9], clusters: vec![1, 1, 3] };
    let error = run(&sample, &scheme, 1).unwrap_err();
    assert_eq!(error, Error::ClusterAcrossStrata { cluster: 1, first: 8, second: 9 });
}

#[test]
fn codes_off_the_scale_and_unusable_scales_are_refused() {
    let mut codes = Codes::new(1);
    let off = Error::CodeOffScale { variable: 0, unit: 0, code: 6, lowest: 1, highest: 5 };
    assert_eq!(codes.push(1, 5, [Some(6)]), Err(off));
    let empty = Error::Scale { variable: 0, lowest: 2, highest: 1 };
    assert_eq!(codes.push(2, 1, [None]), Err(empty));
    assert!(codes.push(0, 255, [None]).is_err());
    assert!(codes.push(i32::MIN, i32::MAX, [None]).is_err());
    assert!(codes.push(i32::MAX - 254, i32::MAX, [Some(i32::MAX)]).is_ok());
    assert!(codes.push(1, 5, [Some(1), Some(1)]).is_err(), "two entries for one unit");
}

#[test]
fn sizes_that_do_not_fit_are_refused() {
    assert_eq!(Sample::new(Codes::new(0), Vec::new()).unwrap_err(), Error::NoUnits);
    let sample = sample(&[Some(5), Some(1)], &[0; 2], 1);
    assert!(Sample::new(sample.codes().clone(), vec![Partition::whole(3)]).is_err());
    assert!(sample.clone().weighted(vec![1.0]).is_err());
    let short = |scheme: &Scheme| matches!(run(&sample, scheme, 1), Err(Error::Length { .. }));
    assert!(short(&Scheme::Counts(vec![vec![1]])));
    assert!(short(&Scheme::Counts(Vec::new())));
    assert!(short(&Scheme::Factors(vec![vec![1.0; 3]])));
    assert!(short(&Scheme::Stratified { strata: vec![0] }));
    assert!(short(&Scheme::Clusters { strata: vec![0, 0], clusters: vec![0] }));
    let two = Targets::new(&[1.0; 2], &[1.0; 2], &[vec![None, None]]).unwrap();
    let settings = Settings::new(1, 0);
    assert!(resample(&sample, &Scheme::Multinomial, &settings, &two).is_err());
}

#[test]
fn numbers_that_are_not_usable_are_refused() {
    let sample = sample(&[Some(5), Some(1)], &[0; 2], 1);
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(sample.clone().weighted(vec![1.0, bad]).is_err(), "weight {bad}");
        assert!(run(&sample, &Scheme::Factors(vec![vec![bad, 1.0]]), 1).is_err(), "factor {bad}");
        assert!(Targets::new(&[bad], &[1.0], &[vec![None]]).is_err(), "variable weight {bad}");
        assert!(Targets::new(&[1.0], &[bad], &[vec![None]]).is_err(), "width {bad}");
    }
    assert!(Targets::new(&[1.0], &[0.0], &[vec![None]]).is_err(), "width 0");
    assert!(Targets::new(&[1.0], &[1.0], &[vec![Some(f64::NAN)]]).is_err());
}

#[test]
fn counts_that_could_overflow_are_refused() {
    let sample = sample(&[Some(10), Some(0)], &[0; 2], 1);
    let most = i32::MAX as u32 / 10;
    let largest = run(&sample, &Scheme::Counts(vec![vec![most - 1, 1]]), 1).unwrap();
    let mean = 10.0 * f64::from(most - 1) / f64::from(most);
    assert!((largest.values(0, 0, 0)[0] - (1.0 - (mean - 5.0) / 10.0)).abs() < 1e-12);
    let error = run(&sample, &Scheme::Counts(vec![vec![most, 1]]), 1).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
}

#[test]
fn weights_of_any_magnitude_keep_their_ratios() {
    for magnitude in [1e-290, 1e-9, 1.0, 1e9, 1e290] {
        let sample = sample(&[Some(0), Some(10)], &[0; 2], 1);
        let sample = sample.weighted(vec![3.0 * magnitude, magnitude]).unwrap();
        let estimate = run(&sample, &Scheme::Multinomial, 0).unwrap().estimate(0, 0, 0);
        assert!((estimate - 0.75).abs() < 1e-12, "{magnitude}: {estimate}");
    }
}

#[test]
fn a_group_of_zero_weights_is_absent() {
    let sample = sample(&[Some(0), Some(10)], &[0, 1], 2).weighted(vec![0.0, 1.0]).unwrap();
    let replicates = run(&sample, &Scheme::Counts(vec![vec![1, 1]]), 1).unwrap();
    assert!(replicates.values(0, 0, 0)[0].is_nan());
    assert_eq!(replicates.values(0, 1, 0), vec![0.5]);
    let none = replicates_of_no_weight();
    assert!(none.estimate(0, 0, 0).is_nan());
}

fn replicates_of_no_weight() -> Replicates {
    let sample = sample(&[Some(0)], &[0], 1).weighted(vec![0.0]).unwrap();
    run(&sample, &Scheme::Multinomial, 1).unwrap()
}

#[test]
fn a_broken_progress_callback_cancels_the_run() {
    let sample = sample(&[Some(5), Some(1)], &[0; 2], 1);
    let stop = |_| ControlFlow::Break(());
    let settings = Settings::new(100, 0).with_progress(&stop);
    let result = resample(&sample, &Scheme::Multinomial, &settings, &targets());
    assert!(matches!(result, Err(Error::Cancelled { done }) if done >= 32));
}

#[test]
fn progress_ends_at_the_number_of_replicates() {
    let most = std::sync::atomic::AtomicUsize::new(0);
    let note = |done| {
        most.fetch_max(done, std::sync::atomic::Ordering::Relaxed);
        ControlFlow::Continue(())
    };
    let sample = sample(&[Some(5), Some(1)], &[0; 2], 1);
    let settings = Settings::new(100, 0).with_progress(&note);
    resample(&sample, &Scheme::Multinomial, &settings, &targets()).unwrap();
    assert_eq!(most.into_inner(), 100);
}
