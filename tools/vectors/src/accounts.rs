//! The program's other accounts, its events and what its instructions return.

use anchor_lang::{AnchorSerialize, Discriminator, Event, ZeroCopy};
use bytemuck::Zeroable as _;
use fair_value::params::FIELDS;
use glowsol_oracle::{
    event::{NothingDue, Published},
    reading::SourceReading,
    state::{Feed, History, Point, Proposal},
};
use serde_json::{Map, Value, json};

use crate::{
    args::{self, key, limits_json},
    json::{address, addresses, big, hex},
    random::Random,
};

/// A feed, a history, a proposal, two events and a reading of random content.
pub fn vectors(random: &mut Random) -> Vec<Value> {
    vec![feed(random), history(random), proposal(random), published(random), nothing_due(random), reading(random)]
}

/// An account of random bytes; any are valid for plain data.
fn account<T: ZeroCopy + Discriminator>(random: &mut Random) -> (Box<T>, Vec<u8>) {
    let mut content = Box::new(T::zeroed());
    random.fill(bytemuck::bytes_of_mut(&mut *content));
    let data = [T::DISCRIMINATOR, bytemuck::bytes_of(&*content)].concat();
    (content, data)
}

fn feed(random: &mut Random) -> Value {
    let (feed, data) = account::<Feed>(random);
    let sources: Vec<Value> = (feed.sources.sources.iter())
        .map(|source| {
            json!({
                "kind": source.kind,
                "firstAccount": source.first_account,
                "accounts": source.accounts,
                "tokenDecimals": source.token_decimals,
                "maxAge": source.max_age,
                "maxConfidenceBps": source.max_confidence_bps,
                "minSamples": source.min_samples,
                "netWithdrawalFee": source.net_withdrawal_fee,
                "maxFeeBps": source.max_fee_bps,
                "custodialAuthority": source.custodial_authority,
                "reserved": source.reserved,
                "feedDepth": big(source.feed_depth),
                "program": address(source.program),
                "pin": hex(&source.pin),
                "secondPin": hex(&source.second_pin),
            })
        })
        .collect();
    let params: Map<String, Value> =
        FIELDS.iter().map(|info| (info.name.into(), feed.params.get(info.field).to_string().into())).collect();
    let watched: Vec<Value> = (feed.watched.iter())
        .map(|one| {
            json!({
                "program": address(one.program),
                "deployed": big(one.deployed),
                "codeLen": big(one.code_len),
                "code": hex(&one.code),
            })
        })
        .collect();
    let expected = json!({
        "version": feed.version,
        "status": feed.status,
        "configVersion": big(feed.config_version),
        "sequence": big(feed.sequence),
        "creator": address(feed.creator),
        "authority": address(feed.authority),
        "price": address(feed.price),
        "postingPrograms": addresses(&feed.posting_programs),
        "limits": limits_json(&feed.limits),
        "sources": {
            "sourceCount": feed.sources.source_count,
            "accountCount": feed.sources.account_count,
            "reserved": hex(&feed.sources.reserved),
            "mint": address(feed.sources.mint),
            "sources": sources,
            "roles": hex(&feed.sources.roles),
            "accounts": feed.sources.accounts.iter().map(|key| address(*key)).collect::<Vec<_>>(),
        },
        "engine": { "bytes": hex(bytemuck::bytes_of(&feed.engine)) },
        "faults": hex(&feed.faults),
        "history": address(feed.history),
        "retiredAt": big(feed.retired_at),
        "timelock": feed.timelock,
        "watched": watched,
    });
    json!({ "account": "Feed", "data": hex(&data), "expected": expected, "params": params })
}

/// A ring that was written in part, in whatever order; its length needs not be a multiple of a point's.
fn history(random: &mut Random) -> Value {
    let (history, mut data) = account::<History>(random);
    let mut points: Vec<Point> = (0..random.below(12))
        .map(|_| {
            let mut point = Point::zeroed();
            random.fill(bytemuck::bytes_of_mut(&mut point));
            point.sequence = if random.once_in(3) { 0 } else { random.bits() };
            point
        })
        .collect();
    points.iter().for_each(|point| data.extend(bytemuck::bytes_of(point)));
    data.resize(data.len() + random.below(size_of::<Point>() as u64) as usize, 0xff);
    points.retain(|point| point.sequence != 0);
    points.sort_by_key(|point| point.sequence);
    let expected = json!({
        "version": history.version,
        "next": history.next,
        "written": big(history.written),
        "feed": address(history.feed),
        "newest": big(history.newest),
    });
    let points: Vec<Value> = points.iter().map(point_json).collect();
    json!({ "account": "History", "data": hex(&data), "expected": expected, "points": points })
}

