//! The functions LLVM's BPF back end calls for 128-bit arithmetic, by its names (`llvm/IR/RuntimeLibcalls`).
//!
//! `extern "unadjusted"` leaves a 128-bit result as LLVM's own type, which the back end returns in two registers: what its calls
//! expect. The C and Rust conventions of this target return it through a pointer instead, so functions written in those would
//! write to whatever the first argument happens to be. Definitions here are strong and replace the weak ones of
//! `solana-compiler-builtins` and of Rust's `compiler_builtins`.

//!
//! There is one body for each of multiplication and division: operators on `u128` become calls of it.

use crate::{divide, multiply, signed};

#[unsafe(no_mangle)]
extern "unadjusted" fn __multi3(a: u128, b: u128) -> u128 {
    multiply::wrapping(a, b)
}

#[unsafe(no_mangle)]
extern "unadjusted" fn __muloti4(a: i128, b: i128, overflow: &mut i32) -> i128 {
    let (product, over) = signed::overflowing_mul(a, b);
    *overflow = i32::from(over);
    product
}

#[unsafe(no_mangle)]
#[inline(never)]
extern "unadjusted" fn __udivti3(dividend: u128, divisor: u128) -> u128 {
    divide::quotient(dividend, divisor)
}

#[unsafe(no_mangle)]
extern "unadjusted" fn __umodti3(dividend: u128, divisor: u128) -> u128 {
    divide::remainder(dividend, divisor, |dividend, divisor| __udivti3(dividend, divisor))
}

#[unsafe(no_mangle)]
extern "unadjusted" fn __divti3(dividend: i128, divisor: i128) -> i128 {
    signed::quotient(dividend, divisor)
}

#[unsafe(no_mangle)]
extern "unadjusted" fn __modti3(dividend: i128, divisor: i128) -> i128 {
    signed::remainder(dividend, divisor)
}
