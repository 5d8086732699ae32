//! A source's reading as an instruction returns it.

use anchor_lang::prelude::*;
use fair_value::{NavReading, Reading};
use sources::Account as View;

use crate::{clock, error::Result, state::Feed};

/// What a source says now. Rates are SOL per whole token, prices USD per SOL, both scaled by 10^12 and rounded down.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SourceReading {
    /// Backing counted from accounts.
    Backing {
        /// Lamports behind the supply.
        assets: u64,
        /// Token base units.
        supply: u64,
        /// Oldest epoch that entered.
        updated_epoch: u64,
        /// Of `assets`, lamports in custody of one signer.
        custodial: u64,
        /// Whether a wrapper is not covered by its vault.
        undercovered: bool,
    },
    /// An attested redemption rate.
    Attested {
        /// The rate.
        rate: u64,
        /// Its uncertainty, basis points.
        confidence_bps: u32,
        /// Unix time of publication.
        published: i64,
    },
    /// A market.
    Market {
        /// Current rate.
        spot: u64,
        /// Lamports that move it by 1 %.
        depth: u64,
        /// The feed's own uncertainty, basis points.
        confidence_bps: u32,
        /// The venue's own short mean as a base-2 logarithm in steps of 2^-40.
        history_short: Option<i64>,
        /// Likewise for the long window.
        history_long: Option<i64>,
        /// Whether over 80 % lies on one side.
        one_sided: bool,
    },
    /// SOL in USD.
    Usd {
        /// The price.
        price: u64,
        /// Its uncertainty, same scale.
        confidence: u64,
        /// Unix time of publication.
        published: i64,
    },
}

impl SourceReading {
    /// What source `index` of the feed says now, by its own accounts in configured order.
    ///
    /// # Errors
    /// What is wrong with the source or with the accounts passed.
    pub fn of(feed: &Feed, index: u8, accounts: &[View<'_>]) -> Result<Self> {
        Ok(sources::observe_source(&feed.sources, index, accounts, &clock::now()?, &feed.params)?.into())
    }
}

impl From<Reading> for SourceReading {
    fn from(reading: Reading) -> Self {
        match reading {
            Reading::Nav(NavReading::Backing(backing)) => Self::Backing {
                assets: backing.assets.get(),
                supply: backing.supply.get(),
                updated_epoch: backing.updated.get(),
                custodial: backing.custodial.get(),
                undercovered: backing.undercovered,
            },
            Reading::Nav(NavReading::Attested(attested)) => Self::Attested {
                rate: attested.rate.to_decimal_floor(),
                confidence_bps: attested.confidence.get(),
                published: attested.published.get(),
            },
            Reading::Market(market) => Self::Market {
                spot: market.spot.to_decimal_floor(),
                depth: market.depth.get(),
                confidence_bps: market.confidence.get(),
                history_short: market.history.and_then(|history| history.short).map(|log| log.to_bits()),
                history_long: market.history.and_then(|history| history.long).map(|log| log.to_bits()),
                one_sided: market.one_sided,
            },
            Reading::Usd(usd) => Self::Usd {
                price: usd.price.to_decimal_floor(),
                confidence: usd.confidence.to_decimal_ceil(),
                published: usd.published.get(),
            },
        }
    }
}
