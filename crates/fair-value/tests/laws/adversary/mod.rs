//! The rules against the adversary they name: somebody who owns any slots he likes, as often as he likes, moves the
//! pools for one slot, refreshes, and moves them back. One file a subject; captures are counted in slots, and move
//! depth as well as price.

mod book;
mod chain;

mod acknowledge;
mod captures;
mod crashes;
mod figures;
mod losses;
mod presence;
mod readings;
mod takeover;
mod usd;
mod witnesses;
