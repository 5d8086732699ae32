//! Every account of every instruction, replaced by whatever else there is. The list is the IDL's: an instruction without a valid call
//! here fails the test.

use std::collections::BTreeMap;

use anchor_lang::Discriminator;
use fair_value::params::Field;
use glowsol_oracle::{
    Change, ParamValue, instruction, pda,
    state::{Feed, History, Price, Proposal},
};
use mirrors::Profile;
use serde_json::Value;
use solana_account::Account;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::programs;
use tests::{
    Failure, Scene, instructions as ix,
    scene::{
        self,
        account::{self, holding, owned},
        keys,
    },
    world::ahead,
};

const IDL: &str = include_str!("../../idl/glowsol_oracle.json");

/// A scene in which an instruction succeeds, and the instruction.
type Call = fn() -> (Scene, Instruction);

/// A valid call of each instruction.
const CALLS: &[(&str, Call)] = &[
    ("accept_authority", || {
        let mut scene = living();
        let heir = scene.world.payer.pubkey();
        scene.govern(instruction::NominateAuthority { nominee: heir }).expect("a nomination");
        scene.pass(172_800);
        let call = ix::accept_authority(scene.feed, heir);
        (scene, call)
    }),
    ("acknowledge_market", || {
        let guardian = Keypair::new();
        let mut scene = Scene::deserted(guardian.pubkey());
        let call = ix::acknowledge_market(scene.feed, scene.world.payer.pubkey(), guardian.pubkey(), 0);
        scene.world.others.push(guardian);
        (scene, call)
    }),
    ("acknowledge_nav", || {
        let mut scene = living();
        scene.around.wallet = scene.around.wallet / 10 * 8;
        scene.pass(20);
        scene.refresh().expect("a refresh lands");
        by_authority(scene, instruction::AcknowledgeNav { least: 0 })
    }),
    ("acknowledge_programs", || {
        let mut scene = watching();
        scene.activate().expect("the table is complete");
        deploy(&mut scene, 2);
        scene.world.send(ix::check_programs(scene.feed, &program_pair())).expect("an upgrade is seen");
        by_authority(scene, instruction::AcknowledgePrograms { deployed: vec![2] })
    }),
    ("activate_feed", || by_authority(draft(), instruction::ActivateFeed {})),
    ("add_source", || {
        let scene = Scene::draft();
        let source = scene::vault_source();
        let call = ix::add_source(scene.feed, scene.world.payer.pubkey(), source.spec, &source.accounts);
        (scene, call)
    }),
    ("announce_transit", || {
        let scene = living();
        let until = scene.world.time().unix + 3_600;
        by_authority(scene, instruction::AnnounceTransit { amount: 1, until })
    }),
    ("apply_config", || {
        let scene = proposed();
        let call = ix::apply_config(scene.feed, scene.world.payer.pubkey(), &scene.source_accounts());
        (scene, call)
    }),
    ("cancel_config", || {
        let scene = proposed();
        let authority = scene.world.payer.pubkey();
        let call = ix::cancel_config(scene.feed, authority, authority);
        (scene, call)
    }),
    ("cancel_nomination", || {
        let mut scene = living();
        scene.govern(instruction::NominateAuthority { nominee: keys::SSOL }).expect("a nomination");
        let call = ix::cancel_nomination(scene.feed, scene.world.payer.pubkey());
        (scene, call)
    }),
    ("check_programs", || {
        let mut scene = watching();
        deploy(&mut scene, 2);
        let call = ix::check_programs(scene.feed, &program_pair());
        (scene, call)
    }),
    ("check_source", || {
        let scene = living();
        let call = ix::check_source(scene.feed, 0, &scene.sources[0].accounts);
        (scene, call)
    }),
    ("close_feed", || {
        let scene = draft();
        let call = ix::close_feed(scene.feed, scene.world.payer.pubkey());
        (scene, call)
    }),
    ("grow", || {
        let scene = living();
        let call = ix::grow(scene.feed, scene.world.payer.pubkey());
        (scene, call)
    }),
    ("initialize_feed", || {
        let mut scene = Scene::draft();
        let mint = keys::made_up("another mint");
        let data = scene.world.data(&scene.mint);
        scene.world.put(mint, owned(programs::TOKEN, data));
        let call = ix::initialize_feed(scene.world.payer.pubkey(), mint, scene::arguments());
        (scene, call)
    }),
    ("migrate_feed", || {
        let mut scene = living();
        let old = keys::made_up("feed of version 1");
        let data = include_bytes!("../golden/feed-v1.bin").to_vec();
        scene.world.put(old, owned(glowsol_oracle::ID.to_bytes(), data));
        let call = ix::migrate_feed(old, scene.world.payer.pubkey());
        (scene, call)
    }),
    ("nominate_authority", || by_authority(living(), instruction::NominateAuthority { nominee: keys::SSOL })),
    ("open_mirror", || {
        let mut scene = living();
        let call = ix::open_mirror(scene.price, Profile::KlendScope, scene.world.payer.pubkey());
        scene.world.send(call.clone()).expect("a first step");
        (scene, call)
    }),
    ("pause", || {
        let scene = living();
        let call = ix::pause(scene.feed, scene.world.payer.pubkey());
        (scene, call)
    }),
    ("propose_config", || {
        let scene = living();
        let call = ix::propose_config(scene.feed, scene.world.payer.pubkey(), vec![change()]);
        (scene, call)
    }),
    ("refresh", || {
        let mut scene = living();
        scene.pass(20);
        let call = ix::refresh(scene.feed, &scene.source_accounts());
        (scene, call)
    }),
    ("register_reserve", || {
        let mut scene = living();
        let reserve = stake(&mut scene);
        let call = ix::register_reserve(scene.feed, 0, reserve);
        (scene, call)
    }),
    ("release_reserve", || {
        let mut scene = living();
        let reserve = stake(&mut scene);
        scene.world.send(ix::register_reserve(scene.feed, 0, reserve)).expect("anybody registers");
        scene.world.put(reserve, holding(0, programs::SYSTEM, Vec::new()));
        let call = ix::release_reserve(scene.feed, 0, reserve);
        (scene, call)
    }),
    ("resume", || {
        let mut scene = living();
        let pause = ix::pause(scene.feed, scene.world.payer.pubkey());
        scene.world.send(pause).expect("a halt");
        by_authority(scene, instruction::Resume {})
    }),
    ("set_guardian", || by_authority(living(), instruction::SetGuardian { guardian: keys::SSOL })),
    ("tighten_config", || {
        let values = vec![ParamValue { id: Field::CautionEnter as u8, value: 140 }];
        by_authority(living(), instruction::TightenConfig { values })
    }),
    ("update_mirror", || {
        let mut scene = living();
        scene.open_mirror(Profile::P0Pyth);
        let call = ix::update_mirror(scene.price, Profile::P0Pyth);
        (scene, call)
    }),
];

