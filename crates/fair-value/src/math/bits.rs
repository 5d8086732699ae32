//! Counting bits, for which sBPF has no instruction.

/// Zero bits above the highest one of each byte.
#[allow(clippy::indexing_slicing, reason = "a constant, made when the program is compiled")]
const BYTE_ZEROS: [u8; 256] = {
    let mut zeros = [8; 256];
    let mut byte = 1;
    while byte < zeros.len() {
        zeros[byte] = zeros[byte / 2] - 1;
        byte += 1;
    }
    zeros
};

/// Zero bits above the highest one; 64 for zero. The one place where they are counted: the compiler would put forty
/// instructions wherever it is done.
// Checked, though nothing can overflow: so the compiler knows that the result is at most 64, and checks no shift by it.
#[allow(clippy::arithmetic_side_effects, reason = "56 less at most 56, and at most eight more")]
#[inline(never)]
pub fn leading_zeros(x: u64) -> u32 {
    let (mut x, mut zeros) = (x, 56);
    for width in [32, 16, 8] {
        if x >> width != 0 {
            (x, zeros) = (x >> width, zeros - width);
        }
    }
    // A byte is left.
    zeros + u32::from(BYTE_ZEROS.get(usize::from(x as u8)).copied().unwrap_or(0))
}
