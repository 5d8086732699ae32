//! A pool that nobody can sell into: refused where it is configured, a market without depth to the rules.

use fair_value::{Leg, MarketReading, Observation, Reading};
use sources::{
    Condition, Fault, SourceFault, SourceKind,
    encode::{ClmmPoolAccount, DammV2PoolAccount, DlmmOracleAccount, DlmmPairAccount, WhirlpoolAccount},
    observation,
};

use crate::{
    common::{Case, NOW, Owned},
    look_through, meteora_damm_v2, meteora_dlmm, pyth, raydium_clmm, switchboard, switchboard_quote, table, whirlpool,
};

const CLOSED: Option<Reading> = Some(Reading::Market(MarketReading::CLOSED));

/// What the rules are told of the case's only source, and which fault is shown beside it.
fn told(case: &Case) -> (Option<Reading>, Option<&'static str>) {
    let (mut table, accounts) = table::unit::joined(std::slice::from_ref(case));
    table.mint = case.table.mint;
    let views: Vec<_> = accounts.iter().map(Owned::view).collect();
    let mut out = sources::Observations::default();
    sources::observe(&table, &views, &case.now, &case.params, &mut out).expect("the table's own accounts");
    (out.entries()[0].reading, out.faults()[0].map(|fault| fault.name()))
}

fn with(mut case: Case, account: usize, data: Vec<u8>) -> Case {
    case.accounts[account].data = data;
    case
}

fn closed(mut case: Case, account: usize) -> Case {
    case.accounts[account].close();
    case
}

/// Every way in which nobody can sell into a pool.
fn nobody_can_sell() -> Vec<(Case, &'static str)> {
    let later = NOW as u64 + 60;
    let orca = |pool: WhirlpoolAccount| with(whirlpool::case::good(), 0, pool.encode());
    let raydium = |pool: ClmmPoolAccount| with(raydium_clmm::case::good(), 0, pool.encode());
    let dlmm = |pair: DlmmPairAccount| meteora_dlmm::case::of(pair, DlmmOracleAccount::new(100));
    let damm = |pool: DammV2PoolAccount| meteora_damm_v2::case::of(pool);
    let through = |pool: WhirlpoolAccount| with(look_through::case::good(), 2, pool.encode());
    use look_through::case::pool as backing;
    use meteora_damm_v2::case::pool as damm_pool;
    use meteora_dlmm::case::pair;
    use raydium_clmm::case::pool as raydium_pool;
    use whirlpool::case::{oracle, pool as orca_pool, with_oracle};
    // The price to which a pool without liquidity is moved for nothing.
    let (least, greatest) = (4_295_048_016, 79_226_673_515_401_279_992_447_579_055);
    let mut frozen = meteora_dlmm::case::good();
    frozen.accounts[2].data[108] = 2;
    let mut taken_away = look_through::case::good();
    taken_away.accounts[4].data[32..64].fill(0x77);
    let mut another = look_through::case::good();
    another.accounts[4].owner = [0x77; 32];
    let emptied = closed(closed(closed(look_through::case::good(), 1), 4), 5);
    vec![
        (closed(whirlpool::case::good(), 0), "Gone"),
        (closed(raydium_clmm::case::good(), 0), "Gone"),
        (closed(raydium_clmm::case::good(), 1), "Gone"),
        (closed(meteora_dlmm::case::good(), 0), "Gone"),
        (closed(meteora_dlmm::case::good(), 1), "Gone"),
        (closed(meteora_dlmm::case::good(), 3), "Gone"),
        (closed(meteora_damm_v2::case::good(), 0), "Gone"),
        (closed(look_through::case::good(), 2), "Gone"),
        (raydium(ClmmPoolAccount { status: 1 << 4, ..raydium_pool() }), "Disabled"),
        (dlmm(DlmmPairAccount { status: 1, ..pair() }), "Disabled"),
        (damm(DammV2PoolAccount { pool_status: 1, ..damm_pool() }), "Disabled"),
        (orca(WhirlpoolAccount { liquidity: 0, ..orca_pool() }), "ZeroLiquidity"),
        (orca(WhirlpoolAccount { liquidity: 1, ..orca_pool() }), "ZeroLiquidity"),
        (raydium(ClmmPoolAccount { liquidity: 0, ..raydium_pool() }), "ZeroLiquidity"),
        (meteora_dlmm::case::with(pair(), meteora_dlmm::case::oracle(), 0, 0), "ZeroLiquidity"),
        (damm(DammV2PoolAccount { liquidity: 0, ..damm_pool() }), "ZeroLiquidity"),
        (through(WhirlpoolAccount { liquidity: 0, ..backing() }), "ZeroLiquidity"),
        (with_oracle(sources::encode::WhirlpoolOracleAccount { trade_enable_timestamp: later, ..oracle() }), "NotOpen"),
        (raydium(ClmmPoolAccount { open_time: later, ..raydium_pool() }), "NotOpen"),
        (dlmm(DlmmPairAccount { pair_type: 1, activation_type: 1, activation_point: later, ..pair() }), "NotOpen"),
        (damm(DammV2PoolAccount { activation_point: later, ..damm_pool() }), "NotOpen"),
        (orca(WhirlpoolAccount { never_traded: true, ..orca_pool() }), "NeverTraded"),
        (raydium(ClmmPoolAccount { never_traded: true, ..raydium_pool() }), "NeverTraded"),
        (dlmm(DlmmPairAccount { last_update_timestamp: 0, ..pair() }), "NeverTraded"),
        (damm(DammV2PoolAccount { never_traded: true, ..damm_pool() }), "NeverTraded"),
        (through(WhirlpoolAccount { never_traded: true, ..backing() }), "NeverTraded"),
        (orca(WhirlpoolAccount { liquidity: 0, sqrt_price: least, ..orca_pool() }), "OutOfRange"),
        (orca(WhirlpoolAccount { liquidity: 0, sqrt_price: greatest, ..orca_pool() }), "NonPositive"),
        (damm(DammV2PoolAccount { sqrt_price: least, ..damm_pool() }), "NonPositive"),
        (frozen, "Frozen"),
        // The reserves of what is looked through are the issuer's.
        (emptied, "ZeroAssets"),
        (taken_away, "WrongAuthority"),
        (another, "WrongOwner"),
    ]
}

