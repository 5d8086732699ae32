//! The most that a pool may count for, and what it is for: liquidity in range, extrapolated over 1 %.

use fair_value::{
    Backing, Inputs, Leg, Level, MarketReading, NavReading, Now, Observation, Params, Reading, Step,
    state::State,
    step,
    units::{Bps, Epoch, Lamports, Rate, Seconds, Slot, TokenAmount, UnixTime},
};
use proptest::prelude::*;
use sources::{SourceKind, check, encode::WhirlpoolAccount};

use crate::{
    common::Case,
    look_through, meteora_damm_v2, meteora_dlmm, pyth, raydium_clmm, stake_pool,
    table::unit::joined,
    vault,
    whirlpool::{self, case::pool},
};

const SOL: u64 = 1_000_000_000;

fn market(case: &Case) -> MarketReading {
    match case.read() {
        Ok(Reading::Market(reading)) => reading,
        other => panic!("not a market: {other:?}"),
    }
}

/// A good case of every kind of pool.
fn all() -> [Case; 5] {
    [
        whirlpool::case::good(),
        raydium_clmm::case::good(),
        meteora_dlmm::case::good(),
        meteora_damm_v2::case::good(),
        look_through::case::good(),
    ]
}

#[test]
fn it_bounds_the_depth_of_every_kind_of_pool_and_nothing_else() {
    for good in all() {
        let with = |ceiling| {
            let mut case = good.clone();
            case.config().feed_depth = ceiling;
            market(&case)
        };
        let depth = with(u64::MAX).depth.get();
        assert!(depth > 3 * SOL);
        assert_eq!(with(3 * SOL), MarketReading { depth: Lamports::new(3 * SOL), ..with(u64::MAX) });
        assert_eq!(with(depth + 1).depth.get(), depth);
        if good.table.sources[0].kind != SourceKind::MeteoraDlmm as u8 {
            assert_eq!(with(0), with(u64::MAX));
        }
    }
}

proptest! {
    /// Whatever the liquidity, a ceiling takes what lies above it and changes nothing else.
    #[test]
    fn it_is_an_upper_bound(kind in 0..5usize, ceiling in 1u64.., liquidity in 40..100u32) {
        let mut case = all()[kind].clone();
        if kind == 0 {
            case.accounts[0].data = WhirlpoolAccount { liquidity: 1 << liquidity, ..pool() }.encode();
        }
        case.config().feed_depth = u64::MAX;
        let free = market(&case);
        case.config().feed_depth = ceiling;
        prop_assert_eq!(market(&case), MarketReading { depth: free.depth.min(Lamports::new(ceiling)), ..free });
    }
}

/// One SOL is the least that can be configured to vote, and a million SOL are more than any pool of a token has; what lies beyond was meant in
/// another unit.
#[test]
fn it_lies_within_one_and_a_million_sol_and_is_needed_where_nothing_else_bounds_the_depth() {
    let feed = pyth::case::of(SourceKind::PythMarket, pyth::case::update());
    for (case, optional) in all()
        .into_iter()
        .map(|case| {
            let optional = case.table.sources[0].kind != SourceKind::MeteoraDlmm as u8;
            (case, optional)
        })
        .chain([(feed, false)])
    {
        for (ceiling, accepted) in [
            (0, optional),
            (SOL - 1, false),
            (SOL, true),
            (1_000_000 * SOL, true),
            (1_000_000 * SOL + 1, false),
            (u64::MAX, false),
        ] {
            let mut case = case.clone();
            case.config().feed_depth = ceiling;
            let (mut table, _) = joined(&[stake_pool::case::good(), case.clone()]);
            table.mint = case.table.mint;
            let kind = case.table.sources[0].kind;
            assert_eq!(
                check(&table).map_err(|error| error.name()),
                if accepted { Ok(()) } else { Err("FeedDepth") },
                "{kind} {ceiling}"
            );
        }
    }
    // What is no market has no depth.
    for case in [vault::case::good(), pyth::case::good()] {
        let mut case = case;
        case.config().feed_depth = SOL;
        let (table, _) = joined(&[stake_pool::case::good(), case]);
        assert!(check(&table).is_err_and(|error| error.name() == "FeedDepth" || error.name() == "NavNotFirst"));
    }
}

