//! The presets in `feeds`: configurations that the program takes, with addresses of which each stands in the list of
//! their sources or is derived from such by the program that owns it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use fair_value::{
    NavReading, Now, Params, Reading,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use keeper::{
    config::{Address, Config, Overrides, SourceEntry, load, table},
    fetch::Fetched,
};
use solana_account::Account;
use solana_pubkey::{Pubkey, pubkey};
use sources::{Role, SourceKind, programs};

use crate::cli::{code, errors, keeper};

/// Pyth's program of price feeds: its accounts have the receiver's format.
const PYTH_PRICE_FEED: Pubkey = pubkey!("pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT");
/// Orca's configuration of mainnet, part of the address of every pool of its own.
const WHIRLPOOLS_CONFIG: Pubkey = pubkey!("2LecshUwdy9xi7meFgHtFJQNSKk4KdTrcpvaB56dP2NQ");
const ASSOCIATED_TOKEN: Pubkey = pubkey!("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
const SOLAYER_RESTAKING: Pubkey = pubkey!("sSo1iU21jBrU9VaJ8PJib1MtorefUV4fzC9GURa2KNn");
/// The mint of Solayer's stake pool, whose tokens sSOL stands for.
const SOLAYER_STAKE_POOL_MINT: Pubkey = pubkey!("sSo1wxKKr6zW2hqf5hZrp2CawLibcwi1pMBqk5bg2G4");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../feeds")
}

/// Every preset with its file.
fn presets() -> Vec<(PathBuf, Config)> {
    let files =
        std::fs::read_dir(folder()).expect("the folder of presets").map(|entry| entry.expect("an entry").path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let presets: Vec<_> = files
        .map(|path| {
            let config = load(Some(&path), Overrides::default()).unwrap_or_else(|error| panic!("{error}"));
            (path, config)
        })
        .collect();
    assert!(!presets.is_empty());
    presets
}

fn readme() -> String {
    std::fs::read_to_string(folder().join("README.md")).expect("the presets are explained")
}

/// The list of addresses: which, and the sources that name each.
fn listed(readme: &str) -> BTreeMap<Address, Vec<String>> {
    let (_, list) =
        readme.split_once("| address | what it is | source |\n|---|---|---|\n").expect("a list of addresses");
    let mut listed = BTreeMap::new();
    for row in list.lines().take_while(|line| !line.is_empty()) {
        let [_, address, what, sources, _] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("not three cells: {row}")
        };
        let address: Address = address.trim_matches('`').parse().unwrap_or_else(|error| panic!("{row}: {error}"));
        assert!(!what.is_empty(), "{row}");
        let sources = sources.split("; ").map(str::to_owned).collect();
        assert_eq!(listed.insert(address, sources), None, "twice: {row}");
    }
    listed
}

#[test]
fn each_is_a_configuration_that_the_program_takes() {
    let readme = readme();
    for (path, _) in presets() {
        let validated = keeper(&["config", "validate", "--config", path.to_str().expect("a path in UTF-8")]);
        assert_eq!(code(&validated), Some(0), "{}: {}", path.display(), errors(&validated));
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        assert!(readme.contains(&format!("| `{name}` |")), "{name} is not explained");
    }
}

#[test]
fn every_address_is_in_the_list_and_its_sources_are_named() {
    let readme = readme();
    let listed = listed(&readme);
    // A program that decoders know stands in their own list.
    let known = [programs::STAKE_POOLS.as_slice(), &[programs::PYTH_RECEIVER], &programs::TOKENS].concat();
    let used: BTreeSet<Address> = presets()
        .iter()
        .flat_map(|(_, config)| {
            let feed = &config.feed;
            let of_source = |source: &SourceEntry| {
                let pins = [source.program, source.pin, source.second_pin].into_iter().flatten();
                pins.chain(source.accounts.iter().map(|entry| entry.address)).collect::<Vec<_>>()
            };
            let programs = feed.watched_programs.iter().copied();
            feed.mint.into_iter().chain(programs).chain(feed.source.iter().flat_map(of_source)).collect::<Vec<_>>()
        })
        .filter(|address| !known.contains(&address.0.to_bytes()))
        .collect();
    assert_eq!(listed.keys().copied().collect::<BTreeSet<_>>(), used);

    for (address, sources) in &listed {
        for source in sources.iter().filter(|source| !source.starts_with("derived")) {
            let (name, _) = source.split_once(',').unwrap_or((source, ""));
            assert!(readme.contains(&format!("\n- *{name}*: `")), "{address}: where is {name}?");
        }
    }
}

