//! The walk over an instruction's accounts and what is made of them, on input laid out as Solana's loader does. Run under AddressSanitizer
//! too (`make sanitize`).

use std::io::Write as _;

use anchor_lang::{error::ErrorCode, prelude::Pubkey, solana_program::entrypoint::MAX_PERMITTED_DATA_INCREASE};
use glowsol_oracle::{
    error::OracleError,
    runtime::{Accounts, Places, Record},
};
use sources::programs::SYSTEM;

/// Most accounts that an instruction has.
const MOST: usize = 30;

/// Bytes of an account before its data.
const HEADER: usize = 88;
/// Where its address, its lamports and the length of its data stand there.
const KEY: usize = 8;
const LAMPORTS: usize = 72;
const LEN: usize = 80;

/// One account of an instruction.
enum Entry {
    /// One that was not there before.
    New { key: u8, owner: Pubkey, signer: bool, writable: bool, lamports: u64, data: Vec<u8> },
    /// The account at this place again.
    Again(u8),
}

/// What the loader hands over, and where in it each account begins. In words, since the loader aligns it so.
struct Input {
    words: Vec<u64>,
    starts: Vec<usize>,
}

impl Input {
    fn of(entries: &[Entry], arguments: &[u8]) -> Self {
        let mut bytes = (entries.len() as u64).to_le_bytes().to_vec();
        let mut starts = Vec::new();
        for entry in entries {
            starts.push(bytes.len());
            match entry {
                Entry::Again(place) => bytes.extend([*place, 0, 0, 0, 0, 0, 0, 0]),
                Entry::New { key, owner, signer, writable, lamports, data } => {
                    bytes.extend([u8::MAX, u8::from(*signer), u8::from(*writable), 0, 0, 0, 0, 0]);
                    bytes.extend([*key; 32]);
                    bytes.extend(owner.as_array());
                    bytes.extend(lamports.to_le_bytes());
                    bytes.extend((data.len() as u64).to_le_bytes());
                    bytes.extend(data);
                    // Room to grow holds whatever was there before.
                    bytes.resize((bytes.len() + MAX_PERMITTED_DATA_INCREASE).next_multiple_of(8), 0xaa);
                    bytes.extend([0xff; 8]);
                }
            }
        }
        bytes.extend((arguments.len() as u64).to_le_bytes());
        bytes.extend(arguments);
        bytes.extend(glowsol_oracle::ID.as_array());
        bytes.resize(bytes.len().next_multiple_of(8), 0);
        let words = bytes.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().unwrap())).collect();
        Self { words, starts }
    }

    /// Runs `look` on the accounts and the arguments; `None` for more accounts than any instruction has.
    fn walk<T>(&mut self, look: impl FnOnce(Accounts<'_>, &[u8]) -> T) -> Option<T> {
        let mut places = Places::default();
        // SAFETY: laid out as the loader does, and referred to by nothing else until the closure is over.
        let (accounts, arguments) = unsafe { Accounts::walk(self.words.as_mut_ptr().cast(), &mut places) }?;
        Some(look(accounts, arguments))
    }

    fn bytes(&self, place: usize) -> &[u8] {
        let start = self.starts[place];
        let bytes: &[u8] = bytemuck::cast_slice(&self.words);
        &bytes[start..]
    }

    fn lamports(&self, place: usize) -> u64 {
        u64::from_le_bytes(self.bytes(place)[LAMPORTS..][..8].try_into().unwrap())
    }

    fn data(&self, place: usize) -> &[u8] {
        let len = u64::from_le_bytes(self.bytes(place)[LEN..][..8].try_into().unwrap());
        &self.bytes(place)[HEADER..][..len as usize]
    }

    fn owner(&self, place: usize) -> &[u8] {
        &self.bytes(place)[40..72]
    }
}

/// An account of another program, that is only read.
fn foreign(key: u8, data: Vec<u8>) -> Entry {
    Entry::New { key, owner: Pubkey::from([9; 32]), signer: false, writable: false, lamports: u64::from(key), data }
}

/// An account of this program, for writing.
fn ours(key: u8, lamports: u64, data: Vec<u8>) -> Entry {
    Entry::New { key, owner: glowsol_oracle::ID, signer: false, writable: true, lamports, data }
}

