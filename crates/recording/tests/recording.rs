//! What is written is read, and nothing else than a recording is.

use std::io::{ErrorKind, Read, Write};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use proptest::{collection::vec, option, prelude::*};
use recording::{Account, Clock, Entry, Error, Feed, MAGIC, MAX_ACCOUNTS, MAX_DATA, Reader, Refresh, Writer};

fn read(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    Reader::new(bytes).collect()
}

fn written(segments: &[Vec<Entry>]) -> Vec<u8> {
    let segment = |entries: &Vec<Entry>| {
        let mut writer = Writer::new(Vec::new()).unwrap();
        for entry in entries {
            match entry {
                Entry::Feed(feed) => writer.feed(feed).unwrap(),
                Entry::Refresh(refresh) => writer.refresh(refresh).unwrap(),
            }
        }
        writer.finish().unwrap()
    };
    segments.iter().flat_map(segment).collect()
}

fn clock(time: i64) -> Clock {
    Clock { time, slot: 400_000_000 + time as u64, epoch: 900, epoch_start: 5, rewards_active: time % 2 == 0 }
}

fn account(byte: u8, len: usize) -> Account {
    Account { key: [byte; 32], owner: [7; 32], lamports: 10, data: vec![byte; len] }
}

/// A day of refreshes every 20 s over five accounts, of which a price of 16 bytes moves in two.
fn day() -> Vec<Entry> {
    let mut accounts: Vec<Account> = (0..5).map(|place| account(place, 650)).collect();
    let mut entries = vec![Entry::Feed(Feed { account: vec![3; 9_936], price: vec![4; 512] })];
    for step in 0..4_320_u64 {
        for moving in &mut accounts[..2] {
            moving.data[65..73].copy_from_slice(&(step.wrapping_mul(0x9e37_79b9_7f4a_7c15)).to_le_bytes());
            moving.data[81..83].copy_from_slice(&(step as u16).to_le_bytes());
        }
        entries.push(Entry::Refresh(Refresh {
            clock: clock(step as i64 * 20),
            accounts: accounts.clone(),
            price: None,
        }));
    }
    entries
}

fn refreshes() -> impl Strategy<Value = Entry> {
    let account = (any::<[u8; 32]>(), any::<[u8; 32]>(), any::<u64>(), vec(any::<u8>(), 0..40));
    let account = account.prop_map(|(key, owner, lamports, data)| Account { key, owner, lamports, data });
    let clock = (any::<i64>(), any::<u64>(), any::<u64>(), any::<i64>(), any::<bool>());
    let clock = clock.prop_map(|(time, slot, epoch, epoch_start, rewards_active)| Clock {
        time,
        slot,
        epoch,
        epoch_start,
        rewards_active,
    });
    (clock, vec(account, 0..6), option::of(vec(any::<u8>(), 0..60)))
        .prop_map(|(clock, accounts, price)| Entry::Refresh(Refresh { clock, accounts, price }))
}

fn segment() -> impl Strategy<Value = Vec<Entry>> {
    let feed = (vec(any::<u8>(), 0..50), vec(any::<u8>(), 0..20));
    let feed = feed.prop_map(|(account, price)| Entry::Feed(Feed { account, price }));
    let twice = |entry: Entry| vec![entry.clone(), entry];
    (feed.clone(), vec(prop_oneof![1 => feed.prop_map(|feed| vec![feed]), 6 => refreshes().prop_map(twice)], 0..6))
        .prop_map(|(first, rest)| std::iter::once(first).chain(rest.into_iter().flatten()).collect())
}