/// What a program derives from these seeds.
fn derived(program: &Pubkey, seeds: &[&[u8]]) -> Pubkey {
    Pubkey::find_program_address(seeds, program).0
}

fn at(source: &SourceEntry, role: Role) -> Option<Pubkey> {
    source.accounts.iter().find(|entry| entry.role == role).map(|entry| entry.address.0)
}

/// Whether every address of a source that some program derives is the one that it derives.
fn is_derived(mint: &Pubkey, source: &SourceEntry) -> bool {
    let program = source.program(0).expect("its program");
    let sol = Pubkey::from(programs::WRAPPED_SOL);
    let (first, second) = if *mint < sol { (mint, &sol) } else { (&sol, mint) };
    let main = at(source, Role::Main);
    let is_main = |key: Pubkey| main == Some(key);
    match source.kind {
        // An account that its creator chose.
        SourceKind::StakePool => true,
        SourceKind::PythRate | SourceKind::PythUsd => {
            let feed = source.pin.expect("a feed id").0;
            is_main(derived(&PYTH_PRICE_FEED, &[&0u16.to_le_bytes(), feed.as_ref()]))
        }
        SourceKind::Whirlpool => [1u16, 2, 4, 8, 16, 64, 96, 128, 256].iter().any(|spacing| {
            let (config, spacing) = (WHIRLPOOLS_CONFIG.as_ref(), &spacing.to_le_bytes());
            is_main(derived(&program, &[b"whirlpool", config, first.as_ref(), second.as_ref(), spacing]))
        }),
        SourceKind::RaydiumClmm => (0..16u16).any(|index| {
            let config = derived(&program, &[b"amm_config", &index.to_be_bytes()]);
            is_main(derived(&program, &[b"pool", config.as_ref(), first.as_ref(), second.as_ref()]))
        }),
        SourceKind::MeteoraDlmm => {
            let pair = main.expect("a pair");
            let reserve = |mint: &Pubkey| Some(derived(&program, &[pair.as_ref(), mint.as_ref()]));
            let step = |step: u16| derived(&program, &[first.as_ref(), second.as_ref(), &step.to_le_bytes()]);
            (1..=100).any(|bps| is_main(step(bps)))
                && at(source, Role::History) == Some(derived(&program, &[b"oracle", pair.as_ref()]))
                && at(source, Role::TokenVault) == reserve(mint)
                && at(source, Role::SolVault) == reserve(&sol)
        }
        SourceKind::Vault => {
            let stake_pool_mint = SOLAYER_STAKE_POOL_MINT.as_ref();
            let pool = derived(&SOLAYER_RESTAKING, &[b"pool", stake_pool_mint]);
            let tokens = derived(&ASSOCIATED_TOKEN, &[pool.as_ref(), &programs::TOKEN, stake_pool_mint]);
            source.pin == Some(Address(pool)) && at(source, Role::TokenReserve) == Some(tokens)
        }
        other => panic!("how are the addresses of {other:?} derived?"),
    }
}

#[test]
fn what_a_program_derives_is_what_it_derives() {
    for (path, config) in presets() {
        let mint = config.feed.mint.expect("a mint").0;
        for source in &config.feed.source {
            assert!(is_derived(&mint, source), "{}: {:?}", path.display(), source.kind);
        }
    }
}

#[test]
fn the_programs_that_keep_the_backing_are_watched() {
    for (path, config) in presets() {
        let keepers = config.feed.source.iter().flat_map(|source| match source.kind {
            SourceKind::StakePool => vec![source.program(0).expect("its program")],
            SourceKind::Vault => vec![SOLAYER_RESTAKING, Pubkey::from(programs::STAKE_POOL)],
            _ => Vec::new(),
        });
        let watched: BTreeSet<Pubkey> = config.feed.watched_programs.iter().map(|program| program.0).collect();
        assert_eq!(keepers.collect::<BTreeSet<_>>(), watched, "{}", path.display());
    }
}