fn by_authority(scene: Scene, act: impl anchor_lang::InstructionData) -> (Scene, Instruction) {
    let call = ix::govern(scene.feed, scene.world.payer.pubkey(), act);
    (scene, call)
}

fn draft() -> Scene {
    let mut scene = Scene::draft();
    scene.add_source(scene::vault_source()).expect("the source is sound");
    scene
}

fn living() -> Scene {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    scene.live(120, 20);
    scene
}

fn change() -> Change {
    Change::Params { values: vec![ParamValue { id: Field::FairRise as u8, value: 300 }] }
}

fn proposed() -> Scene {
    let mut scene = living();
    let propose = ix::propose_config(scene.feed, scene.world.payer.pubkey(), vec![change()]);
    scene.world.send(propose).expect("the authority proposes");
    scene.pass_epochs(172_800);
    scene.live(2 * 3_600, 20);
    scene.pass(20);
    scene
}

fn program_pair() -> [Pubkey; 2] {
    [keys::made_up("vault program"), keys::made_up("where its code is kept")]
}

fn deploy(scene: &mut Scene, slot: u64) {
    let pair = program_pair();
    // Its code differs from one slot to another.
    for (key, account) in pair.into_iter().zip(account::program(pair[1], slot, &[slot as u8; 64])) {
        scene.world.put(key, account);
    }
}

/// A draft that has looked at the program it watches.
fn watching() -> Scene {
    let args = glowsol_oracle::InitializeFeedArgs { watched_programs: vec![program_pair()[0]], ..scene::arguments() };
    let mut scene = Scene::draft_with(args);
    scene.add_source(scene::vault_source()).expect("the source is sound");
    deploy(&mut scene, 1);
    scene.world.send(ix::check_programs(scene.feed, &program_pair())).expect("a first look");
    scene
}

