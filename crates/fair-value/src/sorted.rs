//! A list in order, of at most as many as there are sources.

use arrayvec::ArrayVec;

use crate::input::MAX_SOURCES;

/// As many as there are sources, or fewer.
pub(crate) type List<T> = ArrayVec<T, MAX_SOURCES>;

/// Puts an entry behind all that it does not precede; there are no more than sources.
pub(crate) fn insert<T: Copy>(list: &mut List<T>, entry: T, precedes: impl Fn(&T, &T) -> bool) {
    if list.try_push(entry).is_err() {
        return;
    }
    let Some((mut place, sorted)) = list.split_last_mut() else { return };
    for below in sorted.iter_mut().rev() {
        if !precedes(&entry, below) {
            return;
        }
        (*place, *below) = (*below, entry);
        place = below;
    }
}
