//! The network and the journal, if they are compiled in; without them, the commands say how they are reached.

#[cfg(not(feature = "full"))]
mod absent;
#[cfg(feature = "full")]
mod live;
#[cfg(feature = "full")]
mod several;

#[cfg(not(feature = "full"))]
pub(crate) use absent::{ask, ask_several, status};
#[cfg(feature = "full")]
pub(crate) use live::{ask, status};
#[cfg(feature = "full")]
pub(crate) use several::ask_several;
