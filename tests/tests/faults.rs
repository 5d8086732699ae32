//! Bad source accounts. Each has an error of its own, in `check_source` and when it is configured; a refresh goes on without that source,
//! which moves none of its accumulators.

use fair_value::units::Lamports;
use std::collections::BTreeMap;

use fair_value::{state::SourceState, units::Moment};
use glowsol_oracle::error::SOURCE_FAULTS;
use price_reader::Price;
use solana_account::Account;
use solana_pubkey::Pubkey;
use sources::{Role, programs, whirlpool::WhirlpoolOracleAccount};
use tests::{
    Scene, instructions,
    scene::{self, keys},
};

/// Places in [`scene::standard_sources`].
const VAULT: usize = 0;
const ORCA: usize = 1;
const RAYDIUM: usize = 2;
const PYTH: usize = 3;

/// Something that can be wrong with an account.
struct Case {
    name: &'static str,
    source: usize,
    account: fn() -> Pubkey,
    code: u8,
    spoil: fn(&mut Account),
}

fn put(account: &mut Account, at: usize, bytes: &[u8]) {
    account.data[at..at + bytes.len()].copy_from_slice(bytes);
}

fn pyth() -> Pubkey {
    keys::PYTH_SOL_USD
}

fn pool() -> Pubkey {
    keys::SOLAYER_STAKE_POOL
}

fn swap(account: &mut Account, first: usize, second: usize) {
    let (left, right) = (account.data[first..first + 32].to_vec(), account.data[second..second + 32].to_vec());
    put(account, first, &right);
    put(account, second, &left);
}

const CASES: &[Case] = &[
    Case {
        name: "vault: closed stake pool",
        source: VAULT,
        account: pool,
        code: 16,
        spoil: |a| *a = Account { lamports: 1, ..Account::default() },
    },
    Case {
        name: "vault: stake pool of another program",
        source: VAULT,
        account: pool,
        code: 17,
        spoil: |a| a.owner = programs::WHIRLPOOL.into(),
    },
    Case {
        name: "vault: stake pool never initialised",
        source: VAULT,
        account: pool,
        code: 20,
        spoil: |a| a.data.fill(0),
    },
    Case { name: "vault: short stake pool", source: VAULT, account: pool, code: 19, spoil: |a| a.data.truncate(610) },
    Case { name: "vault: no supply", source: VAULT, account: scene::mint, code: 36, spoil: |a| put(a, 36, &[0; 8]) },
    Case { name: "vault: other decimals", source: VAULT, account: scene::mint, code: 22, spoil: |a| put(a, 44, &[6]) },
    Case {
        name: "vault: reserve of another token",
        source: VAULT,
        account: scene::vault_ssol,
        code: 25,
        spoil: |a| put(a, 0, &[7; 32]),
    },
    Case {
        name: "vault: reserve of another authority",
        source: VAULT,
        account: scene::vault_ssol,
        code: 24,
        spoil: |a| put(a, 32, &[7; 32]),
    },
    Case {
        name: "vault: frozen reserve",
        source: VAULT,
        account: scene::vault_ssol,
        code: 40,
        spoil: |a| put(a, 108, &[2]),
    },
    Case {
        name: "orca: closed",
        source: ORCA,
        account: scene::orca_pool,
        code: 16,
        spoil: |a| *a = Account { lamports: 1, ..Account::default() },
    },
    Case {
        name: "orca: other owner",
        source: ORCA,
        account: scene::orca_pool,
        code: 17,
        spoil: |a| a.owner = programs::RAYDIUM_CLMM.into(),
    },
    Case {
        name: "orca: other discriminator",
        source: ORCA,
        account: scene::orca_pool,
        code: 18,
        spoil: |a| a.data[0] ^= 1,
    },
    Case { name: "orca: short", source: ORCA, account: scene::orca_pool, code: 19, spoil: |a| a.data.truncate(652) },
    Case { name: "orca: long", source: ORCA, account: scene::orca_pool, code: 19, spoil: |a| a.data.push(0) },
    Case {
        name: "orca: swapped mints",
        source: ORCA,
        account: scene::orca_pool,
        code: 21,
        spoil: |a| swap(a, 101, 181),
    },
    Case {
        name: "orca: another token",
        source: ORCA,
        account: scene::orca_pool,
        code: 21,
        spoil: |a| put(a, 181, &[7; 32]),
    },
    Case {
        name: "orca: no liquidity",
        source: ORCA,
        account: scene::orca_pool,
        code: 35,
        spoil: |a| put(a, 49, &[0; 16]),
    },
    Case {
        name: "orca: never traded",
        source: ORCA,
        account: scene::orca_pool,
        code: 46,
        spoil: |a| {
            put(a, 165, &[0; 16]);
            put(a, 245, &[0; 16]);
        },
    },
    Case {
        name: "orca: a rate of two significant bits",
        source: ORCA,
        account: scene::orca_pool,
        code: 33,
        // 2.9 steps of 2^-44 for a token, as the square root of the second mint's units for one of the first.
        spoil: |a| {
            let rate = 2.9 / 2f64.powi(44);
            let token_first = a.data[101..133] == scene::mint().to_bytes();
            let sqrt_price = if token_first { rate.sqrt() } else { rate.sqrt().recip() };
            put(a, 65, &((sqrt_price * 2f64.powi(64)) as u128).to_le_bytes());
        },
    },
    Case {
        name: "raydium: other owner",
        source: RAYDIUM,
        account: scene::raydium_pool,
        code: 17,
        spoil: |a| a.owner = programs::WHIRLPOOL.into(),
    },
    Case {
        name: "raydium: other discriminator",
        source: RAYDIUM,
        account: scene::raydium_pool,
        code: 18,
        spoil: |a| a.data[7] ^= 1,
    },
    Case {
        name: "raydium: swapped mints",
        source: RAYDIUM,
        account: scene::raydium_pool,
        code: 21,
        spoil: |a| swap(a, 73, 105),
    },
    Case {
        name: "raydium: other observations",
        source: RAYDIUM,
        account: scene::raydium_pool,
        code: 23,
        spoil: |a| put(a, 201, &[7; 32]),
    },
    Case {
        name: "raydium: observations of another pool",
        source: RAYDIUM,
        account: scene::raydium_observations,
        code: 23,
        spoil: |a| put(a, 19, &[7; 32]),
    },
    Case {
        name: "raydium: swaps disabled",
        source: RAYDIUM,
        account: scene::raydium_pool,
        code: 34,
        spoil: |a| a.data[389] |= 1 << 4,
    },
    Case {
        name: "pyth: other owner",
        source: PYTH,
        account: pyth,
        code: 17,
        spoil: |a| a.owner = programs::WHIRLPOOL.into(),
    },
    Case { name: "pyth: other discriminator", source: PYTH, account: pyth, code: 18, spoil: |a| a.data[0] ^= 1 },
    Case { name: "pyth: short", source: PYTH, account: pyth, code: 19, spoil: |a| a.data.truncate(133) },
    Case { name: "pyth: another feed", source: PYTH, account: pyth, code: 26, spoil: |a| put(a, 41, &[7; 32]) },
    Case {
        name: "pyth: partially verified",
        source: PYTH,
        account: pyth,
        code: 28,
        spoil: |a| {
            put(a, 40, &[0, 5]);
        },
    },
    Case { name: "pyth: from the future", source: PYTH, account: pyth, code: 29, spoil: |a| shift(a, 93, 60) },
    Case { name: "pyth: stale", source: PYTH, account: pyth, code: 30, spoil: |a| shift(a, 93, -121) },
    Case { name: "pyth: zero", source: PYTH, account: pyth, code: 31, spoil: |a| put(a, 73, &[0; 8]) },
    Case {
        name: "pyth: negative",
        source: PYTH,
        account: pyth,
        code: 31,
        spoil: |a| put(a, 73, &(-1i64).to_le_bytes()),
    },
    Case {
        name: "pyth: too wide",
        source: PYTH,
        account: pyth,
        code: 32,
        spoil: |a| put(a, 81, &200_000_000u64.to_le_bytes()),
    },
];

