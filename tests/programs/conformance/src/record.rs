//! The records a batch is made of, little-endian and packed.

/// Bytes of one [`Operands`].
pub const INPUT: usize = 40;
/// Bytes of one [`Results`].
pub const OUTPUT: usize = 32;

/// Operands of one operation; each takes from them what it needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operands {
    /// First operand.
    pub a: u128,
    /// Second operand.
    pub b: u128,
    /// A third, narrower operand: often a shift.
    pub c: u64,
}

/// Two results of one operation: usually the value, and a flag or a second value.
pub type Results = (u128, u128);

impl Operands {
    /// Bytes of a record.
    pub fn to_bytes(self) -> [u8; INPUT] {
        let mut bytes = [0; INPUT];
        let (a, rest) = bytes.split_at_mut(16);
        let (b, c) = rest.split_at_mut(16);
        a.copy_from_slice(&self.a.to_le_bytes());
        b.copy_from_slice(&self.b.to_le_bytes());
        c.copy_from_slice(&self.c.to_le_bytes());
        bytes
    }

    /// The record in these bytes.
    pub fn from_bytes(bytes: &[u8; INPUT]) -> Self {
        let (a, rest) = halves(bytes);
        let (b, rest) = halves(rest);
        Self { a: u128::from_le_bytes(a), b: u128::from_le_bytes(b), c: u64::from_le_bytes(halves(rest).0) }
    }
}

/// Bytes of two results.
pub fn results_to_bytes(results: Results) -> [u8; OUTPUT] {
    let mut bytes = [0; OUTPUT];
    let (first, second) = bytes.split_at_mut(16);
    first.copy_from_slice(&results.0.to_le_bytes());
    second.copy_from_slice(&results.1.to_le_bytes());
    bytes
}

/// The first `N` bytes, zero where there are fewer, and what follows.
fn halves<const N: usize>(bytes: &[u8]) -> ([u8; N], &[u8]) {
    match bytes.split_first_chunk::<N>() {
        Some((first, rest)) => (*first, rest),
        None => ([0; N], &[]),
    }
}