#[test]
fn it_is_refused_by_name_and_to_the_rules_a_market_without_depth() {
    for (at, (case, name)) in nobody_can_sell().into_iter().enumerate() {
        assert_eq!(case.verdict(), name, "{at}");
        assert_eq!(told(&case), (CLOSED, Some(name)), "{at}");
    }
}

/// What another version of the pool's program might have written is no market that was closed.
#[test]
fn what_cannot_be_decoded_is_a_missing_sample() {
    let mut foreign = whirlpool::case::good();
    foreign.accounts[0].owner = [0x77; 32];
    let mut longer = raydium_clmm::case::good();
    longer.accounts[0].data.push(0);
    let mut other_type = meteora_damm_v2::case::good();
    other_type.accounts[0].data[0] ^= 1;
    let other_mode =
        meteora_damm_v2::case::of(DammV2PoolAccount { collect_fee_mode: 3, ..meteora_damm_v2::case::pool() });
    let sibling = with(
        meteora_dlmm::case::good(),
        0,
        DlmmPairAccount { oracle: [0x77; 32], ..meteora_dlmm::case::pair() }.encode(),
    );
    for (case, name) in [
        (foreign, "WrongOwner"),
        (longer, "WrongLength"),
        (other_type, "WrongDiscriminator"),
        (other_mode, "UnsupportedMode"),
        (sibling, "WrongSibling"),
    ] {
        assert_eq!(case.verdict(), name);
        assert_eq!(told(&case), (None, Some(name)));
    }
}

/// A feed that is gone or says nothing usable is an outage: only pools are markets that somebody can close.
#[test]
fn a_feed_is_never_a_closed_market() {
    let quote = switchboard_quote::case::of(SourceKind::SwitchboardQuoteMarket, &switchboard_quote::case::quote());
    for case in [
        pyth::case::of(SourceKind::PythMarket, pyth::case::update()),
        switchboard::case::of(SourceKind::SwitchboardMarket, switchboard::case::feed()),
        quote,
    ] {
        assert_eq!(told(&closed(case, 0)), (None, Some("Gone")));
    }
    let zero = pyth::case::of(
        SourceKind::PythMarket,
        sources::encode::PriceUpdateAccount { price: 0, ..pyth::case::update() },
    );
    assert_eq!(told(&zero), (None, Some("NonPositive")));
}

/// The rule, condition by condition: of a pool those that close a market, of what is looked through all, of anything else none.
#[test]
fn the_rule_is_the_same_for_every_kind() {
    for kind in SourceKind::ALL {
        for condition in [
            Condition::Gone,
            Condition::WrongOwner,
            Condition::WrongDiscriminator,
            Condition::Disabled,
            Condition::NotOpen,
            Condition::NeverTraded,
            Condition::ZeroLiquidity,
            Condition::OutOfRange,
            Condition::Stale,
            Condition::Malformed,
        ] {
            let expected = match kind {
                SourceKind::Whirlpool
                | SourceKind::RaydiumClmm
                | SourceKind::MeteoraDlmm
                | SourceKind::MeteoraDammV2 => condition.is_closed_market(),
                SourceKind::LookThrough => true,
                _ => false,
            };
            let fault = SourceFault { account: 0, condition };
            let reading = if expected { CLOSED } else { None };
            assert_eq!(
                observation(kind, Err(fault)),
                Observation { leg: kind.leg(), reading },
                "{kind:?} {condition:?}"
            );
            if expected {
                assert_eq!(kind.leg(), Leg::Market);
            }
        }
    }
    assert!(matches!(closed(whirlpool::case::good(), 0).read(), Err(Fault::Source(_))));
}
