//! The oracle's program for those who call it: addresses, instructions, what a feed's account holds, what errors mean.
//!
//! Made of the program's IDL by `make idl`, so that it says what the program says; written by hand is only what an IDL
//! has no words for. Prices are read by `price-reader`.

mod address;
mod error;
mod feed;
#[rustfmt::skip]
#[allow(missing_docs, reason = "the IDL documents neither arguments nor variants")]
mod generated;
mod reading;
mod source;

pub use address::{FeedAddress, ID};
pub use error::ProgramError;
pub use generated::*;
pub use mirrors::Profile;

use borsh::BorshSerialize;
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

/// An address that derives from the program.
fn derived(seeds: &[&[u8]]) -> Pubkey {
    Pubkey::find_program_address(seeds, &ID).0
}

/// An instruction with further accounts, none of which it writes.
fn instruction(
    discriminator: [u8; 8],
    arguments: &impl BorshSerialize,
    mut accounts: Vec<AccountMeta>,
    rest: &[Pubkey],
) -> Instruction {
    accounts.extend(rest.iter().map(|key| AccountMeta::new_readonly(*key, false)));
    let mut data = discriminator.to_vec();
    // Writing to memory does not fail.
    let _ = arguments.serialize(&mut data);
    Instruction { program_id: ID, accounts, data }
}
