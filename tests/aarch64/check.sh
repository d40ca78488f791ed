#!/bin/sh
# Runs the tests of `bootstrap` as an ARM processor would, its NEON kernels among them, under emulation. Opt-in.
#
#   tests/aarch64/check.sh
#
# Needs `rustup target add aarch64-unknown-linux-gnu`, and Debian's gcc-aarch64-linux-gnu and qemu-user.
# Times under emulation say nothing of a processor.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"

target=aarch64-unknown-linux-gnu
skip() { echo "skipped: $1"; exit 0; }
command -v aarch64-linux-gnu-gcc > /dev/null || skip "no cross compiler; apt-get install gcc-aarch64-linux-gnu"
command -v qemu-aarch64 > /dev/null || skip "no emulator; apt-get install qemu-user"
[ -d "$(rustc --print sysroot)/lib/rustlib/$target" ] || skip "no standard library; rustup target add $target"

export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64 -L /usr/aarch64-linux-gnu"
cargo test --target $target -p bootstrap