fn stake(scene: &mut Scene) -> Pubkey {
    let key = keys::made_up("unstaking");
    scene.world.put(key, account::stake(200 * scene::ONE, scene::vault_authority()));
    key
}

/// A feed of the same token, by somebody else, as alive as one can be without refreshes.
fn another_feed(scene: &mut Scene) -> Pubkey {
    let other = Keypair::new();
    scene.world.svm.airdrop(&other.pubkey(), 10_000_000_000).expect("funding");
    let open = ix::initialize_feed(other.pubkey(), scene.mint, scene::arguments());
    scene.world.send_all(&[open], &[&other]).expect("feeds are permissionless");
    let feed = pda::feed(&other.pubkey(), &scene.mint).0;
    let source = scene::vault_source();
    let add = ix::add_source(feed, other.pubkey(), source.spec, &source.accounts);
    scene.world.send_all(&[add], &[&other]).expect("the source is sound");
    let activate = ix::govern(feed, other.pubkey(), instruction::ActivateFeed {});
    scene.world.send_all(&[activate], &[&other]).expect("the table is complete");
    let propose = ix::propose_config(feed, other.pubkey(), vec![change()]);
    scene.world.send_all(&[propose], &[&other]).expect("its authority proposes");
    feed
}

/// What could be passed instead of `key`.
fn substitutes(scene: &mut Scene, other: Pubkey, key: Pubkey) -> Vec<(&'static str, Pubkey)> {
    let all = |feed| [feed, pda::price(&feed).0, pda::history(&feed).0, pda::proposal(&feed).0];
    let mut list =
        vec![("nothing", Pubkey::new_unique()), ("the mint", scene.mint), ("the program", glowsol_oracle::ID)];
    list.extend(all(scene.feed).map(|key| ("another account of the feed", key)));
    list.extend(all(other).map(|key| ("an account of another feed", key)));
    if let Some(account) = scene.world.svm.get_account(&key) {
        for (what, owner) in
            [("a copy that the system owns", programs::SYSTEM), ("a copy that a token program owns", programs::TOKEN)]
        {
            let copy = Pubkey::new_unique();
            scene.world.put(copy, Account { owner: owner.into(), executable: false, ..account.clone() });
            list.push((what, copy));
        }
        if account.owner == glowsol_oracle::ID {
            // Anybody creates the first; the others are what no instruction leaves behind.
            let (zeroed, head) = (vec![0; account.data.len()], account.data[..8].to_vec());
            for (what, data) in [("zeros", zeroed), ("its type alone", head), ("a stone", vec![0xff; 8])] {
                let other = Pubkey::new_unique();
                scene.world.put(other, Account { data, ..account.clone() });
                list.push((what, other));
            }
        }
    }
    list.retain(|(_, substitute)| *substitute != key);
    list
}

/// The program's accounts without one.
fn without(scene: &Scene, key: Pubkey) -> BTreeMap<Pubkey, Account> {
    let mut state = scene.world.program_state();
    state.remove(&key);
    state
}

fn names(idl: &Value) -> Vec<(String, Vec<Value>)> {
    let instructions = idl["instructions"].as_array().expect("instructions");
    let of = |value: &Value| {
        let name = value["name"].as_str().expect("a name").to_owned();
        (name, value["accounts"].as_array().expect("accounts").clone())
    };
    instructions.iter().map(of).collect()
}

#[test]
fn every_instruction_of_the_interface_has_a_valid_call_here_and_no_other() {
    let idl: Value = serde_json::from_str(IDL).expect("the IDL is JSON");
    let listed: Vec<_> = names(&idl).into_iter().map(|(name, _)| name).collect();
    let called: Vec<_> = CALLS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed, called);
}