proptest! {
    #[test]
    fn what_is_written_is_read(segments in vec(segment(), 1..4)) {
        let entries: Vec<Entry> = segments.iter().flatten().cloned().collect();
        prop_assert_eq!(read(&written(&segments)).unwrap(), entries);
    }

    #[test]
    fn whatever_is_cut_off_is_missed(segment in segment(), at in any::<prop::sample::Index>()) {
        let whole = written(std::slice::from_ref(&segment));
        let cut = at.index(whole.len());
        let mut entries = Vec::new();
        let mut error = None;
        for entry in Reader::new(&whole[..cut]) {
            match entry {
                Ok(entry) => entries.push(entry),
                Err(found) => error = Some(found),
            }
        }
        prop_assert!(segment.starts_with(&entries));
        match error {
            Some(Error::Io(error)) => prop_assert_eq!(error.kind(), ErrorKind::UnexpectedEof),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn no_bytes_make_it_break(bytes in vec(any::<u8>(), 0..300)) {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&MAGIC).unwrap();
        packed.write_all(&bytes).unwrap();
        let _ = read(&packed.finish().unwrap());
        let _ = read(&bytes);
    }
}

#[test]
fn a_day_takes_no_more_than_is_said() {
    let bytes = written(&[day()]);
    assert_eq!(read(&bytes).unwrap(), day());
    let each = bytes.len() / 4_320;
    assert!(each < 120, "{each} bytes per refresh");
}

#[test]
fn nothing_but_a_recording_is_read() {
    let whole =
        written(&[vec![Entry::Feed(Feed { account: vec![1], price: Vec::new() }), Entry::Refresh(Refresh::default())]]);
    let mut plain = Vec::new();
    GzDecoder::new(&whole[..]).read_to_end(&mut plain).unwrap();
    let changed = |at: usize, to: u8| {
        let mut plain = plain.clone();
        plain[at] = to;
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&plain).unwrap();
        read(&packed.finish().unwrap())
    };
    // Magic 8, feed 1 + 4 + 1 + 4, then the refresh: its kind, 32 bytes of time, rewards, accounts, price, the end.
    assert!(matches!(changed(7, 2), Err(Error::Magic(_))));
    assert!(matches!(changed(8, 2), Err(Error::NoFeed)));
    assert!(matches!(changed(8, 3), Err(Error::Kind(3))));
    assert!(matches!(changed(51, 2), Err(Error::Flag(2))));
    assert!(matches!(changed(52, 33), Err(Error::TooMuch { of: "accounts", .. })));
    // The flag of the price becomes that of an account, which is said to be what it was before.
    assert!(matches!(changed(52, 1), Err(Error::NoAccount(0))));
    assert!(changed(54, 0).is_ok());
}

#[test]
fn no_entry_takes_more_memory_than_is_said() {
    let feed = |len| Feed { account: vec![0; len], price: vec![0] };
    let mut writer = Writer::new(Vec::new()).unwrap();
    assert!(matches!(writer.refresh(&Refresh::default()), Err(Error::NoFeed)));
    assert!(matches!(writer.feed(&feed(MAX_DATA)), Err(Error::TooMuch { .. })));
    writer.feed(&feed(0)).unwrap();
    let refresh = |accounts: Vec<Account>| Refresh { accounts, ..Refresh::default() };
    let many = refresh(vec![Account::default(); MAX_ACCOUNTS + 1]);
    assert!(matches!(writer.refresh(&many), Err(Error::TooMuch { of: "accounts", .. })));
    let large = refresh(vec![account(1, MAX_DATA / 2), account(2, MAX_DATA / 2 + 1)]);
    assert!(matches!(writer.refresh(&large), Err(Error::TooMuch { of: "bytes", .. })));
    let full = refresh(vec![account(1, MAX_DATA / 2), account(2, MAX_DATA / 2)]);
    writer.refresh(&full).unwrap();
    let bytes = writer.finish().unwrap();
    assert_eq!(read(&bytes).unwrap()[1], Entry::Refresh(full));

    // A length that lies takes nothing.
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&MAGIC).unwrap();
    packed.write_all(&[1, 255, 255, 255, 255]).unwrap();
    let lies = read(&packed.finish().unwrap());
    assert!(matches!(lies, Err(Error::TooMuch { found: 0xffff_ffff, .. })));
}
