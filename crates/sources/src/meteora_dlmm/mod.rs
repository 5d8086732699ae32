//! Meteora DLMM pairs with their oracle.
//!
//! Layout: `LbPair` of Meteora's `lb_clmm` interface (repository MeteoraAg/dlmm-sdk), behind the account's discriminator.
//!
//! A pair's liquidity lies in bin arrays, whose addresses change as the price moves, so that they cannot be pinned. Its depth is
//! therefore bounded by what its two token accounts hold, each counted in lamports, and by a configured ceiling: a pair that is
//! drained loses its depth at once, and none counts for more than its operator has verified.

#[cfg(feature = "encode")]
mod encode;
mod oracle;
mod price;

use fair_value::{Now, Params, Reading};

#[cfg(feature = "encode")]
pub use encode::{DlmmOracleAccount, DlmmPairAccount, DlmmSample};
pub(crate) use oracle::LAYOUT as ORACLE_LAYOUT;

use crate::{
    Key, Role,
    account::Part,
    activation,
    bytes::{i32_at, i64_at, key_at, u8_at, u16_at, u64_at},
    fault::{Condition, Fault, SourceFault},
    history::{NO_HISTORY, Scale},
    layout::{Layout, Length, offsets},
    math::log::Step,
    members::Members,
    pair::Orientation,
    pool::Pool,
    programs,
};

/// First eight bytes of a pair.
pub const DISCRIMINATOR: [u8; 8] = [0x21, 0x0b, 0x31, 0x62, 0xb5, 0x65, 0xb1, 0x0d];
/// Length of a pair.
pub const LEN: usize = 904;
const LAST_UPDATE: usize = 56;
const PAIR_TYPE: usize = 75;
const ACTIVE_ID: usize = 76;
const BIN_STEP: usize = 80;
const STATUS: usize = 82;
const ACTIVATION_TYPE: usize = 86;
const TOKEN_X_MINT: usize = 88;
const TOKEN_Y_MINT: usize = 120;
const RESERVE_X: usize = 152;
const RESERVE_Y: usize = 184;
const ORACLE: usize = 552;
const ACTIVATION_POINT: usize = 816;

const ENABLED: u8 = 0;
/// Anyone may trade such a pair at any time; others open at their activation point.
const PERMISSIONLESS: u8 = 0;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "LbPair",
    owners: &[programs::METEORA_DLMM],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![
        LAST_UPDATE,
        PAIR_TYPE,
        ACTIVE_ID,
        BIN_STEP,
        STATUS,
        ACTIVATION_TYPE,
        TOKEN_X_MINT,
        TOKEN_Y_MINT,
        RESERVE_X,
        RESERVE_Y,
        ORACLE,
        ACTIVATION_POINT
    ],
};

/// What a pair says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DlmmPair<'a> {
    /// The two mints, in the pair's order.
    pub mints: [&'a Key; 2],
    /// The pair's two token accounts, in the same order.
    pub vaults: [&'a Key; 2],
    /// Where the pair's oracle is.
    pub oracle: &'a Key,
    /// The bin that is traded in: the price is (1 + bin step)^id.
    pub active_id: i32,
    /// How much the price grows from bin to bin, basis points.
    pub bin_step: u16,
    /// Unix time of the last swap that changed the bin; zero before the first.
    pub last_update: i64,
    /// Zero: trading is enabled.
    pub status: u8,
    /// Zero: no activation.
    pub pair_type: u8,
    /// Whether the activation point is a slot (0) or a time (1).
    pub activation_type: u8,
    /// Slot or time from which anyone may trade.
    pub activation_point: u64,
}

impl<'a> DlmmPair<'a> {
    /// Decodes a pair: owner, type and length are checked, nothing else.
    pub(crate) fn decode(part: Part<'a>) -> Result<Self, SourceFault> {
        let data = part.typed::<LEN>(&programs::METEORA_DLMM, &DISCRIMINATOR)?;
        Ok(Self {
            mints: [key_at::<TOKEN_X_MINT, LEN>(data), key_at::<TOKEN_Y_MINT, LEN>(data)],
            vaults: [key_at::<RESERVE_X, LEN>(data), key_at::<RESERVE_Y, LEN>(data)],
            oracle: key_at::<ORACLE, LEN>(data),
            active_id: i32_at::<ACTIVE_ID, LEN>(data),
            bin_step: u16_at::<BIN_STEP, LEN>(data),
            last_update: i64_at::<LAST_UPDATE, LEN>(data),
            status: u8_at::<STATUS, LEN>(data),
            pair_type: u8_at::<PAIR_TYPE, LEN>(data),
            activation_type: u8_at::<ACTIVATION_TYPE, LEN>(data),
            activation_point: u64_at::<ACTIVATION_POINT, LEN>(data),
        })
    }

    fn check_tradable(&self, now: &Now) -> Result<(), Condition> {
        if self.status != ENABLED {
            return Err(Condition::Disabled);
        }
        let opens = self.pair_type != PERMISSIONLESS;
        if opens && !activation::has_come(self.activation_point, self.activation_type, now)? {
            return Err(Condition::NotOpen);
        }
        Ok(())
    }
}

/// Spot, bounded depth and, where its oracle is listed, the pair's own history of the token in SOL.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now, params: &Params) -> Result<Reading, Fault> {
    let part = members.main()?;
    let pair = DlmmPair::decode(part)?;
    let [first, second] = pair.mints;
    let orientation = Orientation::of(part, members.mint, first, second)?;
    pair.check_tradable(now).map_err(|condition| part.fault(condition))?;
    let spot = price::rate(pair.active_id, pair.bin_step, orientation, members.token_decimals);
    let spot = spot.map_err(|condition| part.fault(condition))?;

    // A swap within the bin shows in the oracle only.
    let mut traded = pair.last_update != 0;
    let history = match members.behind(part, Role::History) {
        None => None,
        Some(history) if !history.is_at(pair.oracle) => {
            return Err(part.fault(Condition::WrongSibling).into());
        }
        Some(history) => {
            let ring = oracle::decode(history)?;
            traded |= ring.is_some();
            let step = Step::bin(pair.bin_step).ok_or_else(|| part.fault(Condition::OutOfRange))?;
            let scale = Scale { step, orientation, token_decimals: members.token_decimals };
            Some(ring.map_or(NO_HISTORY, |ring| ring.windows(pair.active_id, now, params, scale)))
        }
    };

    if !traded {
        return Err(part.fault(Condition::NeverTraded).into());
    }
    let common = Pool { orientation, vaults: pair.vaults, spot, history };
    let reserves = common.reserves(members)?.ok_or_else(|| members.invalid())?;
    common.reading(members, reserves.poorer, false)
}