fn shift(account: &mut Account, at: usize, by: i64) {
    let time = i64::from_le_bytes(account.data[at..at + 8].try_into().expect("eight bytes"));
    put(account, at, &(time + by).to_le_bytes());
}

/// A feed that has published for a while.
fn living() -> Scene {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    scene.live(120, 20);
    scene
}

#[test]
fn each_fault_has_an_error_of_its_own_and_changes_nothing() {
    let mut scene = living();
    for case in CASES {
        let key = (case.account)();
        let before = scene.world.program_state();
        scene.world.edit(key, case.spoil);
        let failure = scene.check(case.source).expect_err(case.name);
        assert_eq!(failure.code(), Some(SOURCE_FAULTS + u32::from(case.code)), "{}: {:?}", case.name, failure.logs);
        assert_eq!(scene.world.program_state(), before, "{}", case.name);
        scene.arrange();
        scene.check(case.source).expect("the source is sound again");
    }
}

#[test]
fn a_faulty_source_cannot_be_configured() {
    for case in CASES {
        let mut scene = Scene::draft();
        let mut sources = scene::standard_sources();
        let source = sources.swap_remove(case.source);
        if case.source != 0 {
            scene.add_source(sources.swap_remove(0)).expect("a sound NAV");
        }
        scene.world.edit((case.account)(), case.spoil);
        let before = scene.world.program_state();
        let failure = scene.add_source(source).expect_err(case.name);
        assert_eq!(failure.code(), Some(SOURCE_FAULTS + u32::from(case.code)), "{}: {:?}", case.name, failure.logs);
        assert_eq!(scene.world.program_state(), before, "{}", case.name);
    }
}

