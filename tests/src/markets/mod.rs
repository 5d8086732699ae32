//! Markets that exist, as far as they judge a price: written from the rules of their sources, which `crates/mirrors`
//! names, without any of their code. Each walks the market's whole path, from the oracle account to the action.
//!
//! A position is one of 1,000 tokens or less against a debt in USD. Amounts of tokens and USD are millionths, prices
//! trillionths.

mod jupiter;
mod klend;
mod p0;
mod shapes;

use std::fmt;

pub use jupiter::Jupiter;
pub use klend::{Klend, Reads};
use mirrors::Profile;
pub use p0::{Liquidator, P0};
pub use shapes::{Dated, Update, dated, update};

/// What a user of a market tries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Deed {
    /// Half of the debt.
    RepayPart,
    /// All of it.
    RepayAll,
    /// A token more, while owing.
    TopUp,
    /// A token, while owing.
    Withdraw,
    /// 1 USD more.
    Borrow,
    /// Somebody else takes an unhealthy position over.
    Liquidate,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::RepayPart, Self::RepayAll, Self::TopUp, Self::Withdraw, Self::Borrow, Self::Liquidate];
}

/// Why a market refuses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refused(pub &'static str);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What a market makes of a deed.
pub type Answer = Result<(), Refused>;

pub(crate) const fn require(condition: bool, otherwise: &'static str) -> Answer {
    if condition { Ok(()) } else { Err(Refused(otherwise)) }
}

/// A position: what it holds and owes, in millionths.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    /// Tokens.
    pub tokens: u128,
    /// USD.
    pub debt: u128,
}

impl Position {
    /// 100 tokens that secure a tenth of what they are worth at about 160 USD.
    pub const HEALTHY: Self = Self { tokens: 100_000_000, debt: 1_600_000_000 };
    /// The same, of which all is borrowed.
    pub const UNHEALTHY: Self = Self { tokens: 100_000_000, debt: 16_000_000_000 };

    /// Which one a deed is tried with.
    pub const fn of(deed: Deed) -> Self {
        match deed {
            Deed::Liquidate => Self::UNHEALTHY,
            _ => Self::HEALTHY,
        }
    }

    /// What the tokens are worth at a price of so many trillionths of a USD, millionths of a USD.
    pub const fn value(&self, price: u128) -> u128 {
        self.tokens * price / 1_000_000_000_000
    }
}

/// What the market of `profile` answers, at unix time `now`, to a deed by the mirror's bytes.
pub fn attempt(profile: Profile, mirror: &[u8], now: i64, deed: Deed) -> Answer {
    let position = Position::of(deed);
    match profile {
        Profile::KlendScope => Klend::new(Reads::Scope, position).act(mirror, now, deed),
        Profile::KlendPyth => Klend::new(Reads::Pyth, position).act(mirror, now, deed),
        Profile::P0Pyth => P0::new(position).act(mirror, now, deed),
        Profile::JupiterPyth => Jupiter::new(position).act(mirror, now, deed),
    }
}
