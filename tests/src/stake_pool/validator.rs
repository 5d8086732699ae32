//! A validator as far as a stake pool sees it: a vote account.

use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use solana_vote_interface::{
    instruction::{CreateVoteAccountConfig, create_account_with_config},
    state::VoteInit,
};

/// Its keys.
pub struct Validator {
    /// Runs the node and votes.
    pub identity: Keypair,
    /// Its vote account, to which stake is delegated.
    pub vote: Keypair,
}

impl Validator {
    /// Lamports that hold a vote account with room to spare.
    const RENT: u64 = 100_000_000;

    /// New keys.
    pub fn new() -> Self {
        Self { identity: Keypair::new(), vote: Keypair::new() }
    }

    /// Opens the vote account without commission, so that stake earns all its rewards.
    pub fn open(&self, payer: Pubkey) -> Vec<Instruction> {
        let init = VoteInit {
            node_pubkey: self.identity.pubkey(),
            authorized_voter: self.identity.pubkey(),
            authorized_withdrawer: self.identity.pubkey(),
            commission: 0,
        };
        create_account_with_config(&payer, &self.vote.pubkey(), &init, Self::RENT, CreateVoteAccountConfig::default())
    }
}

impl Default for Validator {
    fn default() -> Self {
        Self::new()
    }
}
