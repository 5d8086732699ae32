//! Instructions with random arguments, as Anchor's own client code for the program encodes them.

use anchor_lang::{InstructionData, ToAccountMetas, prelude::Pubkey, solana_program::system_program};
use glowsol_oracle::{
    InitializeFeedArgs, ParamValue, SourceSpec, accounts, instruction, pda, state::Limits, transaction,
};
use serde_json::{Value, json};

use crate::{
    json::{address, big, hex},
    random::Random,
};

/// One of each instruction.
pub fn vectors(random: &mut Random) -> Vec<Value> {
    let (feed, authority) = (key(random), key(random));
    let instructions = accounts::Refresh {
        feed,
        price: pda::price(&feed).0,
        history: pda::history(&feed).0,
        instructions: transaction::INSTRUCTIONS_SYSVAR,
    };
    let index = random.bits() as u8;
    vec![
        initialize_feed(random),
        add_source(random),
        vector(
            "activateFeed",
            json!({ "feed": address(feed), "authority": address(authority) }),
            vec![],
            &accounts::ActivateFeed { feed, authority },
            &instruction::ActivateFeed {},
        ),
        vector(
            "refresh",
            json!({ "feed": address(feed), "price": address(instructions.price), "history": address(instructions.history) }),
            vec![],
            &instructions,
            &instruction::Refresh {},
        ),
        vector(
            "checkSource",
            json!({ "feed": address(feed) }),
            vec![index.into()],
            &accounts::CheckSource { feed },
            &instruction::CheckSource { index },
        ),
    ]
}

/// What a client is given, by its names, and what it has to make of it.
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
    let args = InitializeFeedArgs {
        guardian: key(random),
        posting_programs: (0..random.below(5)).map(|_| key(random)).collect(),
        limits: random.once_in(2).then(|| limits(random)),
        overrides: (0..random.below(6))
            .map(|_| ParamValue { id: random.bits() as u8, value: random.magnitude() })
            .collect(),
    };
    let json = json!({
        "guardian": address(args.guardian),
        "postingPrograms": args.posting_programs.iter().map(|program| address(*program)).collect::<Vec<_>>(),
        "limits": args.limits.as_ref().map(limits_json),
        "overrides": args.overrides.iter().map(|one| json!({ "id": one.id, "value": big(one.value) })).collect::<Vec<_>>(),
    });
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

fn add_source(random: &mut Random) -> Value {
    let (feed, authority) = (key(random), key(random));
    let mut roles = vec![0; random.below(10) as usize];
    random.fill(&mut roles);
    let spec = SourceSpec {
        kind: random.bits() as u8,
        program: key(random),
        pin: key(random),
        roles,
        max_age: random.bits() as u32,
        max_confidence_bps: random.bits() as u16,
        min_samples: random.bits() as u8,
        net_withdrawal_fee: random.once_in(2),
        max_fee_bps: random.bits() as u16,
        custodial_authority: random.once_in(2),
        feed_depth: random.magnitude(),
        second_pin: key(random),
    };
    let json = json!({
        "kind": spec.kind,
        "program": address(spec.program),
        "pin": address(spec.pin),
        "roles": hex(&spec.roles),
        "maxAge": spec.max_age,
        "maxConfidenceBps": spec.max_confidence_bps,
        "minSamples": spec.min_samples,
        "netWithdrawalFee": spec.net_withdrawal_fee,
        "maxFeeBps": spec.max_fee_bps,
        "custodialAuthority": spec.custodial_authority,
        "feedDepth": big(spec.feed_depth),
        "secondPin": address(spec.second_pin),
    });
    vector(
        "addSource",
        json!({ "feed": address(feed), "authority": address(authority) }),
        vec![json],
        &accounts::AddSource { feed, authority },
        &instruction::AddSource { spec },
    )
}

fn limits(random: &mut Random) -> Limits {
    Limits {
        soft: random.bits() as u32,
        hard: random.bits() as u32,
        liquidation: random.bits() as u32,
        nav: random.bits() as u32,
        decay_bps_per_hour: random.bits() as u32,
        padding: random.bits() as u32,
    }
}

/// As TypeScript has them.
pub fn limits_json(limits: &Limits) -> Value {
    json!({
        "soft": limits.soft,
        "hard": limits.hard,
        "liquidation": limits.liquidation,
        "nav": limits.nav,
        "decayBpsPerHour": limits.decay_bps_per_hour,
        "padding": limits.padding,
    })
}

fn key(random: &mut Random) -> Pubkey {
    random.key().into()
}