/// Dumps as the Solana command line prints them, of the folders that have such of these tokens.
fn dumps() -> Option<Vec<(Pubkey, Account)>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures");
    let folder = std::env::var_os("GLOWSOL_FIXTURES").map_or_else(beside, PathBuf::from);
    if !folder.is_dir() {
        return None;
    }
    let files = ["stake-pool", "pyth", "solayer"].into_iter().flat_map(|kind| {
        std::fs::read_dir(folder.join(kind)).expect("its folder").map(|entry| entry.expect("an entry").path())
    });
    let json = files.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    Some(json.map(|path| dump(&path)).collect())
}

fn dump(path: &Path) -> (Pubkey, Account) {
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(path).expect("a dump")).expect("JSON");
    let key = |field: &serde_json::Value| field.as_str().and_then(|text| text.parse().ok()).expect("an address");
    let account = &json["account"];
    let data = BASE64_STANDARD.decode(account["data"][0].as_str().expect("base64")).expect("base64");
    (key(&json["pubkey"]), Account { lamports: 1, data, owner: key(&account["owner"]), ..Account::default() })
}

/// The moment of which an account speaks.
fn moment(kind: SourceKind, data: &[u8]) -> Now {
    let word = |at: usize| u64::from_le_bytes(data[at..at + 8].try_into().expect("eight bytes"));
    let (time, epoch) = match kind {
        SourceKind::StakePool => (0, word(274)),
        _ => (word(93) as i64, 0),
    };
    Now {
        time: UnixTime::new(time),
        slot: Slot::new(1),
        epoch: Epoch::new(epoch),
        since_epoch_start: Seconds::ZERO,
        rewards_active: false,
    }
}

#[test]
fn real_accounts_are_what_the_presets_say() {
    let Some(dumps) = dumps() else {
        // Not by a macro, whose words the harness would keep to itself.
        writeln!(std::io::stderr(), "skipped: shared fixtures not present (set GLOWSOL_FIXTURES to their folder)")
            .unwrap();
        return;
    };
    let mut read = BTreeSet::new();
    for (path, config) in presets() {
        let table = table(&config.feed, 9).expect("a table");
        for (index, source) in (0..).zip(&config.feed.source) {
            if source.kind == SourceKind::Vault {
                // Of sSOL only the mint was captured: its authority is whom the preset takes for the backing's keeper.
                let mint = dumps.iter().find(|(key, _)| Some(Address(*key)) == config.feed.mint);
                let (key, mint) = mint.expect("the mint was captured");
                assert_eq!(&mint.data[4..36], source.pin.expect("an authority").0.as_ref());
                read.insert(key.to_string());
            }
            let [only] = source.accounts[..] else { continue };
            for (key, account) in dumps.iter().filter(|(key, _)| *key == only.address.0) {
                let fetched = Fetched::of(*key, account);
                let now = moment(source.kind, &account.data);
                let reading = sources::observe_source(&table, index, &[fetched.view()], &now, &Params::default());
                match reading.unwrap_or_else(|fault| panic!("{}: {key}: {fault}", path.display())) {
                    Reading::Nav(NavReading::Backing(backing)) => assert!(backing.assets.get() >= backing.supply.get()),
                    Reading::Usd(usd) => assert!(usd.price.to_bits() > 0),
                    other => panic!("{other:?}"),
                }
                read.insert(key.to_string());
            }
        }
    }
    let expected = [
        "7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE",
        "8VpRhuxa7sUUepdY3kQiTmX9rS5vx4WgaXiAnXq4KCtr",
        "Jito4APyf642JPZPx3hGc6WWJ8zPKtRbRs4P815Awbb",
        "sSo14endRuUbvQaJS3dq36Q829a3A6BEfoeeRGJywEh",
    ];
    assert_eq!(read.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