fn point_json(point: &Point) -> Value {
    let Point {
        sequence,
        time,
        nav,
        spot,
        short,
        fair,
        collateral,
        debt,
        reasons,
        level,
        halt_cause,
        gates,
        largest_reason_bps,
    } = *point;
    json!({
        "sequence": big(sequence),
        "time": big(time),
        "nav": big(nav),
        "spot": big(spot),
        "short": big(short),
        "fair": big(fair),
        "collateral": big(collateral),
        "debt": big(debt),
        "reasons": big(reasons),
        "level": level,
        "haltCause": halt_cause,
        "gates": gates,
        "largestReasonBps": largest_reason_bps,
    })
}

/// An account that Borsh fills in part.
fn proposal(random: &mut Random) -> Value {
    let (changes, changes_json) = args::changes(random);
    let proposal = Proposal {
        version: random.bits() as u8,
        bump: random.bits() as u8,
        feed: key(random),
        config_version: random.bits(),
        ready_at: random.bits() as i64,
        changes,
    };
    let mut data = Proposal::DISCRIMINATOR.to_vec();
    // Writing to memory does not fail.
    let _ = proposal.serialize(&mut data);
    data.resize(data.len() + random.below(20) as usize, 0);
    let expected = json!({
        "version": proposal.version,
        "bump": proposal.bump,
        "feed": address(proposal.feed),
        "configVersion": big(proposal.config_version),
        "readyAt": big(proposal.ready_at),
        "changes": changes_json,
    });
    json!({ "account": "Proposal", "data": hex(&data), "expected": expected })
}

fn published(random: &mut Random) -> Value {
    let event = Published {
        feed: key(random),
        sequence: random.bits(),
        nav: random.magnitude(),
        fair: random.magnitude(),
        collateral: random.magnitude(),
        debt: random.magnitude(),
        level: random.bits() as u8,
        reasons: random.bits(),
    };
    let expected = json!({
        "feed": address(event.feed),
        "sequence": big(event.sequence),
        "nav": big(event.nav),
        "fair": big(event.fair),
        "collateral": big(event.collateral),
        "debt": big(event.debt),
        "level": event.level,
        "reasons": big(event.reasons),
    });
    json!({ "event": "Published", "data": hex(&event.data()), "expected": expected })
}

fn nothing_due(random: &mut Random) -> Value {
    let event = NothingDue { feed: key(random), slot: random.bits() };
    let expected = json!({ "feed": address(event.feed), "slot": big(event.slot) });
    json!({ "event": "NothingDue", "data": hex(&event.data()), "expected": expected })
}

fn reading(random: &mut Random) -> Value {
    let (a, b, c, d, flag) =
        (random.bits(), random.magnitude(), random.bits() as u32, random.bits() as i64, random.once_in(2));
    let other = (!random.once_in(2)).then_some(d);
    let (reading, expected) = match random.below(4) {
        0 => (
            SourceReading::Backing { assets: a, supply: b, updated_epoch: a, custodial: b, undercovered: flag },
            json!({
                "kind": "Backing", "assets": big(a), "supply": big(b), "updatedEpoch": big(a), "custodial": big(b), "undercovered": flag,
            }),
        ),
        1 => (
            SourceReading::Attested { rate: a, confidence_bps: c, published: d },
            json!({ "kind": "Attested", "rate": big(a), "confidenceBps": c, "published": big(d) }),
        ),
        2 => (
            SourceReading::Market {
                spot: a,
                depth: b,
                confidence_bps: c,
                history_short: other,
                history_long: None,
                one_sided: flag,
            },
            json!({
                "kind": "Market", "spot": big(a), "depth": big(b), "confidenceBps": c, "historyShort": other.map(big), "historyLong": null,
                "oneSided": flag,
            }),
        ),
        _ => (
            SourceReading::Usd { price: a, confidence: b, published: d },
            json!({ "kind": "Usd", "price": big(a), "confidence": big(b), "published": big(d) }),
        ),
    };
    let mut data = vec![];
    // Writing to memory does not fail.
    let _ = reading.serialize(&mut data);
    json!({ "return": "check_source", "data": hex(&data), "expected": expected })
}
