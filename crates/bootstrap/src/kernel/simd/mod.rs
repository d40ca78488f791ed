//! The kernels in vector instructions, and the crate's only `unsafe` code.
//!
//! Two kinds of operation need it. Calling a function compiled for AVX2, AVX-512 or NEON is sound on
//! a processor that has it; an `InstructionSet` of that kind exists only where all its features were
//! detected, and this module is called through such values only. Loading and storing vectors takes
//! pointers; each is made from a reference to an array of the vector's size in the same expression.
//! Neither reads nor writes memory that safe code has not checked.

#![expect(unsafe_code, reason = "vector loads, stores and calls of detected instructions")]

#[cfg(all(target_arch = "aarch64", target_endian = "little"))]
pub(super) mod neon;
#[cfg(target_arch = "x86_64")]
pub(super) mod x86;
