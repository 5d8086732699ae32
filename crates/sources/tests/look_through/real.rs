use fair_value::Reading;
use sources::{Role, SourceKind, encode::TokenHolding, programs};

use crate::{
    Tests,
    common::{
        Case, Owned, TOKEN,
        fixture::{address, dump},
        key,
    },
};

pub const TESTS: Tests = &[("a_token_backed_by_usdc_at_its_real_pool", usdc)];

/// Ten made-up tokens backed by 152.083 USDC and nothing else are worth a tenth of a SOL each.
fn usdc() {
    let pool = dump("whirlpool/whirlpool-Czfq3-sol-usdc.json");
    let usdc = address("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
    let mint = |supply, decimals| {
        sources::encode::MintAccount { supply, decimals, ..sources::encode::MintAccount::default() }.encode()
    };
    let reserve = TokenHolding { mint: usdc, owner: key(2), amount: 152_083_000, ..TokenHolding::default() };
    let mut case = Case::new(
        SourceKind::LookThrough,
        pool.owner,
        vec![
            (Role::Mint, Owned::new(TOKEN, programs::TOKEN, mint(10_000_000_000, 9))),
            (Role::Main, pool),
            (Role::WrapperMint, Owned::new(usdc, programs::TOKEN, mint(1, 6))),
            (Role::TokenReserve, Owned::new(key(3), programs::TOKEN, reserve.encode())),
        ],
    );
    case.config().pin = key(2);
    let Ok(Reading::Market(reading)) = case.read() else { panic!("{:?}", case.read()) };
    let spot = reading.spot.to_decimal_floor();
    assert!(spot.abs_diff(100_000_000_000) < 1_000_000, "{spot}");
}
