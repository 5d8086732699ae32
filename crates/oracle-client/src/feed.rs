//! The feed's account.

use solana_pubkey::Pubkey;

use crate::{Feed, ID, WatchedProgram};

/// [`Feed::status`] of a feed that publishes.
const ACTIVE: u8 = 1;

impl Feed {
    /// A feed account's content; `None` where the account is another program's, another type's or too short.
    pub fn read(owner: &Pubkey, data: &[u8]) -> Option<Box<Self>> {
        if *owner != ID {
            return None;
        }
        let body = data.strip_prefix(&Self::DISCRIMINATOR)?;
        let mut feed: Box<Self> = bytemuck::allocation::zeroed_box();
        bytemuck::bytes_of_mut(&mut *feed).copy_from_slice(body.get(..size_of::<Self>())?);
        Some(feed)
    }

    /// Whether it publishes.
    pub fn is_active(&self) -> bool {
        self.status == ACTIVE
    }

    /// The programs that are watched.
    pub fn watched(&self) -> &[WatchedProgram] {
        self.watched.get(..usize::from(self.watched_count)).unwrap_or_default()
    }
}
