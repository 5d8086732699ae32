//! What the authority has announced to change, and when it may.

use anchor_lang::{error::ErrorCode, prelude::*};

use super::{Limits, ParamValue, SourceSpec};
use crate::{
    error::Result,
    pda::same,
    runtime::{Decode, Own, Reader, decode_fields},
};

/// Version of [`Proposal`]'s layout.
pub const PROPOSAL_VERSION: u8 = 1;

/// A pending change of a feed's configuration. A feed has at most one.
#[account]
pub struct Proposal {
    /// [`PROPOSAL_VERSION`] of the program that wrote it.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// The feed.
    pub feed: Pubkey,
    /// The version of the configuration that it was made for: it applies to no other.
    pub config_version: u64,
    /// Unix time from which it may be applied.
    pub ready_at: i64,
    /// What is to change, in this order.
    pub changes: Vec<Change>,
}

impl Proposal {
    /// Bytes before the changes: discriminator, version, bump, feed, version of the configuration, time.
    pub const HEAD: usize = 8 + 1 + 1 + 32 + 8 + 8;

    /// What stands before the changes.
    pub fn head(bump: u8, feed: &Pubkey, config_version: u64, ready_at: i64) -> [u8; Self::HEAD] {
        let mut head = [0; Self::HEAD];
        let fields: [&[u8]; 6] = [
            Self::DISCRIMINATOR,
            &[PROPOSAL_VERSION],
            &[bump],
            feed.as_ref(),
            &config_version.to_le_bytes(),
            &ready_at.to_le_bytes(),
        ];
        for (place, byte) in head.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        head
    }

    /// The proposal for `feed` in an account. There is no other than the one at its derived address, since only that is ever created.
    ///
    /// # Errors
    /// Anchor's for an account of another type, `ConstraintSeeds` for another feed's.
    pub fn of(account: &mut Own<'_>, feed: &Pubkey) -> Result<Self> {
        let proposal = Reader::all::<Self>(account.content_of::<Self>()?)?;
        ensure!(same(&proposal.feed, feed), ErrorCode::ConstraintSeeds);
        Ok(proposal)
    }
}

decode_fields!(Proposal { version, bump, feed, config_version, ready_at, changes });

/// One change of a configuration.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub enum Change {
    /// Parameters of the rules.
    Params {
        /// Those that change.
        values: Vec<ParamValue>,
    },
    /// How old prices may be for what.
    Limits {
        /// All of them.
        limits: Limits,
    },
    /// Programs that may precede a refresh.
    PostingPrograms {
        /// All of them, at most four.
        programs: Vec<Pubkey>,
    },
    /// Programs whose upgrade halts the feed.
    WatchedPrograms {
        /// All of them, at most four.
        programs: Vec<Pubkey>,
    },
    /// A source is added.
    AddSource {
        /// Its place: those from there on move up.
        index: u8,
        /// The source.
        spec: SourceSpec,
        /// Its accounts, in the order of the roles.
        accounts: Vec<Pubkey>,
    },
    /// A source is removed.
    RemoveSource {
        /// Its place.
        index: u8,
    },
    /// How long proposals wait from then on.
    Timelock {
        /// Seconds, within [`super::TIMELOCKS`].
        seconds: u32,
    },
    /// Who may halt the feed besides the authority.
    Guardian {
        /// The new one; the zero address for nobody.
        guardian: Pubkey,
    },
    /// The feed publishes no more, shows a halt, and can be closed a day later.
    Retire,
    /// A lost or disputed market is taken for true: the way of feeds without a guardian.
    AcknowledgeMarket {
        /// Fair value may become no lower, SOL per whole token scaled by 10^12.
        least: u64,
    },
}

impl Change {
    /// Whether it has to be a proposal's only change: what follows from it is not compared with what was published before.
    pub fn stands_alone(&self) -> bool {
        matches!(self, Self::Retire | Self::AcknowledgeMarket { .. })
    }
}

impl Decode for Change {
    fn decode(from: &mut Reader<'_>) -> Self {
        match u8::decode(from) {
            0 => Self::Params { values: Decode::decode(from) },
            1 => Self::Limits { limits: Decode::decode(from) },
            2 => Self::PostingPrograms { programs: Decode::decode(from) },
            3 => Self::WatchedPrograms { programs: Decode::decode(from) },
            4 => Self::AddSource {
                index: Decode::decode(from),
                spec: Decode::decode(from),
                accounts: Decode::decode(from),
            },
            5 => Self::RemoveSource { index: Decode::decode(from) },
            6 => Self::Timelock { seconds: Decode::decode(from) },
            7 => Self::Guardian { guardian: Decode::decode(from) },
            9 => Self::AcknowledgeMarket { least: Decode::decode(from) },
            tag => {
                if tag != 8 {
                    from.fail();
                }
                Self::Retire
            }
        }
    }
}
