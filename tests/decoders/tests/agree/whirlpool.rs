use decoders::{
    Case,
    case::{NOW, TOKEN},
    whirlpool::{retold, retold_oracle},
};
use fair_value::Reading;
use orca_whirlpools_client::{ORACLE_DISCRIMINATOR, Oracle, Whirlpool};
use proptest::prelude::*;
use sources::{Key, Role, SourceKind, programs, whirlpool};

const POOL: Key = [0x70; 32];
const VAULTS: [Key; 2] = [[0x71; 32], [0x72; 32]];

/// Random bytes as the SDK has them, between the token and wrapped SOL.
fn pool() -> impl Strategy<Value = Whirlpool> {
    let bytes = prop::collection::vec(any::<u8>(), whirlpool::LEN);
    (bytes, 54..74u32, any::<u64>()).prop_map(|(bytes, exponent, fraction)| {
        let mut pool = Whirlpool::from_bytes(&bytes).expect("any bytes of this length");
        pool.discriminator = whirlpool::DISCRIMINATOR;
        pool.token_mint_a = TOKEN.into();
        pool.token_mint_b = programs::WRAPPED_SOL.into();
        (pool.token_vault_a, pool.token_vault_b) = (VAULTS[0].into(), VAULTS[1].into());
        pool.sqrt_price = (1 << exponent) + (u128::from(fraction) >> (64 - exponent.min(63)));
        pool.liquidity |= 1;
        pool
    })
}

fn case(data: Vec<u8>) -> Case {
    without_vaults(data).with_vaults(TOKEN, VAULTS[0], VAULTS[1])
}

fn without_vaults(data: Vec<u8>) -> Case {
    Case::new(SourceKind::Whirlpool, programs::WHIRLPOOL, vec![(Role::Main, data)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn pools_read_alike(pool in pool()) {
        let data = borsh::to_vec(&pool).expect("a pool serialises");
        let case = case(data.clone());
        prop_assert!(case.is_valid());
        let read = case.agree(retold(&data).expect("the SDK's own bytes"));
        let Ok(Reading::Market(market)) = read else { panic!("{read:?}") };

        // Orca's own price, in floating point.
        let price = orca_whirlpools_core::sqrt_price_to_price(pool.sqrt_price, 9, 9);
        let spot = market.spot.fixed().to_num::<f64>();
        prop_assert!((spot - price).abs() <= price * 1e-12 + 2f64.powi(-44), "{spot} {price}");
    }

    #[test]
    fn damaged_pools_read_alike(pool in pool(), at in 8..whirlpool::LEN, value in any::<u8>()) {
        let mut data = borsh::to_vec(&pool).expect("a pool serialises");
        data[at] = value;
        let _ = case(data.clone()).agree(retold(&data).expect("any bytes of this length"));
    }

    /// The oracle says alike whose it is and when the pool opens.
    #[test]
    fn oracles_read_alike(
        pool in pool(),
        bytes in prop::collection::vec(any::<u8>(), Oracle::LEN),
        ahead in -2..3i64,
        own in any::<bool>(),
    ) {
        let pool = borsh::to_vec(&pool).expect("a pool serialises");
        let mut oracle = Oracle::from_bytes(&bytes).expect("any bytes of this length");
        oracle.discriminator = ORACLE_DISCRIMINATOR;
        oracle.trade_enable_timestamp = NOW.saturating_add(ahead) as u64;
        if own {
            oracle.whirlpool = POOL.into();
        }
        let data = borsh::to_vec(&oracle).expect("an oracle serialises");
        let members = vec![(Role::Main, pool), (Role::History, data.clone())];
        let case = Case::new(SourceKind::Whirlpool, programs::WHIRLPOOL, members).at(0, POOL);
        prop_assert!(case.is_valid());
        let read = case.read();
        prop_assert_eq!(read.is_ok(), own && ahead <= 0);
        prop_assert_eq!(read, case.with(1, retold_oracle(&data).expect("the SDK's own bytes")).read());
    }

    /// Orca's own estimate of the tokens that move a pool's price by 1 % bounds the depth.
    #[test]
    fn depth_is_what_orcas_arithmetic_needs(liquidity in 1_000_000_000..u128::from(u64::MAX), exponent in 60..68u32) {
        let mut pool = Whirlpool::from_bytes(&[0; whirlpool::LEN]).expect("any bytes of this length");
        (pool.discriminator, pool.sqrt_price, pool.liquidity) = (whirlpool::DISCRIMINATOR, 1 << exponent, liquidity);
        pool.fee_growth_global_a = 1;
        (pool.token_mint_a, pool.token_mint_b) = (TOKEN.into(), programs::WRAPPED_SOL.into());
        let data = borsh::to_vec(&pool).expect("a pool serialises");
        let Ok(Reading::Market(market)) = without_vaults(data.clone()).agree(retold(&data).expect("the SDK's own bytes")) else {
            panic!("a sound pool")
        };
        let up = (pool.sqrt_price as f64 * 1.01f64.sqrt()) as u128;
        let needed = orca_whirlpools_core::try_get_amount_delta_b(pool.sqrt_price, up, liquidity, true);
        let needed = needed.expect("within 64 bits");
        prop_assert!(market.depth.get() <= needed + 1);
        prop_assert!(market.depth.get() as f64 >= needed as f64 * (1.0 - 1e-7) - 2.0, "{} {needed}", market.depth.get());
    }
}