/// A substitute is refused, and nothing changes. Or the call is one that anybody may make of any feed: then it changes the substitute
/// and nothing else.
#[test]
fn no_account_can_be_replaced() {
    let idl: Value = serde_json::from_str(IDL).expect("the IDL is JSON");
    let mut tried = 0;
    for ((name, accounts), (_, call)) in names(&idl).into_iter().zip(CALLS) {
        let (mut scene, valid) = call();
        let other = another_feed(&mut scene);
        let stranger = Keypair::new();
        scene.world.svm.airdrop(&stranger.pubkey(), 1_000_000_000).expect("funding");
        for (place, account) in accounts.iter().enumerate() {
            let what = format!("{name}, {}", account["name"].as_str().expect("a name"));
            let key = valid.accounts[place].pubkey;
            for (substitute, passed) in substitutes(&mut scene, other, key) {
                let mut changed = valid.clone();
                changed.accounts[place].pubkey = passed;
                // Nobody signs for a substitute.
                if passed != scene.world.payer.pubkey() {
                    changed.accounts[place].is_signer = false;
                }
                let (before, others) = (scene.world.program_state(), without(&scene, passed));
                match scene.world.send(changed) {
                    Err(failure) => {
                        assert_eq!(scene.world.program_state(), before, "{what}: {substitute}");
                        // The program says so: not the runtime, which refuses to write what another program owns.
                        assert!(
                            failure.code().is_some(),
                            "{what}: {substitute}: {:?} {:?}",
                            failure.error,
                            failure.logs
                        );
                    }
                    Ok(_) => {
                        let kind = |key| scene.world.data(&key).first_chunk::<8>().copied();
                        let same = kind(passed).is_some() && kind(passed) == kind(key);
                        assert!(same && OPEN.contains(&name.as_str()), "{what} took {substitute}");
                        assert_eq!(without(&scene, passed), others, "{what}: {substitute}");
                    }
                }
                tried += 1;
            }
            for (flag, needed) in [("signer", account["signer"] == true), ("writable", account["writable"] == true)] {
                if !needed {
                    continue;
                }
                let mut changed = valid.clone();
                let meta = &mut changed.accounts[place];
                if flag == "signer" {
                    meta.is_signer = false
                } else {
                    meta.is_writable = false
                }
                let before = scene.world.program_state();
                // Whoever pays for the transaction signs and is writable, whatever an instruction says.
                let failure = scene.world.send_by(&stranger, changed).expect_err(&format!("{what}: not {flag}"));
                assert!(failure.code().is_some(), "{what}: not {flag}: {:?}", failure.error);
                assert_eq!(scene.world.program_state(), before, "{what}: not {flag}");
            }
        }
        scene.world.send_by(&stranger, valid).unwrap_or_else(|failure| invalid(&name, &failure));
    }
    println!("{tried} substitutions");
    assert!(tried > 500);
}

/// Whoever has to sign is not whoever signs. Anybody may pay.
#[test]
fn a_stranger_who_signs_is_refused() {
    let idl: Value = serde_json::from_str(IDL).expect("the IDL is JSON");
    let mut tried = 0;
    for ((name, accounts), (_, call)) in names(&idl).into_iter().zip(CALLS) {
        for (place, account) in accounts.iter().enumerate() {
            if account["signer"] != true || account["name"] == "payer" {
                continue;
            }
            let (mut scene, mut theirs) = call();
            let stranger = Keypair::new();
            scene.world.svm.airdrop(&stranger.pubkey(), 1_000_000_000).expect("funding");
            theirs.accounts[place].pubkey = stranger.pubkey();
            let before = scene.world.program_state();
            let failure = scene.world.send_by(&stranger, theirs).expect_err(&format!("{name}: {}", account["name"]));
            assert!(failure.code().is_some(), "{name}: {:?} {:?}", failure.error, failure.logs);
            assert_eq!(scene.world.program_state(), before, "{name}");
            tried += 1;
        }
    }
    assert!(tried > 12, "{tried}");
}

/// In its own place and with its own content, an account of another type, or of another program, is refused.
#[test]
fn no_account_passes_for_what_it_is_not() {
    let types = [Feed::DISCRIMINATOR, Price::DISCRIMINATOR, History::DISCRIMINATOR, Proposal::DISCRIMINATOR];
    let mut tried = 0;
    for (name, call) in CALLS {
        let (mut scene, valid) = call();
        let before = scene.world.program_state();
        for (place, key) in valid.accounts.iter().map(|meta| meta.pubkey).enumerate() {
            let Some(account) = before.get(&key) else { continue };
            let mut disguises = vec![Account { owner: programs::TOKEN.into(), ..account.clone() }];
            if types.iter().any(|one| account.data.starts_with(one)) {
                disguises.extend(types.iter().filter(|other| !account.data.starts_with(other)).map(|other| {
                    let mut disguise = account.clone();
                    disguise.data[..8].copy_from_slice(other);
                    disguise
                }));
            }
            for disguise in disguises {
                scene.world.put(key, disguise.clone());
                let failure = scene.world.send(valid.clone()).expect_err(&format!("{name}: account {place}"));
                assert!(failure.code().is_some(), "{name}: account {place}: {:?} {:?}", failure.error, failure.logs);
                assert_eq!(scene.world.svm.get_account(&key), Some(disguise), "{name}: account {place}");
                scene.world.put(key, account.clone());
                tried += 1;
            }
        }
        assert_eq!(scene.world.program_state(), before, "{name}");
        scene.world.send(valid).unwrap_or_else(|failure| invalid(name, &failure));
    }
    assert!(tried > 100, "{tried}");
}

