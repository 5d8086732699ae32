//! Copies, moves, fills and comparisons inside one buffer, of any length and overlap.

use core::cmp::Ordering;

use crate::error::ConformanceError;

/// Bytes of one [`Step`].
pub const STEP: usize = 8;

/// One step: `length` bytes at `from` and at `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// 0 move (may overlap), 1 copy through a second buffer, 2 fill, 3 compare, 4 test for equality.
    pub kind: u8,
    /// Byte to fill with.
    pub fill: u8,
    /// Offset of the first operand.
    pub from: u16,
    /// Offset of the second operand, or the destination.
    pub to: u16,
    /// Number of bytes.
    pub length: u16,
}

impl Step {
    /// Bytes of a step, little-endian.
    pub fn to_bytes(self) -> [u8; STEP] {
        let [f0, f1] = self.from.to_le_bytes();
        let [t0, t1] = self.to.to_le_bytes();
        let [l0, l1] = self.length.to_le_bytes();
        [self.kind, self.fill, f0, f1, t0, t1, l0, l1]
    }

    /// The step in these bytes.
    pub fn from_bytes(bytes: [u8; STEP]) -> Self {
        let [kind, fill, f0, f1, t0, t1, l0, l1] = bytes;
        let word = |low, high| u16::from_le_bytes([low, high]);
        Self { kind, fill, from: word(f0, f1), to: word(t0, t1), length: word(l0, l1) }
    }
}

/// Runs the steps on `buffer`. The first four bytes of the buffer count what comparisons found, so that it holds every result.
pub fn run(steps: &[u8], buffer: &mut [u8]) -> Result<(), ConformanceError> {
    let (tally, buffer) = buffer.split_first_chunk_mut::<4>().ok_or(ConformanceError::OutOfBounds)?;
    let mut found = u32::from_le_bytes(*tally);
    for bytes in steps.as_chunks::<STEP>().0 {
        found = found.wrapping_mul(5).wrapping_add(apply(Step::from_bytes(*bytes), buffer)?);
    }
    *tally = found.to_le_bytes();
    Ok(())
}

fn apply(step: Step, buffer: &mut [u8]) -> Result<u32, ConformanceError> {
    let (from, to, length) = (usize::from(step.from), usize::from(step.to), usize::from(step.length));
    let source = from..from.saturating_add(length);
    let target = to..to.saturating_add(length);
    let first = buffer.get(source.clone()).ok_or(ConformanceError::OutOfBounds)?;
    let second = buffer.get(target.clone()).ok_or(ConformanceError::OutOfBounds)?;
    let found = match step.kind {
        3 => match first.cmp(second) {
            Ordering::Less => 1,
            Ordering::Equal => 2,
            Ordering::Greater => 3,
        },
        4 => u32::from(first == second),
        1 => {
            let copy = first.to_vec();
            if let Some(target) = buffer.get_mut(target) {
                target.copy_from_slice(&copy);
            }
            0
        }
        2 => {
            if let Some(target) = buffer.get_mut(target) {
                target.fill(step.fill);
            }
            0
        }
        _ => {
            buffer.copy_within(source, to);
            0
        }
    };
    Ok(found)
}
