//! The buffers that a thread reuses from batch to batch carry nothing over.
#![expect(clippy::unwrap_used, reason = "a test reports by panicking")]

use bootstrap::{Codes, Partition, Sample, Scheme, Settings, Targets, resample};

/// Ten units; the second half lacks a code of the first variable in both groups of both partitions.
fn sample() -> Sample {
    let mut codes = Codes::new(10);
    codes.push(1, 5, (0..10).map(|unit| (unit % 3 != 1).then_some(unit % 5 + 1))).unwrap();
    codes.push(0, 4, (0..10).map(|unit| (unit != 7).then_some(unit % 4))).unwrap();
    let halves = Partition::new(2, (0..10).map(|unit| unit / 5).collect()).unwrap();
    let parities = Partition::new(2, (0..10).map(|unit| unit % 2).collect()).unwrap();
    Sample::new(codes, vec![halves, parities]).unwrap()
}

/// The same counts in every replicate must give the same value in every replicate, on however many threads.
#[test]
fn equal_replicates_have_equal_values_in_every_batch() {
    let sample = sample();
    let scheme = Scheme::Counts(vec![vec![1; 10]; 200]);
    let targets = Targets::new(&[1.0, 1.0], &[4.0, 4.0], &[vec![Some(2.0), Some(1.0)]]).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let settings = Settings::new(200, 1);
    let replicates = pool.install(|| resample(&sample, &scheme, &settings, &targets)).unwrap();
    for partition in 0..2 {
        for group in 0..2 {
            let estimate = replicates.estimate(partition, group, 0);
            for value in replicates.values(partition, group, 0) {
                assert_eq!(
                    value.to_bits(),
                    estimate.to_bits(),
                    "partition {partition}, group {group}"
                );
            }
        }
    }
}