/// The token's price in a pool of two positions around 1 SOL: a wide one whose depth is 49 SOL, and one of +-0.1 % that reads as 24,939 more.
fn narrow_on_wide(price: f64, ceiling: u64) -> Case {
    let of_depth = |sol: f64| (sol * 1e9 / (1.01f64.sqrt() - 1.0)) as u128;
    let narrow = if (price - 1.0).abs() <= 0.001 { of_depth(24_939.0) } else { 0 };
    let sqrt_price = (2f64.powi(64) / price.sqrt()) as u128;
    let mut case = whirlpool::case::of(WhirlpoolAccount { liquidity: of_depth(49.0) + narrow, sqrt_price, ..pool() });
    case.config().feed_depth = ceiling;
    case
}

/// Depth is extrapolated: ten times what raising the price by 1 % really takes at the narrow position, and nothing of it is left beside.
#[test]
fn a_narrow_position_reads_deeper_than_it_is() {
    // 0.1 % through both positions, the rest through the wide one.
    let really = (49.0 + 24_939.0) * (1.001f64.sqrt() - 1.0) / (1.01f64.sqrt() - 1.0) + 49.0 * 0.9;
    let read = market(&narrow_on_wide(1.0, 0)).depth.get() as f64 / 1e9;
    assert!((read - 24_988.0).abs() < 1.0, "{read}");
    assert!(read > 9.5 * really, "{really}");
    for price in [0.994, 0.99, 0.98] {
        // Of a pool that nobody has left.
        let (free, bounded) =
            (market(&narrow_on_wide(price, 0)).depth.get(), market(&narrow_on_wide(price, 48 * SOL)).depth.get());
        assert!(free.abs_diff(49 * SOL) < SOL, "{free}");
        assert_eq!(bounded, market(&narrow_on_wide(1.0, 48 * SOL)).depth.get());
    }
}

/// The level after the price of such a pool has drifted for an hour, from a settled feed at NAV.
fn after_drift(price: f64, ceiling: u64) -> Level {
    let params = Params { depth_loss_discount: Bps::new(50), ..Params::default() };
    let backing = Backing {
        assets: Lamports::new(1_000_000 * SOL),
        supply: TokenAmount::new(1_000_000 * SOL),
        decimals: 9,
        updated: Epoch::new(800),
        custodial: Lamports::ZERO,
        undercovered: false,
        unbacked: false,
        firm: Rate::ZERO,
    };
    let mut state = State::new();
    let mut refresh = |at: i64, price| {
        let now = Now {
            time: UnixTime::new(1_790_000_000 + at),
            slot: Slot::new(1_000 + at as u64 * 5 / 2),
            epoch: Epoch::new(800),
            since_epoch_start: Seconds::new(50_000),
            rewards_active: false,
        };
        let observations = [
            Observation { leg: Leg::Nav, reading: Some(Reading::Nav(NavReading::Backing(backing))) },
            Observation { leg: Leg::Market, reading: narrow_on_wide(price, ceiling).read().ok() },
        ];
        match step(&params, &mut state, &Inputs { now, observations: &observations }) {
            Ok(Step::Publish(outcome)) => outcome.level,
            other => panic!("{other:?}"),
        }
    };
    let settled = (0..540).map(|n| refresh(20 * n, 1.0)).last();
    assert_eq!(settled, Some(Level::Normal));
    (540..570).map(|n| refresh(20 * n, price)).max_by_key(|level| *level as u8).expect("refreshes")
}

/// The price leaves the narrow position, and the depth falls from 24,988 to 49 SOL though nobody left: *depegged*. Not so with a ceiling at the
/// wide position's depth.
#[test]
fn a_ceiling_keeps_a_drift_from_looking_like_a_flight() {
    for (price, with_ceiling) in [(0.994, Level::Normal), (0.99, Level::Normal), (0.98, Level::Caution)] {
        assert_eq!(after_drift(price, 0), Level::Depegged, "{price}, without a ceiling");
        assert_eq!(after_drift(price, 48 * SOL), with_ceiling, "{price}, with a ceiling");
    }
}
