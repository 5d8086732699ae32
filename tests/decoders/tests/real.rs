//! Real accounts: each reads like what its program's SDK decodes from it. Without their folder every test counts as ignored.

use decoders::{
    Case,
    fixture::{data, folder},
    meteora_dlmm, pyth, raydium_clmm, stake_pool, switchboard, whirlpool,
};
use fair_value::units::{Epoch, Slot, UnixTime};
use libtest_mimic::{Arguments, Trial};
use sources::{Key, Role, SourceConfig, SourceKind, SourceKind::*, programs};

fn main() -> std::process::ExitCode {
    let present = folder().is_some();
    if !present {
        println!("skipped: no real accounts beside the checkout (set GLOWSOL_FIXTURES to their folder)");
    }
    let tests: &[(&str, fn())] = &[
        ("stake_pools", stake_pools),
        ("whirlpools", whirlpools),
        ("raydium_pool", raydium_pool),
        ("raydium_observations", raydium_observations),
        ("meteora_pairs", meteora_pairs),
        ("pyth_updates", pyth_updates),
        ("switchboard_feed", switchboard_feed),
    ];
    let trials = tests.iter().map(|(name, test)| {
        let run = move || {
            test();
            Ok(())
        };
        Trial::test(*name, run).with_ignored_flag(!present)
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn key_at(data: &[u8], at: usize) -> Key {
    data[at..at + 32].try_into().expect("32 bytes")
}

fn alone(kind: SourceKind, program: Key, data: &[u8]) -> Case {
    Case::new(kind, program, vec![(Role::Main, data.to_vec())])
}

fn stake_pools() {
    for (file, epoch, reads) in [
        ("stake-pool/jitosol-stake-pool.json", 539, true),
        ("stake-pool/jupsol-stake-pool-s.json", 597, true),
        ("stake-pool/jupsol-stake-pool-sdk.json", 751, true),
        ("stake-pool/pwrsol-stake-pool.json", 573, true),
        ("modified-or-devnet/jupsol-stake-pool-inf.json", 0, true),
        ("modified-or-devnet/picosol-stake-pool-sdk.json", 1, true),
        ("modified-or-devnet/bpsol-stake-pool.json", 751, false),
    ] {
        for net_withdrawal_fee in [0, 1] {
            let bytes = data(file);
            let mut case = alone(StakePool, programs::STAKE_POOL, &bytes);
            case.table.mint = key_at(&bytes, 162);
            case.now.epoch = Epoch::new(epoch);
            *case.config() = SourceConfig { max_fee_bps: 100, net_withdrawal_fee, ..*case.config() };
            let read = case.agree(stake_pool::retold(&bytes).expect("decodes"));
            assert_eq!(read.is_ok(), reads, "{file}: {read:?}");
        }
    }
}

fn whirlpools() {
    // SOL/USDC, with USDC for the token; and a pool without SOL, which is refused either way.
    for (file, token_at, reads) in
        [("whirlpool/whirlpool-Czfq3-sol-usdc.json", 181, true), ("whirlpool/whirlpool-7vWRT.json", 181, false)]
    {
        let bytes = data(file);
        let mut case = alone(Whirlpool, programs::WHIRLPOOL, &bytes);
        case.table.mint = key_at(&bytes, token_at);
        case.config().token_decimals = 6;
        let read = case.agree(whirlpool::retold(&bytes).expect("decodes"));
        assert_eq!(read.is_ok(), reads, "{file}: {read:?}");
    }
}

fn raydium_pool() {
    let bytes = data("raydium/clmm-pool-Ds33r-mango.bin");
    let mut case = alone(RaydiumClmm, programs::RAYDIUM_CLMM, &bytes);
    case.table.mint = key_at(&bytes, 105);
    case.config().token_decimals = 6;
    case.agree(raydium_clmm::retold(&bytes).expect("decodes")).expect("a sound pool");
}

/// Under the real pool, as if they were its own.
fn raydium_observations() {
    let (pool, ring) = (data("raydium/clmm-pool-Ds33r-mango.bin"), data("raydium/clmm-observation-carbon.json"));
    let members = vec![(Role::Main, pool.clone()), (Role::History, ring.clone())];
    let case = Case::new(RaydiumClmm, programs::RAYDIUM_CLMM, members);
    let mut case = case.at(0, key_at(&ring, 19)).at(1, key_at(&pool, 201));
    case.table.mint = key_at(&pool, 105);
    case.config().token_decimals = 6;
    case.now.time = UnixTime::new(1_747_129_360);
    let read = case.read();
    assert!(read.is_ok(), "{read:?}");
    assert_eq!(read, case.with(1, raydium_clmm::retold_observations(&ring).expect("decodes")).read());
}

fn meteora_pairs() {
    for (file, reads) in [("meteora/lbpair-EtAdV.bin", true), ("modified-or-devnet/lbpair-9t3Ey.bin", false)] {
        let bytes = data(file);
        let (x, y) = (key_at(&bytes, 88), key_at(&bytes, 120));
        let sol_first = x == programs::WRAPPED_SOL;
        let (token, vaults) = if sol_first { (y, [184, 152]) } else { (x, [152, 184]) };
        let case = alone(MeteoraDlmm, programs::METEORA_DLMM, &bytes);
        let mut case = case.with_vaults(token, key_at(&bytes, vaults[0]), key_at(&bytes, vaults[1]));
        case.table.mint = token;
        case.config().feed_depth = 1 << 40;
        let read = case.agree(meteora_dlmm::retold(&bytes).expect("decodes"));
        assert_eq!(read.is_ok(), reads, "{file}: {read:?}");
    }
}

fn pyth_updates() {
    for (file, published) in [
        ("pyth/sol-usd-7UVim-2025-01.json", 1_735_984_087),
        ("pyth/sol-usd-marginfi-2024-07.bin", 1_721_133_402),
        ("pyth/sol-usd-7UVim-mango.bin", 1_720_533_480),
        ("pyth/msol-usd-5CKzb9-solend.bin", 1_719_290_233),
    ] {
        let bytes = data(file);
        let mut case = alone(PythUsd, programs::PYTH_RECEIVER, &bytes);
        case.now.time = UnixTime::new(published + 2);
        *case.config() =
            SourceConfig { pin: key_at(&bytes, 41), max_age: 60, max_confidence_bps: 100, ..*case.config() };
        case.agree(pyth::retold(&bytes).expect("decodes")).expect("a sound update");
    }
}

fn switchboard_feed() {
    let bytes = data("switchboard/pullfeed-sol-marginfi.bin");
    let mut case = alone(SwitchboardUsd, programs::SWITCHBOARD, &bytes);
    (case.now.slot, case.now.time) = (Slot::new(282_613_000), UnixTime::new(1_723_244_200));
    *case.config() = SourceConfig {
        pin: key_at(&bytes, 2088),
        second_pin: key_at(&bytes, 2120),
        max_age: 60,
        max_confidence_bps: 100,
        min_samples: 2,
        ..*case.config()
    };
    case.agree(switchboard::retold(&bytes).expect("decodes")).expect("a sound feed");
}