/// A wallet that signed.
fn wallet(key: u8, lamports: u64) -> Entry {
    Entry::New { key, owner: Pubkey::from(SYSTEM), signer: true, writable: true, lamports, data: vec![] }
}

#[test]
fn accounts_and_arguments_are_found_whatever_their_number_and_lengths() {
    let lengths = [0, 1, 7, 8, 9, 16, 165, 10_240];
    for count in 0..=MOST {
        for first in 0..lengths.len() {
            let data = |index: usize| vec![index as u8 + 1; lengths[(first + index) % lengths.len()]];
            let entries: Vec<_> = (0..count).map(|index| foreign(index as u8, data(index))).collect();
            let arguments = vec![7; first];
            let looked = Input::of(&entries, &arguments).walk(|mut accounts, found| {
                assert_eq!(found, arguments);
                for index in 0..count {
                    assert_eq!(accounts.left(), count - index);
                    let account = accounts.read().unwrap();
                    assert_eq!(account.key, &[index as u8; 32]);
                    assert_eq!(account.owner, &[9; 32]);
                    assert_eq!(account.lamports, index as u64);
                    assert_eq!(account.data, data(index));
                }
                assert_eq!(accounts.read().err(), Some(ErrorCode::AccountNotEnoughKeys.into()));
            });
            assert_eq!(looked, Some(()), "{count} accounts");
        }
    }
}

#[test]
fn more_accounts_than_any_instruction_has_are_refused() {
    for count in MOST + 1..=255 {
        let entries: Vec<_> =
            (0..count).map(|index| if index == 0 { foreign(0, vec![]) } else { Entry::Again(0) }).collect();
        assert_eq!(Input::of(&entries, &[]).walk(|_, _| ()), None, "{count} accounts");
    }
}

#[test]
fn a_further_place_of_an_account_is_read_as_the_account() {
    let entries = [foreign(1, vec![1]), foreign(2, vec![2, 2]), Entry::Again(0), Entry::Again(1), Entry::Again(0)];
    let keys = Input::of(&entries, &[]).walk(|mut accounts, _| {
        let first = *accounts.read().unwrap().key;
        let rest = accounts.rest().iter().map(|account| (account.key[0], account.data.len())).collect::<Vec<_>>();
        (first[0], rest)
    });
    assert_eq!(keys, Some((1, vec![(2, 2), (1, 1), (2, 2), (1, 1)])));
}

/// Each of them: one that is there once in all places, and one that is twice at each pair of places.
#[test]
fn an_account_that_has_two_places_is_written_from_neither() {
    for count in 2..=MOST {
        for (first, second) in [(0, 1), (0, count - 1), (count - 2, count - 1), (count / 2 - 1, count / 2)] {
            let entries = (0..count).map(|index| match index {
                index if index == second => Entry::Again(first as u8),
                index => ours(index as u8, 0, vec![]),
            });
            Input::of(&entries.collect::<Vec<_>>(), &[]).walk(|mut accounts, _| {
                for index in 0..count {
                    let written = accounts.own().map(|own| own.key().to_bytes()[0]);
                    let twice = index == first || index == second;
                    let expected = if twice { Err(OracleError::WrittenTwice.into()) } else { Ok(index as u8) };
                    assert_eq!(written, expected, "{index} of {count} with {first} at {second}");
                }
            });
        }
    }
}

#[test]
fn what_an_account_has_to_be_is_said_in_order() {
    let mut input = Input::of(&[wallet(1, 5), foreign(2, vec![]), foreign(3, vec![]), foreign(4, vec![])], &[]);
    input.walk(|mut accounts, _| {
        assert_eq!(accounts.signer(), Ok(&Pubkey::from([1; 32])));
        assert_eq!(accounts.signer(), Err(ErrorCode::AccountNotSigner.into()));
        assert_eq!(accounts.own().err(), Some(ErrorCode::AccountNotMutable.into()));
        assert_eq!(accounts.read_own().err(), Some(ErrorCode::AccountOwnedByWrongProgram.into()));
        assert_eq!(accounts.own().err(), Some(ErrorCode::AccountNotEnoughKeys.into()));
    });
    let mut input = Input::of(&[wallet(1, 5), wallet(2, 6)], &[]);
    input.walk(|mut accounts, _| {
        assert_eq!(accounts.own().err(), Some(ErrorCode::AccountOwnedByWrongProgram.into()));
        assert_eq!(accounts.payer().unwrap().lamports(), 6);
    });
}

