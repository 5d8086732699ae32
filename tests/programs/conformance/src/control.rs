//! Jumps, tables, pointers in read-only data, the heap, and atomics.

use core::hint::black_box;
use core::sync::atomic::{AtomicU64, Ordering};

use crate::record::{Operands, Results};

/// A dense choice: a jump table on most targets.
pub(crate) fn branch(x: Operands) -> Results {
    let (a, b) = (x.a as u64, x.b as u64);
    let value = match x.c % 12 {
        0 => a,
        1 => a ^ b,
        2 => a.wrapping_add(b),
        3 => a & b,
        4 => b.wrapping_sub(a),
        5 => a.rotate_left(9),
        6 => a | b,
        7 => a.wrapping_mul(b),
        8 => !b,
        9 => a.max(b),
        10 => a >> 3,
        _ => b << 5,
    };
    (value.into(), 0)
}

/// A choice among constants: a table in read-only data.
pub(crate) fn look_up(x: Operands) -> Results {
    const NAMES: [&str; 5] = ["rate", "price", "slot", "epoch", "depth"];
    const WEIGHTS: [u32; 7] = [3, 65_537, 0x8000_0000, 17, 0xffff_ffff, 1, 99];
    let name = NAMES.get((x.c % 5) as usize).copied().unwrap_or_default();
    let weight = WEIGHTS.get((x.a % 7) as usize).copied().unwrap_or_default();
    let constant: u64 = match x.b % 8 {
        0 => 11,
        1 => 0x1234_5678_9abc,
        2 => 7,
        3 => u64::MAX,
        4 => 5,
        5 => 1 << 63,
        6 => 42,
        _ => 0,
    };
    let letters = name.bytes().fold(0u64, |sum, letter| sum.wrapping_mul(131).wrapping_add(letter.into()));
    (u128::from(letters) << 64 | u128::from(constant), weight.into())
}

trait Shape {
    fn area(&self) -> u64;
    fn corners(&self) -> u32 {
        4
    }
}

struct Square(u64);
struct Rectangle(u64, u64);
struct Triangle(u64, u64);

impl Shape for Square {
    fn area(&self) -> u64 {
        self.0.wrapping_mul(self.0)
    }
}

impl Shape for Rectangle {
    fn area(&self) -> u64 {
        self.0.wrapping_mul(self.1)
    }
}

impl Shape for Triangle {
    fn area(&self) -> u64 {
        self.0.wrapping_mul(self.1) / 2
    }
    fn corners(&self) -> u32 {
        3
    }
}

/// Method tables: pointers to code in read-only data, relocated when the program is loaded.
pub(crate) fn dispatch(x: Operands) -> Results {
    let (a, b) = (x.a as u64, x.b as u64);
    let shape: Box<dyn Shape> = match x.c % 3 {
        0 => Box::new(Square(a)),
        1 => Box::new(Rectangle(a, b)),
        _ => Box::new(Triangle(a, b)),
    };
    let shape = black_box(shape);
    (shape.area().into(), shape.corners().into())
}

/// A vector that grows, so is moved, a few times. The chain's heap is never freed: short.
pub(crate) fn allocate(x: Operands) -> Results {
    let mut values: Vec<u64> = Vec::new();
    for index in 0..x.c % 9 {
        values.push((x.a as u64).rotate_left(index as u32) ^ index);
    }
    let copy = values.clone();
    let sum = copy.iter().rev().fold(0u64, |sum, value| sum.wrapping_mul(3).wrapping_add(*value));
    (sum.into(), (values.len() as u64).into())
}

/// A short sort, by value and then by key.
pub(crate) fn sort(x: Operands) -> Results {
    let mut values = [x.a as u64, (x.a >> 64) as u64, x.b as u64, (x.b >> 64) as u64, x.c, x.c.rotate_left(17)];
    values.sort_unstable();
    let by_value = values.iter().fold(0u64, |sum, value| sum.wrapping_mul(5).wrapping_add(*value));
    values.sort_unstable_by_key(|value| value.swap_bytes());
    let by_key = values.iter().fold(0u64, |sum, value| sum.wrapping_mul(7).wrapping_add(*value));
    (by_value.into(), by_key.into())
}

/// Atomics become plain loads and stores: a program has one thread.
pub(crate) fn atomic(x: Operands) -> Results {
    let cell = black_box(AtomicU64::new(x.a as u64));
    let before = cell.fetch_add(x.b as u64, Ordering::SeqCst);
    let exchanged = cell.compare_exchange(x.c, 7, Ordering::AcqRel, Ordering::Acquire).is_ok();
    cell.fetch_xor(before, Ordering::Relaxed);
    (u128::from(before) << 64 | u128::from(cell.load(Ordering::Acquire)), exchanged.into())
}
