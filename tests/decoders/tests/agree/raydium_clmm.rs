use decoders::{
    Case,
    case::{NOW, TOKEN},
    raydium_clmm::{retold, retold_observations},
};
use fair_value::Reading;
use proptest::prelude::*;
use raydium::accounts::{ObservationState, PoolState};
use sources::{
    Key, Role, SourceKind, programs,
    raydium_clmm::{ClmmObservationsAccount, DISCRIMINATOR, LEN},
};

const OBSERVATIONS: Key = [0x66; 32];
const POOL: Key = [0x67; 32];
const VAULTS: [Key; 2] = [[0x71; 32], [0x72; 32]];

/// Random bytes as the client has them, between the token and wrapped SOL, open and trading.
fn pool() -> impl Strategy<Value = PoolState> {
    let bytes = prop::collection::vec(any::<u8>(), LEN);
    (bytes, 54..74u32, -400_000..400_000i32, 0..NOW as u64, any::<u8>()).prop_map(
        |(bytes, exponent, tick, open_time, status)| {
            let mut pool = PoolState::from_bytes(&bytes).expect("any bytes of this length");
            pool.discriminator = DISCRIMINATOR;
            (pool.token_mint0, pool.token_mint1) = (TOKEN.into(), programs::WRAPPED_SOL.into());
            (pool.token_vault0, pool.token_vault1) = (VAULTS[0].into(), VAULTS[1].into());
            (pool.mint_decimals0, pool.mint_decimals1) = (9, 9);
            pool.observation_key = OBSERVATIONS.into();
            (pool.sqrt_price_x64, pool.tick_current) = (1 << exponent, tick);
            (pool.liquidity, pool.status, pool.open_time) = (pool.liquidity | 1, status & !(1 << 4), open_time);
            pool
        },
    )
}

/// An hour and a half of observations, padding and all.
fn observations() -> impl Strategy<Value = ObservationState> {
    (prop::collection::vec((15..90u32, -50_000..50_000i32), 60..250), any::<[u64; 4]>()).prop_map(|(swaps, padding)| {
        let mut account = ClmmObservationsAccount::new(POOL);
        let mut time = NOW as u32 - swaps.iter().map(|(gap, _)| gap).sum::<u32>();
        for (gap, tick) in swaps {
            time += gap;
            account.update(time, tick);
        }
        let mut state = ObservationState::from_bytes(&account.encode()).expect("the encoder's own bytes");
        state.padding = padding;
        for observation in &mut state.observations {
            observation.padding = padding;
        }
        state
    })
}

fn case(pool: Vec<u8>, observations: Vec<u8>) -> Case {
    let members = vec![(Role::Main, pool), (Role::History, observations)];
    let case = Case::new(SourceKind::RaydiumClmm, programs::RAYDIUM_CLMM, members).at(0, POOL).at(1, OBSERVATIONS);
    case.with_vaults(TOKEN, VAULTS[0], VAULTS[1])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn pools_and_observations_read_alike(pool in pool(), observations in observations()) {
        let data = borsh::to_vec(&pool).expect("a pool serialises");
        let ring = borsh::to_vec(&observations).expect("observations serialise");
        let case = case(data.clone(), ring.clone());
        prop_assert!(case.is_valid());
        let read = case.agree(retold(&data).expect("the client's own bytes"));
        let Ok(Reading::Market(market)) = &read else { panic!("{read:?}") };
        prop_assert!(market.history.is_some_and(|history| history.short.is_some()));
        let again = case.with(1, retold_observations(&ring).expect("the client's own bytes")).read();
        prop_assert_eq!(read, again);
    }

    #[test]
    fn damaged_pools_read_alike(pool in pool(), observations in observations(), at in 8..LEN, value in any::<u8>()) {
        let mut data = borsh::to_vec(&pool).expect("a pool serialises");
        data[at] = value;
        let ring = borsh::to_vec(&observations).expect("observations serialise");
        let _ = case(data.clone(), ring).agree(retold(&data).expect("any bytes of this length"));
    }
}
