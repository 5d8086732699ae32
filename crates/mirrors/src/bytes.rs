//! Fields one after the other.

/// Takes the next `N` bytes; zero where there are none.
pub fn take<const N: usize>(from: &mut &[u8]) -> [u8; N] {
    let (next, rest) = from.split_first_chunk().unwrap_or((&[0; N], &[]));
    *from = rest;
    *next
}

/// Writes `bytes` and moves behind them, where there is room.
pub fn put(into: &mut &mut [u8], bytes: &[u8]) {
    if let Some(place) = into.split_off_mut(..bytes.len()) {
        place.copy_from_slice(bytes);
    }
}
