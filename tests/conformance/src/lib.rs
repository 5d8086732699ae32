//! See `tests/`: this crate exists for its tests alone.
