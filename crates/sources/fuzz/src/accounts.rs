//! Any account data, behind the owner and the head that its kind expects, under any clock: never a panic.

use arbitrary::Arbitrary;
use fair_value::{
    Now, Params,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use sources::{Account, Role, SourceConfig, SourceKind, SourceTable, layout, layouts, observe_source, programs};

/// A source with its accounts, and a clock.
#[derive(Arbitrary, Debug)]
pub struct Input {
    kind: u8,
    program: u8,
    decimals: u8,
    bounds: (u32, u16, u8, u16),
    clock: (i64, u64, u64),
    windows: (u32, u32, u32),
    accounts: Vec<Part>,
}

#[derive(Arbitrary, Debug)]
struct Part {
    role: u8,
    /// Which layout's owner, discriminator and length to wear.
    layout: u8,
    owner: u8,
    lamports: u64,
    data: Vec<u8>,
}

/// Observes the source that the input describes.
pub fn run(input: Input) {
    let kind = SourceKind::ALL[usize::from(input.kind) % SourceKind::ALL.len()];
    let all = layouts::ALL;
    let parts: Vec<_> = input.accounts.into_iter().take(24).collect();
    let mut table = SourceTable { mint: [7; 32], ..SourceTable::default() };
    let mut owners = Vec::new();
    let mut data = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let worn = &all[usize::from(part.layout) % all.len()];
        owners.push(worn.owners[usize::from(part.owner) % worn.owners.len()]);
        let mut bytes = part.data.clone();
        if let layout::Length::AtLeast(length) = worn.length {
            bytes.resize(bytes.len().max(length), 0);
        }
        if let layout::Length::Exact(length) | layout::Length::Extensible(length) = worn.length {
            bytes.resize(length, 0);
        }
        if let (Some(discriminator), Some(head)) = (worn.discriminator, bytes.first_chunk_mut()) {
            *head = discriminator;
        }
        data.push(bytes);
        table.accounts[at] = [at as u8 + 1; 32];
        table.roles[at] = Role::ALL[usize::from(part.role) % Role::ALL.len()] as u8;
    }
    let program = owners.get(usize::from(input.program) % owners.len().max(1)).copied().unwrap_or(programs::SYSTEM);
    (table.source_count, table.account_count) = (1, parts.len() as u8);
    table.sources[0] = SourceConfig {
        kind: kind as u8,
        accounts: parts.len() as u8,
        token_decimals: input.decimals,
        program,
        max_age: input.bounds.0,
        max_confidence_bps: input.bounds.1,
        min_samples: input.bounds.2,
        max_fee_bps: input.bounds.3,
        feed_depth: u64::MAX,
        ..SourceConfig::default()
    };
    let views: Vec<_> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| Account {
            key: &table.accounts[at],
            owner: &owners[at],
            lamports: part.lamports,
            data: &data[at],
        })
        .collect();
    let now = Now {
        time: UnixTime::new(input.clock.0),
        slot: Slot::new(input.clock.1),
        epoch: Epoch::new(input.clock.2),
        since_epoch_start: Seconds::ZERO,
        rewards_active: false,
    };
    let (short_window, long_window, clock_tolerance) = input.windows;
    let params = Params {
        short_window: Seconds::new(short_window),
        long_window: Seconds::new(long_window),
        clock_tolerance: Seconds::new(clock_tolerance),
        ..Params::default()
    };
    let _ = observe_source(&table, 0, &views, &now, &params);
}
