//! Random arguments, each as Rust has it and as TypeScript has it.

use anchor_lang::prelude::Pubkey;
use glowsol_oracle::{Change, InitializeFeedArgs, ParamValue, SourceSpec, state::Limits};
use serde_json::{Value, json};

use crate::{
    json::{address, addresses, big, hex},
    random::Random,
};

/// What a feed is opened with.
pub fn opening(random: &mut Random) -> (InitializeFeedArgs, Value) {
    let (overrides, overrides_json) = values(random);
    let limits = random.once_in(2).then(|| limits(random));
    let args = InitializeFeedArgs {
        guardian: key(random),
        posting_programs: keys(random),
        watched_programs: keys(random),
        limits,
        overrides,
    };
    let json = json!({
        "guardian": address(args.guardian),
        "postingPrograms": addresses(&args.posting_programs),
        "watchedPrograms": addresses(&args.watched_programs),
        "limits": limits.as_ref().map(limits_json),
        "overrides": overrides_json,
    });
    (args, json)
}

/// A source.
pub fn spec(random: &mut Random) -> (SourceSpec, Value) {
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
    (spec, json)
}

/// Values of parameters.
pub fn values(random: &mut Random) -> (Vec<ParamValue>, Value) {
    let values: Vec<ParamValue> =
        (0..random.below(6)).map(|_| ParamValue { id: random.bits() as u8, value: random.magnitude() }).collect();
    let json = values.iter().map(|one| json!({ "id": one.id, "value": big(one.value) })).collect();
    (values, json)
}

/// A proposal of every kind of change.
pub fn changes(random: &mut Random) -> (Vec<Change>, Value) {
    let (values, values_json) = values(random);
    let (spec, spec_json) = spec(random);
    let (limits, posting, watched, accounts) = (limits(random), keys(random), keys(random), keys(random));
    let (index, seconds, guardian) = (random.bits() as u8, random.bits() as u32, key(random));
    let least = random.magnitude();
    let json = json!([
        { "kind": "Params", "values": values_json },
        { "kind": "Limits", "limits": limits_json(&limits) },
        { "kind": "PostingPrograms", "programs": addresses(&posting) },
        { "kind": "WatchedPrograms", "programs": addresses(&watched) },
        { "kind": "AddSource", "index": index, "spec": spec_json, "accounts": addresses(&accounts) },
        { "kind": "RemoveSource", "index": index },
        { "kind": "Timelock", "seconds": seconds },
        { "kind": "Guardian", "guardian": address(guardian) },
        { "kind": "Retire" },
        { "kind": "AcknowledgeMarket", "least": big(least) },
    ]);
    let changes = vec![
        Change::Params { values },
        Change::Limits { limits },
        Change::PostingPrograms { programs: posting },
        Change::WatchedPrograms { programs: watched },
        Change::AddSource { index, spec, accounts },
        Change::RemoveSource { index },
        Change::Timelock { seconds },
        Change::Guardian { guardian },
        Change::Retire,
        Change::AcknowledgeMarket { least },
    ];
    (changes, json)
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

/// Any address.
pub fn key(random: &mut Random) -> Pubkey {
    random.key().into()
}

fn keys(random: &mut Random) -> Vec<Pubkey> {
    (0..random.below(5)).map(|_| key(random)).collect()
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
