//! Resampling intervals for statistics of grouped integer codes: units and partitions go in,
//! replicates and intervals come out. Stage 7 of the pipeline, between scores and report.
//!
//! A *sample* is a table of units by variables that holds small integer codes, missing codes
//! allowed, with an optional weight for each unit and any number of *partitions* (each puts every
//! unit into one of its groups). A *statistic* is any function of a group's weighted code sums and
//! weights, one pair for each variable. [`resample`] draws replicates of the sample and evaluates
//! the statistic in every group of every partition, all from the same draws, so that differences
//! between groups and between outputs are replicates too.
//!
//! The crate deliberately does not know what a unit, a variable or a partition stands for, reads
//! no clock, file or environment variable, and prints nothing.
//!
//! # Example
//!
//! Four units, one variable on a scale from 1 to 5, two groups:
//!
//! ```
//! use bootstrap::{Codes, Partition, Sample, Scheme, Settings, Targets, interval, resample};
//!
//! let mut codes = Codes::new(4);
//! codes.push(1, 5, [Some(1), Some(3), Some(5), None])?;
//! let halves = Partition::new(2, vec![0, 0, 1, 1])?;
//! let sample = Sample::new(codes, vec![Partition::whole(4), halves])?;
//!
//! // One target, 2, on a scale four wide: 1 - |mean - 2| / 4.
//! let targets = Targets::new(&[1.0], &[4.0], &[vec![Some(2.0)]])?;
//! let replicates = resample(&sample, &Scheme::Multinomial, &Settings::new(1_000, 7), &targets)?;
//!
//! assert_eq!(replicates.estimate(0, 0, 0), 0.75); // mean of 1, 3, 5 is 3
//! assert_eq!(replicates.estimate(1, 0, 0), 1.0); // mean of 1, 3 is 2
//! assert_eq!(replicates.estimate(1, 1, 0), 0.25); // mean of 5
//! let draws = replicates.values(0, 0, 0);
//! let interval = interval::percentile(&draws, 0.95).expect("some replicate has a valid code");
//! assert!(interval.low < 0.75 && 0.75 < interval.high);
//! # Ok::<(), bootstrap::Error>(())
//! ```

mod aligned;
mod arithmetic;
mod batch;
mod codes;
mod draw;
mod engine;
mod error;
mod influence;
pub mod interval;
mod kernel;
mod partition;
mod plain;
mod plan;
mod poisson;
mod powers;
mod replicates;
mod resample;
mod sample;
mod scheme;
mod statistic;
mod stream;
mod targets;
mod transpose;
mod validity;

pub use codes::Codes;
pub use error::Error;
pub use influence::{Influence, influence};
pub use kernel::InstructionSet;
pub use partition::Partition;
pub use replicates::Replicates;
pub use resample::{Progress, Settings, resample};
pub use sample::Sample;
pub use scheme::Scheme;
pub use statistic::{FromFn, LANES, Lanes, Statistic, Sums, from_fn};
pub use stream::Stream;
pub use targets::Targets;
