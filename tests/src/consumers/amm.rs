//! A client of the AMM.

use ::amm::{AUTHORITY, instruction as number, pool::Pool as State};
use solana_account::Account;
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::tokens::{self, Actor, TOKEN_PROGRAM};
use crate::{Failure, Receipt, Scene, World, bytecode, scene::keys};

/// A pool of glowSOL and wrapped SOL.
pub struct Pool {
    /// Its account.
    pub address: Pubkey,
    program: Pubkey,
    price: Pubkey,
    mints: [Pubkey; 2],
    vaults: [Pubkey; 2],
    authority: Pubkey,
}

/// Fees of a pool, in basis points.
#[derive(Clone, Copy, Debug)]
pub struct Fees {
    /// While all is well.
    pub normal: u16,
    /// While the oracle says caution.
    pub wide: u16,
}

impl Pool {
    /// Puts the program into the scene and opens a pool of the scene's payer over these reserves.
    ///
    /// # Errors
    /// The program's.
    pub fn open(scene: &mut Scene, fees: Fees, reserves: [u64; 2]) -> Result<Self, Failure> {
        let program = keys::made_up("amm");
        scene.world.svm.add_program(program, &bytecode::load("amm")).expect("the bytecode loads");
        tokens::mint(&mut scene.world, keys::SOL, 9);
        let address = Pubkey::new_unique();
        let room = Account { lamports: 10_000_000, data: vec![0; State::LEN], owner: program, ..Account::default() };
        scene.world.put(address, room);
        let authority = Pubkey::find_program_address(&[AUTHORITY, address.as_ref()], &program).0;
        let mints = [scene.mint, keys::SOL];
        let [first, second] = reserves;
        let vaults = [(mints[0], first), (mints[1], second)]
            .map(|(mint, amount)| tokens::hold(&mut scene.world, mint, authority, amount));
        let pool = Self { address, program, price: scene.price, mints, vaults, authority };
        let mut data = vec![number::CREATE];
        data.extend_from_slice(&fees.normal.to_le_bytes());
        data.extend_from_slice(&fees.wide.to_le_bytes());
        data.extend_from_slice(scene.feed.as_array());
        let owner = scene.world.payer.pubkey();
        let mut accounts = vec![AccountMeta::new(address, false), AccountMeta::new_readonly(owner, true)];
        let others = [pool.price, mints[0], mints[1], vaults[0], vaults[1]];
        accounts.extend(others.map(|key| AccountMeta::new_readonly(key, false)));
        scene.world.send(Instruction { program_id: program, accounts, data })?;
        Ok(pool)
    }

    /// What the vaults hold: glowSOL, SOL.
    pub fn reserves(&self, world: &World) -> [u64; 2] {
        self.vaults.map(|vault| tokens::balance(world, &vault))
    }

    /// Sells glowSOL for SOL, at any price.
    ///
    /// # Errors
    /// The program's.
    pub fn sell(&self, world: &mut World, trader: &Actor, amount: u64) -> Result<Receipt, Failure> {
        let [token, sol] = [0, 1];
        let wallets = [trader.collateral, trader.money];
        self.swap(world, trader, [token, sol], wallets, amount)
    }

    /// Buys glowSOL with SOL, at any price.
    ///
    /// # Errors
    /// The program's.
    pub fn buy(&self, world: &mut World, trader: &Actor, amount: u64) -> Result<Receipt, Failure> {
        let [token, sol] = [0, 1];
        let wallets = [trader.money, trader.collateral];
        self.swap(world, trader, [sol, token], wallets, amount)
    }

    fn swap(
        &self,
        world: &mut World,
        trader: &Actor,
        [side_in, side_out]: [usize; 2],
        [wallet_in, wallet_out]: [Pubkey; 2],
        amount: u64,
    ) -> Result<Receipt, Failure> {
        let mut data = vec![number::SWAP];
        data.extend_from_slice(&amount.to_le_bytes());
        data.extend_from_slice(&0_u64.to_le_bytes());
        let accounts = vec![
            AccountMeta::new_readonly(self.address, false),
            AccountMeta::new_readonly(trader.address(), true),
            AccountMeta::new_readonly(self.price, false),
            AccountMeta::new_readonly(self.mints[side_in], false),
            AccountMeta::new_readonly(self.mints[side_out], false),
            AccountMeta::new(wallet_in, false),
            AccountMeta::new(wallet_out, false),
            AccountMeta::new(self.vaults[side_in], false),
            AccountMeta::new(self.vaults[side_out], false),
            AccountMeta::new_readonly(self.authority, false),
            AccountMeta::new_readonly(TOKEN_PROGRAM, false),
        ];
        world.send_all(&[Instruction { program_id: self.program, accounts, data }], &[&trader.key])
    }

    /// Takes liquidity out to the owner, who is the world's payer.
    ///
    /// # Errors
    /// The program's.
    pub fn withdraw(&self, world: &mut World, amounts: [u64; 2]) -> Result<Receipt, Failure> {
        let owner = world.payer.pubkey();
        let wallets = self.mints.map(|mint| tokens::hold(world, mint, owner, 0));
        let mut data = vec![number::WITHDRAW];
        amounts.iter().for_each(|amount| data.extend_from_slice(&amount.to_le_bytes()));
        let mut accounts = vec![AccountMeta::new_readonly(self.address, false), AccountMeta::new_readonly(owner, true)];
        accounts.extend(self.mints.map(|mint| AccountMeta::new_readonly(mint, false)));
        accounts.extend(self.vaults.into_iter().chain(wallets).map(|account| AccountMeta::new(account, false)));
        accounts.extend([self.authority, TOKEN_PROGRAM].map(|key| AccountMeta::new_readonly(key, false)));
        world.send(Instruction { program_id: self.program, accounts, data })
    }
}
