use decoders::{
    Case,
    case::{NOW, SLOT, TOKEN},
    meteora_dlmm::{head, retold},
};
use fair_value::Reading;
use meteora_sol::accounts::LbPair;
use proptest::prelude::*;
use sources::{
    Key, Role, SourceKind,
    encode::DlmmOracleAccount,
    meteora_dlmm::{DISCRIMINATOR, LEN},
    programs,
};

const VAULTS: [Key; 2] = [[0x71; 32], [0x72; 32]];

/// Random bytes as the client has them, between the token and wrapped SOL, open and trading.
fn pair() -> impl Strategy<Value = LbPair> {
    let bytes = prop::collection::vec(any::<u8>(), LEN);
    (bytes, -100..100i32, 1..=100u16, 0..=1u8, 0..NOW as u64).prop_map(|(bytes, id, step, by, point)| {
        let mut pair = LbPair::from_bytes(&bytes).expect("any bytes of this length");
        pair.discriminator = DISCRIMINATOR;
        (pair.token_x_mint, pair.token_y_mint) = (TOKEN.into(), programs::WRAPPED_SOL.into());
        (pair.reserve_x, pair.reserve_y) = (VAULTS[0].into(), VAULTS[1].into());
        (pair.active_id, pair.bin_step, pair.status) = (id, step, 0);
        (pair.activation_type, pair.activation_point) = (by, point.min(SLOT));
        pair.v_parameters.last_update_timestamp |= 1;
        pair
    })
}

fn case(pair: Vec<u8>) -> Case {
    let case = Case::new(SourceKind::MeteoraDlmm, programs::METEORA_DLMM, vec![(Role::Main, pair)]);
    let mut case = case.with_vaults(TOKEN, VAULTS[0], VAULTS[1]);
    case.config().feed_depth = 1 << 40;
    case
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn pairs_read_alike(pair in pair()) {
        let data = borsh::to_vec(&pair).expect("a pair serialises");
        let case = case(data.clone());
        prop_assert!(case.is_valid());
        let read = case.agree(retold(&data).expect("the client's own bytes"));
        prop_assert!(matches!(read, Ok(Reading::Market(_))), "{:?}", read);
    }

    #[test]
    fn damaged_pairs_read_alike(pair in pair(), at in 8..LEN, value in any::<u8>()) {
        let mut data = borsh::to_vec(&pair).expect("a pair serialises");
        data[at] = value;
        let _ = case(data.clone()).agree(retold(&data).expect("any bytes of this length"));
    }

    #[test]
    fn the_oracles_head_is_where_the_client_has_it(idx in any::<u64>(), active_size in any::<u64>(), length in 1..200usize) {
        let account = DlmmOracleAccount { idx, active_size, ..DlmmOracleAccount::new(length) };
        let (theirs, ours) = head(&account).expect("the encoder's own bytes");
        prop_assert_eq!(theirs, ours);
    }
}
