//! A result depends on the seed and the replicate only: not on threads, instructions or company.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use bootstrap::{Codes, InstructionSet, Partition, Sample, Scheme, Settings, Targets, resample};

const UNITS: usize = 700;

fn sample(weighted: bool) -> Sample {
    let mut codes = Codes::new(UNITS);
    for variable in 0..11_usize {
        let code = |unit: usize| match (unit * 7 + variable * 13) % 17 {
            0 => None,
            _ if variable > 7 && unit % 3 != variable - 8 => None,
            rest => Some((rest % 6) as i32),
        };
        codes.push(0, 5, (0..UNITS).map(code)).unwrap();
    }
    let groups = |count: usize| {
        Partition::new(count, (0..UNITS).map(|unit| unit * unit % count).collect()).unwrap()
    };
    let sample = Sample::new(codes, vec![groups(1), groups(3), groups(5), groups(20)]).unwrap();
    let weight = |unit: usize| 0.2 + (unit * 31 % 19) as f64 / 7.0;
    match weighted {
        true => sample.weighted((0..UNITS).map(weight).collect()).unwrap(),
        false => sample,
    }
}

fn schemes() -> Vec<Scheme> {
    let strata: Vec<usize> = (0..UNITS).map(|unit| unit / 70).collect();
    let clusters = (0..UNITS).map(|unit| unit / 7).collect();
    vec![
        Scheme::Multinomial,
        Scheme::Stratified { strata: strata.clone() },
        Scheme::Clusters { strata, clusters },
        Scheme::Bayesian,
        Scheme::Poisson,
    ]
}

/// The bits of all values, so that absent ones compare too.
fn bits(
    weighted: bool,
    scheme: &Scheme,
    replicates: usize,
    seed: u64,
    set: InstructionSet,
) -> Vec<Vec<u64>> {
    let targets = Targets::new(&[1.0; 11], &[5.0; 11], &vec![vec![Some(2.0); 11]; 4]).unwrap();
    let settings = Settings::new(replicates, seed).with_instruction_set(set);
    let result = resample(&sample(weighted), scheme, &settings, &targets).unwrap();
    let mut all = Vec::new();
    for partition in 0..result.partitions() {
        for group in 0..result.groups(partition) {
            for output in 0..result.outputs() {
                let values = result.values(partition, group, output);
                all.push(values.iter().map(|value| value.to_bits()).collect());
            }
        }
    }
    all
}

fn check(same: impl Fn(bool, &Scheme) -> (Vec<Vec<u64>>, Vec<Vec<u64>>)) {
    for weighted in [false, true] {
        for scheme in schemes() {
            let (found, expected) = same(weighted, &scheme);
            assert!(found == expected, "{scheme:.20?}, weighted {weighted}");
        }
    }
}

#[test]
fn every_instruction_set_gives_the_bytes_of_the_portable_one() {
    for set in InstructionSet::supported() {
        check(|weighted, scheme| {
            let portable = bits(weighted, scheme, 50, 9, InstructionSet::PORTABLE);
            (bits(weighted, scheme, 50, 9, set), portable)
        });
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let set = InstructionSet::fastest();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        check(|weighted, scheme| {
            let pooled = pool.install(|| bits(weighted, scheme, 100, 9, set));
            (pooled, bits(weighted, scheme, 100, 9, set))
        });
    }
}

#[test]
fn a_longer_run_begins_with_the_replicates_of_a_shorter_one() {
    let set = InstructionSet::fastest();
    check(|weighted, scheme| {
        let mut longer = bits(weighted, scheme, 71, 9, set);
        longer.iter_mut().for_each(|values| values.truncate(33));
        (longer, bits(weighted, scheme, 33, 9, set))
    });
}

#[test]
fn another_seed_gives_other_replicates() {
    let set = InstructionSet::fastest();
    for scheme in schemes() {
        assert_ne!(bits(false, &scheme, 3, 1, set), bits(false, &scheme, 3, 2, set));
    }
}
