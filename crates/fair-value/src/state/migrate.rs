//! What an earlier version of the program remembered, as this one does.
// TODO(rules): a stand-in with the agreed signature, as long as the memory is version 2's.

use super::State;

/// Takes over what version 2 remembered, in `new`, which is a fresh feed's.
pub fn from_v2(old: &[u8], new: &mut State) {
    bytemuck::bytes_of_mut(new).copy_from_slice(old);
}
