//! Every instruction with random arguments, as Anchor's own client code for the program encodes it.

use anchor_lang::{InstructionData, ToAccountMetas, prelude::Pubkey, solana_program::system_program};
use glowsol_oracle::{
    accounts, instruction,
    pda::{self, INSTRUCTIONS_SYSVAR},
};
use serde_json::{Value, json};

use crate::{
    args::{self, key},
    json::{address, big, hex},
    random::Random,
};

/// The accounts of a feed, and somebody.
struct Actors {
    feed: Pubkey,
    price: Pubkey,
    history: Pubkey,
    proposal: Pubkey,
    authority: Pubkey,
    somebody: Pubkey,
}

/// One of each instruction.
pub fn vectors(random: &mut Random) -> Vec<Value> {
    let feed = key(random);
    let actors = Actors {
        feed,
        price: pda::price(&feed).0,
        history: pda::history(&feed).0,
        proposal: pda::proposal(&feed).0,
        authority: key(random),
        somebody: key(random),
    };
    let mut vectors = vec![initialize_feed(random)];
    vectors.extend(by_anyone(random, &actors));
    vectors.extend(by_authority(random, &actors));
    vectors.extend(of_proposals(random, &actors));
    vectors
}

/// What a client is given, by its names, and what it has to make of it. `given` lacks what a client knows or derives.
fn vector(
    name: &str,
    given: Value,
    args: Vec<Value>,
    accounts: &impl ToAccountMetas,
    data: &impl InstructionData,
) -> Value {
    let metas: Vec<Value> = (accounts.to_account_metas(None).iter())
        .map(|meta| json!({ "address": address(meta.pubkey), "signer": meta.is_signer, "writable": meta.is_writable }))
        .collect();
    json!({ "instruction": name, "given": given, "args": args, "accounts": metas, "data": hex(&data.data()) })
}

/// The client derives the addresses of feed, price and history itself.
fn initialize_feed(random: &mut Random) -> Value {
    let (creator, mint) = (key(random), key(random));
    let feed = pda::feed(&creator, &mint).0;
    let (args, json) = args::opening(random);
    vector(
        "initializeFeed",
        json!({ "creator": address(creator), "mint": address(mint) }),
        vec![json],
        &accounts::InitializeFeed {
            feed,
            price: pda::price(&feed).0,
            history: pda::history(&feed).0,
            mint,
            creator,
            system_program: system_program::ID,
        },
        &instruction::InitializeFeed { args },
    )
}

fn by_anyone(random: &mut Random, actors: &Actors) -> Vec<Value> {
    let Actors { feed, price, history, somebody, .. } = *actors;
    let byte = random.bits() as u8;
    let reserve = accounts::RegisterReserve { feed, reserve: somebody };
    let given_reserve = json!({ "feed": address(feed), "reserve": address(somebody) });
    vec![
        vector(
            "refresh",
            json!({ "feed": address(feed), "price": address(price), "history": address(history) }),
            vec![],
            &accounts::Refresh { feed, price, history, instructions: INSTRUCTIONS_SYSVAR },
            &instruction::Refresh {},
        ),
        vector(
            "checkSource",
            json!({ "feed": address(feed) }),
            vec![byte.into()],
            &accounts::CheckSource { feed },
            &instruction::CheckSource { index: byte },
        ),
        vector(
            "checkPrograms",
            json!({ "feed": address(feed) }),
            vec![],
            &accounts::CheckPrograms { feed },
            &instruction::CheckPrograms {},
        ),
        vector(
            "registerReserve",
            given_reserve.clone(),
            vec![byte.into()],
            &reserve,
            &instruction::RegisterReserve { source: byte },
        ),
        vector(
            "releaseReserve",
            given_reserve,
            vec![byte.into()],
            &reserve,
            &instruction::ReleaseReserve { source: byte },
        ),
        vector(
            "grow",
            json!({ "history": address(history), "payer": address(somebody) }),
            vec![],
            &accounts::Grow { history, payer: somebody, system_program: system_program::ID },
            &instruction::Grow {},
        ),
        vector(
            "openMirror",
            json!({ "price": address(price), "mirror": address(history), "payer": address(somebody) }),
            vec![byte.into()],
            &accounts::OpenMirror { price, mirror: history, payer: somebody, system_program: system_program::ID },
            &instruction::OpenMirror { profile: byte },
        ),
        vector(
            "updateMirror",
            json!({ "price": address(price), "mirror": address(history) }),
            vec![byte.into(), 255.into()],
            &accounts::UpdateMirror { price, mirror: history },
            &instruction::UpdateMirror { profile: byte, bump: 255 },
        ),
        vector(
            "migrateFeed",
            json!({ "feed": address(feed), "payer": address(somebody) }),
            vec![],
            &accounts::MigrateFeed { feed, history, payer: somebody, system_program: system_program::ID },
            &instruction::MigrateFeed {},
        ),
        vector(
            "pause",
            json!({ "feed": address(feed), "price": address(price), "signer": address(somebody) }),
            vec![],
            &accounts::Pause { feed, price, signer: somebody },
            &instruction::Pause {},
        ),
        vector(
            "acceptAuthority",
            json!({ "feed": address(feed), "nominee": address(somebody) }),
            vec![],
            &accounts::AcceptAuthority { feed, nominee: somebody },
            &instruction::AcceptAuthority {},
        ),
        vector(
            "cancelNomination",
            json!({ "feed": address(feed), "signer": address(somebody) }),
            vec![],
            &accounts::CancelNomination { feed, signer: somebody },
            &instruction::CancelNomination {},
        ),
    ]
}

