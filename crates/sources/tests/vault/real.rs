use fair_value::{NavReading, Reading, units::Epoch};
use sources::{Role, SourceKind, encode::TokenHolding, programs};

use crate::{
    Tests,
    common::{
        Case, Owned,
        fixture::{address, dump},
        key,
    },
};

pub const TESTS: Tests = &[
    ("ssol_supply", ssol_supply),
    ("pwrsol_valued_by_its_pool", pwrsol),
    ("jito_pool_and_mint_of_different_times", jitosol_mint),
];

/// A vault with one SOL and the given mint: what it says of the mint.
fn supply_and_decimals(file: &str) -> (u64, u8) {
    let mint = dump(file);
    let (token, owner) = (mint.key, mint.owner);
    let wallet = Owned { lamports: 1_000_000_000, ..Owned::new(key(1), programs::SYSTEM, Vec::new()) };
    let mut case = Case::new(SourceKind::Vault, owner, vec![(Role::Mint, mint), (Role::LamportReserve, wallet)]);
    case.table.mint = token;
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => (backing.supply.get(), backing.decimals),
        other => panic!("not a backing: {other:?}"),
    }
}

fn ssol_supply() {
    assert_eq!(supply_and_decimals("solayer/ssol-mint.json"), (500_858_954_244_015, 9));
}

fn jitosol_mint() {
    assert_eq!(supply_and_decimals("stake-pool/jitosol-mint.json"), (6_183_351_637_877_350, 9));
}

/// All pwrSOL in one made-up reserve is worth all that its real pool has.
fn pwrsol() {
    let (pool, mint) = (dump("stake-pool/pwrsol-stake-pool.json"), dump("stake-pool/pwrsol-mint.json"));
    let token = mint.key;
    let reserve = |amount| {
        let holding = TokenHolding { mint: token, owner: key(2), amount, ..TokenHolding::default() };
        Owned::new(key(3), programs::TOKEN, holding.encode())
    };
    let assets = |amount| {
        let mut case = Case::new(
            SourceKind::Vault,
            mint.owner,
            vec![(Role::Mint, mint.clone()), (Role::ReservePool, pool.clone()), (Role::TokenReserve, reserve(amount))],
        );
        (case.table.mint, case.now.epoch) = (address("pWrSoLAhue6jUxUkbWgmEy5rD9VJzkFmvfTDV5KgNuu"), Epoch::new(573));
        let config = case.config();
        (config.pin, config.max_fee_bps) = (key(2), 100);
        match case.read() {
            Ok(Reading::Nav(NavReading::Backing(backing))) => backing.assets.get(),
            other => panic!("not a backing: {other:?}"),
        }
    };
    let all = u64::from_le_bytes(pool.data[258..266].try_into().unwrap());
    assert_eq!(assets(1_435_226_685_617), all);
    // 1.005776792 to nearest.
    assert_eq!(assets(1_000_000_000), 1_005_776_791);
}