/// How often it may be resized is its own affair; what it may not do is leave the room that the loader laid out behind it.
#[test]
fn an_account_grows_by_ten_kilobytes_however_often_it_is_resized() {
    let mut input = Input::of(&[ours(1, 0, vec![1; 100]), foreign(2, vec![2; 9])], &[]);
    let next = input.bytes(1)[KEY..HEADER + 9].to_vec();
    input.walk(|mut accounts, _| {
        let mut own = accounts.own().unwrap();
        let most = 100 + MAX_PERMITTED_DATA_INCREASE;
        own.resize(most).unwrap();
        for further in [most + 1, most + MAX_PERMITTED_DATA_INCREASE, usize::MAX] {
            assert_eq!(own.resize(further), Err(OracleError::Overflow.into()), "{further}");
        }
        assert_eq!(own.data().len(), most);
        own.data().fill(3);
        own.resize(50).unwrap();
        assert_eq!(own.resize(most + 1), Err(OracleError::Overflow.into()));
        own.resize(most).unwrap();
        assert!(own.data()[..50].iter().all(|byte| *byte == 3));
        assert!(own.data()[50..].iter().all(|byte| *byte == 0));
    });
    assert_eq!(input.bytes(1)[KEY..HEADER + 9], next, "the next account");
}

/// An account that was created in the same call was empty when the call began: what the system program allocated counts.
#[test]
fn an_account_created_with_ten_kilobytes_cannot_grow_in_the_same_call() {
    let mut input = Input::of(&[ours(1, 0, vec![]), foreign(2, vec![2; 9])], &[]);
    let next = input.bytes(1)[KEY..HEADER + 9].to_vec();
    let len = (input.starts[0] + LEN) / 8;
    let words = input.words.as_mut_ptr();
    input.walk(|mut accounts, _| {
        let mut own = accounts.own().unwrap();
        // SAFETY: within the input. The runtime writes there on behalf of the system program.
        unsafe { words.add(len).write(MAX_PERMITTED_DATA_INCREASE as u64) };
        assert_eq!(own.data().len(), MAX_PERMITTED_DATA_INCREASE);
        assert_eq!(own.resize(MAX_PERMITTED_DATA_INCREASE + 1), Err(OracleError::Overflow.into()));
        own.data().fill(3);
    });
    assert_eq!(input.bytes(1)[KEY..HEADER + 9], next, "the next account");
}

#[test]
fn closing_leaves_an_empty_account_of_the_system_program_and_moves_all_lamports() {
    let mut input = Input::of(&[ours(1, 500, vec![1; 64]), wallet(2, 7)], &[]);
    input.walk(|mut accounts, _| {
        let own = accounts.own().unwrap();
        own.close(&mut accounts.payer().unwrap()).unwrap();
    });
    assert_eq!((input.lamports(0), input.lamports(1)), (0, 507));
    assert_eq!((input.data(0), input.owner(0)), (&[][..], &SYSTEM[..]));
}

#[test]
fn lamports_are_moved_whole_or_not_at_all() {
    let mut input = Input::of(&[ours(1, 500, vec![]), wallet(2, u64::MAX - 100)], &[]);
    input.walk(|mut accounts, _| {
        let (mut from, mut to) = (accounts.receiver().unwrap(), accounts.receiver().unwrap());
        for too_many in [501, 101] {
            assert_eq!(from.give(&mut to, too_many), Err(OracleError::Overflow.into()));
            assert_eq!((from.lamports(), to.lamports()), (500, u64::MAX - 100));
        }
        from.give(&mut to, 100).unwrap();
    });
    assert_eq!((input.lamports(0), input.lamports(1)), (400, u64::MAX));
}

#[test]
fn a_record_of_more_than_it_has_room_for_is_none() {
    let mut record = Record::<8>::default();
    record.write_all(&[1; 5]).unwrap();
    record.write_all(&[2; 3]).unwrap();
    assert_eq!(record.bytes(), Ok(&[1, 1, 1, 1, 1, 2, 2, 2][..]));
    for more in [1, 0] {
        record.write_all(&[3; 8][..more]).unwrap();
        assert_eq!(record.bytes(), Err(ErrorCode::InstructionDidNotSerialize.into()));
    }
}
