//! Addresses: the program's, those of a feed and its price, which derive from it, and where a transaction shows what is in it.

use anchor_lang::prelude::*;
use mirrors::Profile;

declare_id!("GSofmXZ9XeYLjatTjTerp4zP5pmdpD5KeZ9RXeTHAjis");

/// The sysvar that shows what is in the transaction.
pub const INSTRUCTIONS_SYSVAR: Pubkey = pubkey!("Sysvar1nstructions1111111111111111111111111");

/// Whether two addresses are the same, by the comparison that the sources have.
pub fn same(one: &Pubkey, other: &Pubkey) -> bool {
    is(one, other.as_array())
}

/// The same for an address as sources have it.
pub fn is(one: &Pubkey, other: &[u8; 32]) -> bool {
    sources::same(one.as_array(), other)
}

/// Seed of [`feed`].
pub const FEED: &[u8] = b"feed";
/// Seed of [`price`].
pub const PRICE: &[u8] = b"price";
/// Seed of [`history`].
pub const HISTORY: &[u8] = b"history";
/// Seed of [`proposal`].
pub const PROPOSAL: &[u8] = b"proposal";

/// Seed of [`mirror`].
pub const MIRROR: &[u8] = b"mirror";

/// The feed that `creator` opened for `mint`, with its bump. The creator is part of the address so that nobody can occupy
/// a mint's only feed; it stays when the authority moves on.
pub fn feed(creator: &Pubkey, mint: &Pubkey) -> (Pubkey, u8) {
    Pubkey::find_program_address(&[FEED, creator.as_ref(), mint.as_ref()], &ID)
}

/// The price account of a feed, with its bump.
pub fn price(feed: &Pubkey) -> (Pubkey, u8) {
    Pubkey::find_program_address(&[PRICE, feed.as_ref()], &ID)
}

/// The history of a feed, with its bump.
pub fn history(feed: &Pubkey) -> (Pubkey, u8) {
    Pubkey::find_program_address(&[HISTORY, feed.as_ref()], &ID)
}

/// The pending proposal of a feed, with its bump.
pub fn proposal(feed: &Pubkey) -> (Pubkey, u8) {
    Pubkey::find_program_address(&[PROPOSAL, feed.as_ref()], &ID)
}

/// The mirror of a price account for a market, with its bump.
pub fn mirror(price: &Pubkey, profile: Profile) -> (Pubkey, u8) {
    Pubkey::find_program_address(&[MIRROR, price.as_ref(), &[profile.number()]], &ID)
}

/// Whether an account of this program is [`mirror`]. The derivation without its search, and without asking whether the
/// address is on the curve, a tenth of the cost: what this program owns at an address of this form, [`mirror`] has
/// found.
pub fn is_mirror(key: &Pubkey, price: &Pubkey, profile: Profile, bump: u8) -> bool {
    const MARKER: &[u8] = b"ProgramDerivedAddress";
    let number = [profile.number()];
    let hash = solana_sha256_hasher::hashv(&[MIRROR, price.as_ref(), &number, &[bump], ID.as_ref(), MARKER]);
    is(key, hash.as_bytes())
}
