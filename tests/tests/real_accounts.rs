//! Real accounts of mainnet through the bytecode, with the clock at the time of their capture: they decode to what their provenance says,
//! and damaged ones are refused with an error that names what is wrong. Without their folder every test counts as ignored.

use glowsol_oracle::{error::SOURCE_FAULTS, pda, reading::SourceReading};
use libtest_mimic::{Arguments, Trial};
use solana_account::Account;
use solana_pubkey::{Pubkey, pubkey};
use solana_signer::Signer;
use sources::{Role, SourceKind, encode::StakePoolAccount, programs, token::MintAccount};
use tests::{
    Failure, Time, World, dump, instructions,
    scene::{
        Source,
        account::{holding, owned},
        arguments, keys,
    },
};

const USDC: Pubkey = pubkey!("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

/// Place of the pool's mint in a stake pool.
const POOL_MINT: usize = 162;

fn main() -> std::process::ExitCode {
    let present = dump::folder().is_some();
    if !present {
        println!("skipped: no real accounts beside the checkout (set GLOWSOL_FIXTURES to their folder)");
    }
    let tests: &[(&str, fn())] = &[
        ("jitosol_stake_pool", jitosol),
        ("pwrsol_stake_pool_of_sanctum_single", pwrsol),
        ("jupsol_stake_pool_of_sanctum_multi", jupsol),
        ("jupsol_freshly_created", jupsol_new),
        ("jupsol_with_its_epoch_erased", jupsol_erased),
        ("bpsol_never_initialised", bpsol),
        ("picosol_with_made_up_totals", picosol),
        ("msol_of_marinade", msol),
        ("kysol_through_jitosol", kysol),
        ("inf_of_the_first_version", inf),
        ("fragjto_without_amounts", fragjto),
        ("whirlpool_sol_usdc", whirlpool),
        ("whirlpool_without_sol", whirlpool_jup_wen),
        ("clmm_with_the_observations_of_another_pool", clmm),
        ("pyth_sol_usd_2025", pyth_2025),
        ("pyth_sol_usd_2024", pyth_2024),
        ("pyth_of_another_feed", pyth_msol),
        ("ssol_mint", ssol),
        ("stake_pools_with_flipped_bytes", flipped_stake_pools),
        ("chains_with_flipped_bytes", flipped_chains),
        ("whirlpool_with_flipped_bytes", flipped_whirlpool),
        ("clmm_with_flipped_bytes", flipped_clmm),
        ("pyth_with_flipped_bytes", flipped_pyth),
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

const NAV_KINDS: [u8; 3] = [SourceKind::StakePool as u8, SourceKind::Vault as u8, SourceKind::Chain as u8];

/// What the bytecode reads from a source of the token `mint`, at `time`.
fn read(
    time: Time,
    mint: (Pubkey, Account),
    source: &Source,
    accounts: Vec<(Pubkey, Account)>,
) -> Result<SourceReading, Failure> {
    let (mut world, feed) = opened(time, mint, source, accounts);
    add(&mut world, feed, source)
}

fn add(world: &mut World, feed: Pubkey, source: &Source) -> Result<SourceReading, Failure> {
    let creator = world.payer.pubkey();
    let add = instructions::add_source(feed, creator, source.spec.clone(), &source.accounts);
    Ok(world.send(add)?.value())
}

/// A draft that a source can be added to.
fn opened(time: Time, mint: (Pubkey, Account), source: &Source, accounts: Vec<(Pubkey, Account)>) -> (World, Pubkey) {
    let mut world = World::new();
    world.at(time);
    let (token, account) = mint;
    world.put(token, account);
    for (key, account) in accounts {
        world.put(key, account);
    }
    let creator = world.payer.pubkey();
    world.send(instructions::initialize_feed(creator, token, arguments())).expect("a feed opens");
    let feed = pda::feed(&creator, &token).0;
    // A table begins with NAV.
    if !NAV_KINDS.contains(&source.spec.kind) {
        let (nav, wallet) = made_up_nav(token);
        world.put(nav.accounts[1], wallet);
        add(&mut world, feed, &nav).expect("a sound NAV");
    }
    (world, feed)
}

/// Changes a sample of the bytes of every account of a sound source, one at a time: the bytecode gives a reading or says what is wrong, and
/// never fails without a word.
fn flip(time: Time, mint: (Pubkey, Account), source: &Source, accounts: Vec<(Pubkey, Account)>) {
    let (mut world, feed) = opened(time, mint, source, accounts);
    add(&mut world, feed, source).expect("a sound source");
    let index = u8::from(!NAV_KINDS.contains(&source.spec.kind));
    let check = instructions::check_source(feed, index, &source.accounts);
    let (mut read, mut refused) = (0, 0);
    for key in &source.accounts {
        let sound = world.data(key);
        for at in (0..sound.len()).step_by(sound.len().div_ceil(200)) {
            for pattern in [0xff, 0x80, 0x01] {
                world.edit(*key, |account| account.data[at] ^= pattern);
                match world.send(check.clone()) {
                    Ok(_) => read += 1,
                    Err(failure) => {
                        assert!(failure.code().is_some(), "{key} at {at}: {:?} {:?}", failure.error, failure.logs);
                        refused += 1;
                    }
                }
                world.edit(*key, |account| account.data[at] ^= pattern);
            }
        }
    }
    world.send(check).expect("sound again");
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused: the flips reach nothing");
}

fn flipped_stake_pools() {
    for (file, epoch) in [
        ("stake-pool/jitosol-stake-pool.json", 539),
        ("stake-pool/pwrsol-stake-pool.json", 573),
        ("stake-pool/jupsol-stake-pool-sdk.json", 751),
    ] {
        let (mint, source, account) = stake_pool_source(file);
        flip(Time { epoch, ..Time::START }, token(mint, 9), &source, vec![account]);
    }
}

fn flipped_whirlpool() {
    let (pool, account) = dump::cli("whirlpool/whirlpool-Czfq3-sol-usdc.json");
    flip(Time::START, token(USDC, 6), &Source::whirlpool(pool), vec![(pool, account)]);
}

fn flipped_clmm() {
    let (alone, account) = clmm_alone();
    flip(Time::START, token(USDC, 6), &alone, vec![(alone.accounts[0], account)]);
}

fn flipped_pyth() {
    let update = dump::cli("pyth/sol-usd-7UVim-2025-01.json");
    let time = Time { unix: 1_735_984_087 + 2, ..Time::START };
    flip(time, token(USDC, 6), &Source::pyth_usd(update.0), vec![update]);
}

/// A vault of the token with a wallet in it.
fn made_up_nav(mint: Pubkey) -> (Source, Account) {
    let wallet = keys::made_up("a vault's wallet");
    let mut source = Source::vault(keys::made_up("authority"), &[(Role::Mint, mint), (Role::LamportReserve, wallet)]);
    (source.spec.second_pin, source.spec.max_fee_bps) = (Pubkey::default(), 0);
    (source, holding(1_000_000_000, programs::SYSTEM, Vec::new()))
}

fn token(mint: Pubkey, decimals: u8) -> (Pubkey, Account) {
    let account = MintAccount { supply: 1_000_000_000, decimals, ..MintAccount::default() };
    (mint, owned(programs::TOKEN, account.encode()))
}

/// A stake pool's mint, the source that reads it, and the account.
fn stake_pool_source(file: &str) -> (Pubkey, Source, (Pubkey, Account)) {
    let (pool, account) = dump::cli(file);
    let mint = Pubkey::try_from(&account.data[POOL_MINT..POOL_MINT + 32]).expect("32 bytes");
    // A pool that was never initialised names no mint: any token will do.
    let mint = if mint == Pubkey::default() { keys::made_up("a mint") } else { mint };
    let mut source = Source::stake_pool(account.owner.to_bytes(), pool);
    source.spec.max_fee_bps = 100;
    (mint, source, (pool, account))
}

/// A stake pool, and what the bytecode makes of it in `epoch`.
fn stake_pool(file: &str, epoch: u64) -> Result<SourceReading, Failure> {
    let (mint, source, account) = stake_pool_source(file);
    read(Time { epoch, ..Time::START }, token(mint, 9), &source, vec![account])
}

/// Nine decimals of the rate, to nearest, and the epoch.
fn rate(reading: Result<SourceReading, Failure>) -> (u128, u64) {
    let SourceReading::Backing { assets, supply, updated_epoch, .. } = reading.expect("a sound pool") else {
        panic!("a stake pool shows backing");
    };
    let supply = u128::from(supply);
    ((u128::from(assets) * 1_000_000_000 + supply / 2) / supply, updated_epoch)
}

fn assert_fault(reading: Result<SourceReading, Failure>, code: u32) {
    let failure = reading.expect_err("a refusal");
    assert_eq!(failure.code(), Some(SOURCE_FAULTS + code), "{:?}", failure.logs);
}

fn jitosol() {
    assert_eq!(rate(stake_pool("stake-pool/jitosol-stake-pool.json", 539)), (1_073_400_157, 539));
}

fn pwrsol() {
    assert_eq!(rate(stake_pool("stake-pool/pwrsol-stake-pool.json", 573)), (1_005_776_792, 573));
}

fn jupsol() {
    assert_eq!(rate(stake_pool("stake-pool/jupsol-stake-pool-sdk.json", 751)), (1_090_291_323, 751));
}

fn jupsol_new() {
    assert_eq!(rate(stake_pool("stake-pool/jupsol-stake-pool-s.json", 597)), (1_000_000_000, 597));
}

fn jupsol_erased() {
    assert_fault(stake_pool("modified-or-devnet/jupsol-stake-pool-inf.json", 751), 30);
}

fn bpsol() {
    assert_fault(stake_pool("modified-or-devnet/bpsol-stake-pool.json", 751), 20);
}

fn picosol() {
    assert_fault(stake_pool("modified-or-devnet/picosol-stake-pool-sdk.json", 751), 30);
}

/// A chain with its mint and its other accounts.
type Chained = ((Pubkey, Account), Source, Vec<(Pubkey, Account)>);

/// A state or pool that stands alone with its mint.
fn alone(role: Role, state: &str, mint: &str) -> Chained {
    let (state, mint) = (dump::cli(state), dump::cli(mint));
    let source = Source::chain(state.1.owner.to_bytes(), &[(role, state.0), (Role::StepMint, mint.0)]);
    (mint, source, vec![state])
}

fn marinade() -> Chained {
    alone(Role::Marinade, "marinade/marinade-state-epoch797.json", "marinade/msol-mint-epoch797.json")
}

/// JitoSOL's pool of that day is known by its totals alone.
fn kysol_vault() -> Chained {
    let pool = StakePoolAccount {
        pool_mint: pubkey!("J1toso1uCk3RLmjorhTtrVwY9HJ7X8V9yYac6Y7kGCPn").to_bytes(),
        total_lamports: 17_990_164_510_333_520,
        pool_token_supply: 14_834_982_650_962_691,
        last_update_epoch: 808,
        ..StakePoolAccount::default()
    };
    let pool = (keys::made_up("JitoSOL's pool"), owned(programs::STAKE_POOL, pool.encode()));
    let vault = dump::cli("jito-vault/jito-vault-kysol-epoch808.json");
    let mint = dump::cli("jito-vault/kysol-mint-2025-06.json");
    let members = [(Role::ReservePool, pool.0), (Role::JitoVault, vault.0), (Role::StepMint, mint.0)];
    (mint, Source::chain(programs::JITO_VAULT, &members), vec![pool, vault])
}

/// Some slots behind the vault's update.
const KYSOL_TIME: Time = Time { epoch: 808, slot: 349_060_000, ..Time::START };

fn read_chain(time: Time, (mint, source, accounts): Chained) -> Result<SourceReading, Failure> {
    read(time, mint, &source, accounts)
}

fn msol() {
    assert_eq!(rate(read_chain(Time { epoch: 797, ..Time::START }, marinade())), (1_298_734_574, 797));
}

fn kysol() {
    assert_eq!(rate(read_chain(KYSOL_TIME, kysol_vault())), (1_214_772_957, 808));
}

fn inf() {
    let inf = || alone(Role::InfPool, "inf/inf-pool-state-v1-2025-10.json", "inf/inf-mint-2025-10.json");
    assert_eq!(rate(read_chain(Time { epoch: 861, ..Time::START }, inf())), (1_367_248_414, 861));
}

/// Under kySOL's identity, so that nothing but the amounts is wrong.
fn fragjto() {
    let (mint, source, mut accounts) = kysol_vault();
    let (_, erased) = dump::cli("modified-or-devnet/ZEROED-jito-vault-fragjto.json");
    let own = accounts[1].1.data[40..104].to_vec();
    accounts[1].1 = erased;
    accounts[1].1.data[40..104].copy_from_slice(&own);
    assert_fault(read_chain(KYSOL_TIME, (mint, source, accounts)), 36);
}

fn flipped_chains() {
    for (time, (mint, source, accounts)) in
        [(Time { epoch: 797, ..Time::START }, marinade()), (KYSOL_TIME, kysol_vault())]
    {
        flip(time, mint, &source, accounts);
    }
}

fn market_of(reading: Result<SourceReading, Failure>) -> f64 {
    let SourceReading::Market { spot, depth, .. } = reading.expect("a sound pool") else {
        panic!("a pool is a market")
    };
    assert!(depth > 0);
    1e12 / spot as f64
}

/// USDC stands for the token: SOL per USDC is the reciprocal of 152.083.
fn whirlpool() {
    let (pool, account) = dump::cli("whirlpool/whirlpool-Czfq3-sol-usdc.json");
    let usdc_per_sol = market_of(read(Time::START, token(USDC, 6), &Source::whirlpool(pool), vec![(pool, account)]));
    assert!((usdc_per_sol - 152.083).abs() < 0.000_5, "{usdc_per_sol}");
}

fn whirlpool_jup_wen() {
    let (pool, account) = dump::cli("whirlpool/whirlpool-7vWRT.json");
    assert_fault(read(Time::START, token(USDC, 6), &Source::whirlpool(pool), vec![(pool, account)]), 21);
}

/// A CLMM pool as a source without its history, and the account.
fn clmm_alone() -> (Source, Account) {
    let pool = pubkey!("Ds33rQ1d4AXwxqyeXX6Pc3G4pFNr6iWb3dd8YfBBQMPr");
    let account = dump::bare("raydium/clmm-pool-Ds33r-mango.bin", programs::RAYDIUM_CLMM);
    let mut alone = Source::raydium_clmm(pool, Pubkey::default());
    alone.spec.roles.truncate(1);
    alone.accounts.truncate(1);
    (alone, account)
}

/// The pool alone is SOL at 83.55 USDC; with observations that belong to another pool it is refused.
fn clmm() {
    let (alone, account) = clmm_alone();
    let pool = alone.accounts[0];
    let observations = Pubkey::try_from(&account.data[201..233]).expect("32 bytes");
    let usdc_per_sol = market_of(read(Time::START, token(USDC, 6), &alone, vec![(pool, account.clone())]));
    assert!((usdc_per_sol - 83.55).abs() < 0.005, "{usdc_per_sol}");

    let (_, foreign) = observations_of_another_pool();
    let accounts = vec![(pool, account), (observations, foreign)];
    assert_fault(read(Time::START, token(USDC, 6), &Source::raydium_clmm(pool, observations), accounts), 23);
}

fn observations_of_another_pool() -> (Pubkey, Account) {
    let name = "raydium/clmm-observation-carbon.json";
    let text = std::fs::read_to_string(dump::folder().expect("present").join(name)).expect("a file");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let data = json["data"].as_str().expect("base64 text");
    let data = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, data).expect("base64");
    (Pubkey::default(), owned(programs::RAYDIUM_CLMM, data))
}

fn pyth(account: (Pubkey, Account), published: i64) -> Result<SourceReading, Failure> {
    let source = Source::pyth_usd(account.0);
    read(Time { unix: published + 2, ..Time::START }, token(USDC, 6), &source, vec![account])
}

fn assert_price(reading: Result<SourceReading, Failure>, expected: u64) {
    let SourceReading::Usd { price, .. } = reading.expect("a sound update") else { panic!("an update is a price") };
    // Eight decimals there, twelve here; the binary step between them may take one unit of the last place.
    assert!(price.abs_diff(expected) <= 1, "{price}");
}

fn pyth_2025() {
    let update = dump::cli("pyth/sol-usd-7UVim-2025-01.json");
    assert_price(pyth(update.clone(), 1_735_984_087), 215_681_370_690_000);
    assert_fault(pyth(update.clone(), 1_735_984_087 + 120), 30);
    assert_fault(pyth(update, 1_735_984_087 - 60), 29);
}

fn pyth_2024() {
    for (file, published, price) in [
        ("pyth/sol-usd-marginfi-2024-07.bin", 1_721_133_402, 156_797_690_990_000),
        ("pyth/sol-usd-7UVim-mango.bin", 1_720_533_480, 140_615_937_000_000),
    ] {
        assert_price(pyth((keys::PYTH_SOL_USD, dump::bare(file, programs::PYTH_RECEIVER)), published), price);
    }
}

fn pyth_msol() {
    let update = dump::bare("pyth/msol-usd-5CKzb9-solend.bin", programs::PYTH_RECEIVER);
    assert_fault(pyth((pubkey!("5CKzb9j4ChgLUt8Gfm5CNGLN6khXKiqMbnGAW4cgXgxK"), update), 1_719_290_233), 26);
}

/// The real sSOL mint opens a feed of nine decimals.
fn ssol() {
    let mut world = World::new();
    let (mint, account) = dump::cli("solayer/ssol-mint.json");
    assert_eq!(mint, keys::SSOL);
    world.put(mint, account);
    let creator = world.payer.pubkey();
    world.send(instructions::initialize_feed(creator, mint, arguments())).expect("a feed opens");
    let data = world.data(&pda::feed(&creator, &mint).0);
    let feed: glowsol_oracle::state::Feed = bytemuck::pod_read_unaligned(&data[8..]);
    assert_eq!(feed.token_decimals, 9);
}
