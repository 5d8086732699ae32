//! Calls whose arguments do not fit the machine's five registers, or do not fit one.

use core::hint::black_box;

use crate::record::{Operands, Results};

/// Wider than two registers, with padding.
#[derive(Clone, Copy)]
struct Wide {
    head: u64,
    body: u128,
    tail: u32,
    flag: bool,
}

/// Small enough for one register.
#[derive(Clone, Copy)]
struct Small {
    high: u16,
    low: u8,
}

type Many = fn(u64, u128, Wide, u8, i128, u32, bool, i64, &u128, Small) -> Wide;

/// Uses every argument in a way of its own, so that two exchanged ones show.
#[inline(never)]
#[expect(clippy::too_many_arguments, reason = "that is what it is for")]
fn mix(a: u64, b: u128, c: Wide, d: u8, e: i128, f: u32, g: bool, h: i64, i: &u128, j: Small) -> Wide {
    Wide {
        head: a.wrapping_mul(3).wrapping_add(c.head).rotate_left(u32::from(d) % 64) ^ u64::from(j.high),
        body: b.wrapping_add(c.body).wrapping_sub(e as u128)
            ^ i.rotate_left(f % 128)
            ^ (h as i128 as u128).wrapping_mul(5),
        tail: c.tail.wrapping_add(f).wrapping_mul(7) ^ u32::from(j.low),
        flag: g ^ c.flag ^ (h < 0),
    }
}

fn call(function: Many, x: Operands) -> Results {
    let wide = Wide { head: x.c, body: x.b, tail: x.a as u32, flag: x.c & 1 == 1 };
    let small = Small { high: (x.b >> 7) as u16, low: (x.a >> 9) as u8 };
    let mixed = function(
        x.a as u64,
        x.b ^ x.a,
        wide,
        x.c as u8,
        x.a as i128,
        (x.b >> 32) as u32,
        x.a > x.b,
        x.b as i64,
        &x.a,
        small,
    );
    (mixed.body, u128::from(mixed.head) << 64 | u128::from(mixed.tail) << 1 | u128::from(mixed.flag))
}

pub(crate) fn many(x: Operands) -> Results {
    call(mix, x)
}

/// Through a pointer the compiler cannot see through, so that nothing of the call is optimised away.
pub(crate) fn many_by_pointer(x: Operands) -> Results {
    call(black_box(mix), x)
}

#[inline(never)]
fn turn(wide: Wide, small: Small, by: u32) -> (Wide, Small) {
    (
        Wide {
            head: wide.head.rotate_left(by % 64),
            body: wide.body.wrapping_neg(),
            tail: wide.tail.swap_bytes(),
            flag: !wide.flag,
        },
        Small { high: small.high.wrapping_add(1), low: small.low.wrapping_sub(1) },
    )
}

pub(crate) fn struct_by_value(x: Operands) -> Results {
    let function: fn(Wide, Small, u32) -> (Wide, Small) = black_box(turn);
    let wide = Wide { head: x.c, body: x.b, tail: x.a as u32, flag: x.a >> 100 & 1 == 1 };
    let small = Small { high: x.a as u16, low: x.b as u8 };
    let (wide, small) = function(wide, small, (x.a >> 16) as u32);
    let rest =
        u128::from(wide.tail) << 32 | u128::from(small.high) << 16 | u128::from(small.low) << 1 | u128::from(wide.flag);
    (wide.body, u128::from(wide.head) << 64 | rest)
}

/// Three 128-bit arguments take six registers.
#[inline(never)]
fn weigh(a: u128, b: i128, c: u128) -> i128 {
    (a ^ c.rotate_left(11)).wrapping_sub(b as u128) as i128
}

pub(crate) fn wide_by_value(x: Operands) -> Results {
    let function: fn(u128, i128, u128) -> i128 = black_box(weigh);
    let first = function(x.a, x.b as i128, x.c.into());
    (first as u128, function(x.b, first, x.a) as u128)
}

/// Depth of a recursion that needs its frames to be separate: at most 40 of the machine's 64.
pub(crate) fn recurse(x: Operands) -> Results {
    (fold(x.a, x.b, (x.c % 40) as u32), 0)
}

#[inline(never)]
fn fold(a: u128, b: u128, depth: u32) -> u128 {
    let kept = black_box([a, b, a ^ b]);
    if depth == 0 {
        return a;
    }
    let below = fold(b.rotate_left(3), a.wrapping_add(u128::from(depth)), depth.wrapping_sub(1));
    kept.iter().fold(below, |sum, value| sum.wrapping_mul(31).wrapping_add(*value))
}
