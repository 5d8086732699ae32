//! SPL tokens in the hands of actors. The token program itself moves them; only first balances are laid out.

use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::{
    programs,
    token::{MintAccount, TokenHolding},
};

use crate::{
    World,
    scene::{account, keys},
};

/// The token program.
pub const TOKEN_PROGRAM: Pubkey = Pubkey::new_from_array(programs::TOKEN);
/// Lamports that keep a token account rent-exempt.
const RENT: u64 = 2_039_280;

/// Somebody with a token account of each kind.
pub struct Actor {
    /// Signs for it.
    pub key: Keypair,
    /// Its glowSOL.
    pub collateral: Pubkey,
    /// Its wrapped SOL or USD.
    pub money: Pubkey,
}

impl Actor {
    /// With these amounts of `collateral_mint` and `money_mint`, and some SOL for rent.
    pub fn new(world: &mut World, collateral: (Pubkey, u64), money: (Pubkey, u64)) -> Self {
        let key = Keypair::new();
        world.svm.airdrop(&key.pubkey(), 1_000_000_000).expect("funding an actor");
        let [collateral, money] = [collateral, money].map(|(mint, amount)| hold(world, mint, key.pubkey(), amount));
        Self { key, collateral, money }
    }

    /// Its address.
    pub fn address(&self) -> Pubkey {
        self.key.pubkey()
    }
}

/// A new token account of `owner`.
pub fn hold(world: &mut World, mint: Pubkey, owner: Pubkey, amount: u64) -> Pubkey {
    let address = Pubkey::new_unique();
    let native = mint == keys::SOL;
    let holding = TokenHolding {
        mint: mint.to_bytes(),
        owner: owner.to_bytes(),
        amount,
        native_reserve: native.then_some(RENT),
        ..TokenHolding::default()
    };
    let lamports = if native { RENT + amount } else { RENT };
    world.put(address, account::holding(lamports, programs::TOKEN, holding.encode()));
    address
}

/// Lays out a mint.
pub fn mint(world: &mut World, address: Pubkey, decimals: u8) {
    let mint = MintAccount { decimals, ..MintAccount::default() };
    world.put(address, account::owned(programs::TOKEN, mint.encode()));
}

/// Base units in a token account.
pub fn balance(world: &World, address: &Pubkey) -> u64 {
    let data = world.data(address);
    let amount = data.get(64..72).and_then(|bytes| bytes.try_into().ok()).expect("a token account");
    u64::from_le_bytes(amount)
}
