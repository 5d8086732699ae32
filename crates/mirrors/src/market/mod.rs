//! What each market is told, and by which of its checks a gate is shut. Named is the state of each market's sources
//! that was read.

pub mod jupiter;
pub mod klend;
pub mod p0;
