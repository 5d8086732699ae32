//! Job files for Switchboard's oracles, from the price account's layout: for markets that take a price only from an
//! account of Switchboard's.

use anyhow::{Context, Result};
use price_reader::layout::{FIELDS, SCALE, VERSION};
use serde_json::{Value, json};

use crate::Output;

/// Stands in the files where the address of the price account belongs.
const PRICE_ACCOUNT: &str = "PRICE_ACCOUNT";
/// Seconds by which a publication may lie ahead of the oracle's clock, as in the reader.
const AHEAD: &str = "-30";

/// What a price is for: the field that has it, in SOL and in USD.
struct Purpose {
    name: &'static str,
    fields: [&'static str; 2],
    /// The byte that gates it. It may be at most 1.
    gate: &'static str,
    /// Times and the limits of their ages.
    legs: &'static [[&'static str; 2]],
}

const FRESH: &[[&str; 2]] =
    &[["published_at", "soft_limit"], ["nav_time", "nav_limit"], ["market_time", "market_limit"]];

const PURPOSES: [Purpose; 3] = [
    // At most caution.
    Purpose { name: "collateral", fields: ["collateral", "collateral_usd"], gate: "level", legs: FRESH },
    Purpose { name: "debt", fields: ["debt", "debt_usd"], gate: "level", legs: FRESH },
    // Never by level: a depeg would shut liquidation. A halt is no obstacle if the market alone caused it.
    Purpose {
        name: "liquidation",
        fields: ["liquidation", "liquidation_usd"],
        gate: "halt_cause",
        legs: &[["published_at", "hard_limit"]],
    },
];

/// Every job file.
///
/// # Errors
/// The layout lacks a field, or has one of a type that Switchboard cannot parse.
pub fn jobs() -> Result<Vec<Output>> {
    let mut outputs = vec![];
    for purpose in &PURPOSES {
        for (unit, field) in ["sol", "usd"].into_iter().zip(purpose.fields) {
            let job = job(purpose, field, unit == "usd")?;
            let path = format!("integrations/switchboard/{}-{unit}.json", purpose.name).into();
            outputs.push(Output { path, text: format!("{}\n", serde_json::to_string_pretty(&job)?) });
        }
    }
    Ok(outputs)
}

/// The price, and zeros from gates that fail rather than answer.
fn job(purpose: &Purpose, field: &str, usd: bool) -> Result<Value> {
    let sequence = json!({ "tasks": read("sequence")? });
    let mut tasks = vec![json!({ "cacheTask": { "cacheItems": [{ "variableName": "SEQUENCE", "job": sequence }] } })];
    tasks.extend(read(field)?);
    // Zero is "absent".
    tasks.push(bound(&json!({ "lowerBoundValue": "1" })));
    tasks.push(json!({ "divideTask": { "big": SCALE.to_string() } }));
    tasks.push(zero_if(read("version")?, &between(&VERSION.to_string(), &VERSION.to_string())));
    tasks.push(zero_if(read(purpose.gate)?, &between("0", "1")));
    let usd_leg: &[[&str; 2]] = if usd { &[["sol_usd_time", "usd_limit"]] } else { &[] };
    for [time, limit] in purpose.legs.iter().chain(usd_leg) {
        let age = vec![json!({ "unixTimeTask": {} }), json!({ "subtractTask": { "job": { "tasks": read(time)? } } })];
        let limit = json!({ "tasks": read(limit)? });
        tasks.push(zero_if(age, &json!({ "lowerBoundValue": AHEAD, "upperBound": limit })));
    }
    // Last, so that all of the above is of one publication.
    tasks.push(zero_if(read("sequence")?, &between("${SEQUENCE}", "${SEQUENCE}")));
    Ok(json!({ "tasks": tasks }))
}

/// Tasks that read one field of the account.
fn read(name: &str) -> Result<Vec<Value>> {
    let field = FIELDS.iter().find(|field| field.name == name);
    let field = field.with_context(|| format!("the price account has no field {name}"))?;
    let known = ["u8", "u16", "u32", "u64", "i64"].contains(&field.storage);
    anyhow::ensure!(known, "Switchboard parses no {} of {name}", field.storage);
    let layout = json!({ "offset": field.offset, "endian": "LITTLE_ENDIAN", "type": field.storage });
    Ok(vec![
        json!({ "solanaAccountDataFetchTask": { "pubkey": PRICE_ACCOUNT } }),
        json!({ "bufferLayoutParseTask": layout }),
    ])
}

fn between(low: &str, high: &str) -> Value {
    json!({ "lowerBoundValue": low, "upperBoundValue": high })
}

/// Fails beyond the bounds, by a division by zero: nothing is left to how a bound without an answer is taken.
fn bound(bounds: &Value) -> Value {
    let mut task = bounds.clone();
    let fail = json!({ "tasks": [{ "valueTask": { "value": 1 } }, { "divideTask": { "big": "0" } }] });
    for (bound, exceeded) in [("lowerBound", "onExceedsLowerBound"), ("upperBound", "onExceedsUpperBound")] {
        if [bound.to_owned(), format!("{bound}Value")].iter().any(|key| task.get(key).is_some()) {
            task[exceeded] = fail.clone();
        }
    }
    json!({ "boundTask": task })
}

/// Adds nothing to the result if what the tasks give is within the bounds.
fn zero_if(mut tasks: Vec<Value>, bounds: &Value) -> Value {
    tasks.push(bound(bounds));
    tasks.push(json!({ "multiplyTask": { "big": "0" } }));
    json!({ "addTask": { "job": { "tasks": tasks } } })
}