/// Nobody can sell into a Whirlpool of a permissioned tier before it opens: its price is its creator's word.
#[test]
fn a_whirlpool_is_no_market_before_it_opens() {
    let mut scene = Scene::draft();
    let mut sources = scene::standard_sources();
    let (mut orca, vault) = (sources.swap_remove(ORCA), sources.swap_remove(VAULT));
    scene.add_source(vault).expect("a sound NAV");
    let oracle = keys::made_up("orca oracle");
    orca.spec.roles.push(Role::History as u8);
    orca.accounts.push(oracle);
    let opens = scene.world.time().unix + 3 * 24 * 3_600;
    let account =
        WhirlpoolOracleAccount { whirlpool: scene::orca_pool().to_bytes(), trade_enable_timestamp: opens as u64 };
    scene.world.put(oracle, scene::account::owned(programs::WHIRLPOOL, account.encode()));
    let failure = scene.add_source(orca.clone()).expect_err("it opens in three days");
    assert_eq!(failure.code(), Some(SOURCE_FAULTS + 42), "{:?}", failure.logs);
    scene.pass(3 * 24 * 3_600 - 1);
    let failure = scene.add_source(orca.clone()).expect_err("it opens in a second");
    assert_eq!(failure.code(), Some(SOURCE_FAULTS + 42), "{:?}", failure.logs);
    scene.pass(1);
    scene.add_source(orca).expect("it is open");
}

/// A source's memory without the depth that was read last and that waits for another reading.
fn without_pending_depth(source: SourceState) -> SourceState {
    SourceState {
        depth_read: Lamports::ZERO,
        falling: Lamports::ZERO,
        falling_slot: 0,
        falling_time: Moment::NEVER,
        ..source
    }
}

#[test]
fn a_refresh_goes_on_without_a_faulty_source_and_moves_none_of_its_accumulators() {
    let mut scene = living();
    for case in CASES {
        // Two readings that say that nobody can sell into a pool confirm each other, whatever lies between, until the first is too old.
        scene.live(120, 20);
        scene.pass(20);
        scene.world.edit((case.account)(), case.spoil);
        let before = scene.feed();
        scene.refresh().unwrap_or_else(|failure| panic!("{}: {:?}", case.name, failure.logs));
        let after = scene.feed();
        assert_eq!(after.faults[case.source], case.code, "{}", case.name);
        assert_eq!(after.sequence, before.sequence + 1, "{}", case.name);
        match case.source {
            // Whatever is remembered of a source's prices stays as it was, to the byte, and so does its vote: one reading that says that nobody can
            // sell into it waits for another.
            ORCA | RAYDIUM => {
                let [before, after] = [&before, &after].map(|feed| feed.engine.sources[case.source]);
                assert_eq!(before.depth, after.depth, "{}", case.name);
                assert_eq!(without_pending_depth(before), without_pending_depth(after), "{}", case.name);
            }
            PYTH => assert_eq!(before.engine.usd, after.engine.usd, "{}", case.name),
            _ => assert_eq!(before.engine.nav.raw, after.engine.nav.raw, "{}", case.name),
        }
        let data = scene.world.data(&scene.price);
        let now = scene.world.time().unix;
        let price = Price::read_any_feed(&data, &glowsol_oracle::ID.to_bytes(), now).expect("still published");
        assert!(price.may(price_reader::Action::Repay), "{}: repaying is always possible", case.name);
        scene.arrange();
    }
}

/// What the caller passes is the caller's fault: the transaction fails, and nothing changes.
#[test]
fn wrong_missing_and_superfluous_accounts_fail_the_refresh() {
    let mut scene = living();
    scene.pass(20);
    let right = scene.source_accounts();
    // Another pool of the same kind, sound in itself.
    let other = keys::made_up("another orca pool");
    let twin = scene.world.svm.get_account(&scene::orca_pool()).expect("the pool");
    scene.world.put(other, twin);
    let swapped: Vec<Pubkey> = right.iter().map(|key| if *key == scene::orca_pool() { other } else { *key }).collect();
    let mut missing = right.clone();
    missing.pop();
    let mut superfluous = right.clone();
    superfluous.push(other);
    let mut reordered = right.clone();
    reordered.swap(6, 7);

    let before: BTreeMap<_, _> = scene.world.program_state();
    for (name, accounts, code) in [
        ("another pool", swapped, 2),
        ("missing", missing, 1),
        ("superfluous", superfluous, 1),
        ("reordered", reordered, 2),
    ] {
        let failure = scene.world.send(instructions::refresh(scene.feed, &accounts)).expect_err(name);
        assert_eq!(failure.code(), Some(SOURCE_FAULTS + code), "{name}: {:?}", failure.logs);
        assert_eq!(scene.world.program_state(), before, "{name}");
    }
    scene.refresh().expect("the right accounts land");
}