fn by_authority(random: &mut Random, actors: &Actors) -> Vec<Value> {
    let Actors { feed, price, history, proposal, authority, somebody } = *actors;
    let govern = accounts::Govern { feed, authority };
    let given = json!({ "feed": address(feed), "authority": address(authority) });
    let (spec, spec_json) = args::spec(random);
    let (values, values_json) = args::values(random);
    let (amount, until) = (random.magnitude(), random.bits() as i64);
    let deployed: Vec<u64> = (0..random.below(5)).map(|_| random.magnitude()).collect();
    vec![
        vector(
            "addSource",
            given.clone(),
            vec![spec_json],
            &accounts::AddSource { feed, authority },
            &instruction::AddSource { spec },
        ),
        vector("activateFeed", given.clone(), vec![], &govern, &instruction::ActivateFeed {}),
        vector("tightenConfig", given.clone(), vec![values_json], &govern, &instruction::TightenConfig { values }),
        vector("resume", given.clone(), vec![], &govern, &instruction::Resume {}),
        vector(
            "acknowledgeNav",
            given.clone(),
            vec![big(amount)],
            &govern,
            &instruction::AcknowledgeNav { least: amount },
        ),
        vector(
            "acknowledgeMarket",
            json!({ "feed": address(feed), "authority": address(authority), "guardian": address(somebody) }),
            vec![big(amount)],
            &accounts::AcknowledgeMarket { feed, authority, guardian: somebody },
            &instruction::AcknowledgeMarket { least: amount },
        ),
        vector(
            "acknowledgePrograms",
            given.clone(),
            vec![deployed.iter().map(|slot| big(*slot)).collect()],
            &govern,
            &instruction::AcknowledgePrograms { deployed },
        ),
        vector(
            "announceTransit",
            given.clone(),
            vec![big(amount), big(until)],
            &govern,
            &instruction::AnnounceTransit { amount, until },
        ),
        vector(
            "nominateAuthority",
            given.clone(),
            vec![address(somebody)],
            &govern,
            &instruction::NominateAuthority { nominee: somebody },
        ),
        vector(
            "setGuardian",
            given.clone(),
            vec![address(somebody)],
            &govern,
            &instruction::SetGuardian { guardian: somebody },
        ),
        vector(
            "closeFeed",
            json!({
                "feed": address(feed), "price": address(price), "history": address(history), "authority": address(authority),
            }),
            vec![],
            &accounts::CloseFeed { feed, price, history, proposal, authority },
            &instruction::CloseFeed {},
        ),
    ]
}

fn of_proposals(random: &mut Random, actors: &Actors) -> Vec<Value> {
    let Actors { feed, price, history, proposal, authority, somebody } = *actors;
    let (changes, changes_json) = args::changes(random);
    vec![
        vector(
            "proposeConfig",
            json!({ "feed": address(feed), "authority": address(authority) }),
            vec![changes_json],
            &accounts::ProposeConfig { feed, proposal, authority, system_program: system_program::ID },
            &instruction::ProposeConfig { changes },
        ),
        vector(
            "applyConfig",
            json!({
                "feed": address(feed), "price": address(price), "history": address(history), "authority": address(authority),
            }),
            vec![],
            &accounts::ApplyConfig { feed, price, history, proposal, authority, instructions: INSTRUCTIONS_SYSVAR },
            &instruction::ApplyConfig {},
        ),
        vector(
            "cancelConfig",
            json!({ "feed": address(feed), "authority": address(authority), "signer": address(somebody) }),
            vec![],
            &accounts::CancelConfig { feed, proposal, authority, signer: somebody },
            &instruction::CancelConfig {},
        ),
    ]
}