#[track_caller]
fn invalid<T>(name: &str, failure: &Failure) -> T {
    panic!("{name} is valid: {:?} {:?}", failure.error, failure.logs)
}

/// What anybody may do to any feed.
const OPEN: [&str; 6] =
    ["check_programs", "check_source", "grow", "migrate_feed", "register_reserve", "release_reserve"];

/// Too few accounts, for every instruction.
#[test]
fn a_missing_account_is_an_error_and_no_crash() {
    for (name, call) in CALLS {
        let (mut scene, valid) = call();
        let before = scene.world.program_state();
        for left in 0..valid.accounts.len() {
            let mut cut = valid.clone();
            cut.accounts.truncate(left);
            let failure = scene.world.send(cut).expect_err(name);
            assert!(!failure.is_crash(), "{name} with {left} accounts: {:?} {:?}", failure.error, failure.logs);
        }
        assert_eq!(scene.world.program_state(), before);
    }
}

/// No account takes another's place within a call, the sources' included, nor comes twice as one that is written.
#[test]
fn no_account_stands_for_two() {
    for (name, call) in CALLS {
        let (mut scene, valid) = call();
        let before = scene.world.program_state();
        let keys: Vec<_> = valid.accounts.iter().map(|meta| meta.pubkey).collect();
        // What is added as a source is its authority's to choose.
        let fixed = if *name == "add_source" { 2 } else { keys.len() };
        for place in 0..fixed {
            for twin in keys.iter().filter(|twin| **twin != keys[place]) {
                let mut changed = valid.clone();
                changed.accounts[place].pubkey = *twin;
                changed.accounts[place].is_signer &= *twin == scene.world.payer.pubkey();
                let failure = scene.world.send(changed).expect_err(&format!("{name}: account {place} is {twin}"));
                assert!(failure.code().is_some(), "{name}: account {place} is {twin}: {:?}", failure.error);
            }
        }
        // Once more behind all others: one that is written is refused there, too.
        for (meta, own) in valid.accounts.iter().map(|meta| (meta, before.contains_key(&meta.pubkey))) {
            let mut changed = valid.clone();
            changed.accounts.push(meta.clone());
            if own && meta.is_writable {
                scene.world.send(changed).expect_err(&format!("{name}: {} twice", meta.pubkey));
            }
        }
        assert_eq!(scene.world.program_state(), before, "{name}");
    }
}

/// Arguments are read to the end, and nothing is made up where they end early.
#[test]
fn arguments_are_taken_whole_or_not_at_all() {
    for (name, call) in CALLS {
        let (mut scene, valid) = call();
        let before = scene.world.program_state();
        let longer = [valid.data.as_slice(), &[0]].concat();
        let parts = (0..valid.data.len()).map(|len| valid.data[..len].to_vec());
        for data in parts.chain([longer]) {
            let len = data.len();
            let failure = scene.world.send(Instruction { data, ..valid.clone() }).expect_err(name);
            assert!(failure.code().is_some(), "{name}, {len} bytes: {:?}", failure.error);
        }
        assert_eq!(scene.world.program_state(), before, "{name}");
        scene.world.send(valid).unwrap_or_else(|failure| invalid(name, &failure));
    }
}

/// What is refused is refused there, too.
#[test]
fn nothing_more_is_taken_ahead_of_mainnet() {
    ahead(|| {
        no_account_can_be_replaced();
        a_missing_account_is_an_error_and_no_crash();
        no_account_stands_for_two();
        arguments_are_taken_whole_or_not_at_all();
    });
}

/// Every instruction, where accounts are mapped into memory as they lie and everything else is switched on that mainnet is to get.
#[test]
fn every_instruction_lands_ahead_of_mainnet() {
    ahead(|| {
        for (name, call) in CALLS {
            let (mut scene, valid) = call();
            scene.world.send(valid).unwrap_or_else(|failure| invalid(name, &failure));
        }
    });
}
