//! A client of the lending market.

use anchor_lang::{AccountDeserialize, InstructionData, ToAccountMetas};
use lending_market::{
    CreateMarketArgs, Health, ID, Pricing, Quote, RiskParams, accounts, instruction,
    state::{Market, Position, seed},
};
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::tokens::{self, Actor, TOKEN_PROGRAM};
use crate::{Failure, Receipt, Scene, World, bytecode, scene::keys};

/// A US dollar of six decimals, made up.
pub fn usd_mint() -> Pubkey {
    keys::made_up("USD mint")
}

/// A market in a scene.
#[derive(Clone, Debug)]
pub struct Lending {
    /// Its account.
    pub market: Pubkey,
    /// The token it lends.
    pub debt_mint: Pubkey,
    collateral_mint: Pubkey,
    collateral_vault: Pubkey,
    liquidity_vault: Pubkey,
    price: Pubkey,
    risk: RiskParams,
    pricing: Pricing,
}

/// Puts the program and the tokens it lends into a scene. Once a scene.
pub fn deploy(world: &mut World) {
    world.svm.add_program(ID, &bytecode::load("lending_market")).expect("the bytecode loads");
    tokens::mint(world, keys::SOL, 9);
    tokens::mint(world, usd_mint(), 6);
}

impl Lending {
    /// Opens market `id` of the scene's payer, with `liquidity` to lend.
    ///
    /// # Errors
    /// The program's.
    pub fn open(
        scene: &mut Scene,
        id: u16,
        (quote, pricing): (Quote, Pricing),
        risk: RiskParams,
        liquidity: u64,
    ) -> Result<Self, Failure> {
        let authority = scene.world.payer.pubkey();
        let derive = |seeds: &[&[u8]]| Pubkey::find_program_address(seeds, &ID).0;
        let market = derive(&[seed::MARKET, authority.as_ref(), &id.to_le_bytes()]);
        let debt_mint = if quote == Quote::Sol { keys::SOL } else { usd_mint() };
        let lending = Self {
            market,
            debt_mint,
            collateral_mint: scene.mint,
            collateral_vault: derive(&[seed::COLLATERAL, market.as_ref()]),
            liquidity_vault: derive(&[seed::LIQUIDITY, market.as_ref()]),
            price: scene.price,
            risk,
            pricing,
        };
        let create = accounts::CreateMarket {
            market,
            authority,
            price: scene.price,
            collateral_mint: lending.collateral_mint,
            collateral_vault: lending.collateral_vault,
            debt_mint,
            liquidity_vault: lending.liquidity_vault,
            token_program: TOKEN_PROGRAM,
            system_program: Pubkey::default(),
        };
        let args = CreateMarketArgs { feed: scene.feed, quote, pricing, risk };
        scene.world.send(build(create, instruction::CreateMarket { id, args }))?;
        let wallet = tokens::hold(&mut scene.world, debt_mint, authority, liquidity);
        let supply = accounts::Supply {
            market,
            authority,
            debt_mint,
            liquidity_vault: lending.liquidity_vault,
            wallet,
            token_program: TOKEN_PROGRAM,
        };
        scene.world.send(build(supply, instruction::Supply { amount: liquidity }))?;
        Ok(lending)
    }

    /// How it values collateral.
    pub fn pricing(&self) -> Pricing {
        self.pricing
    }

    /// What it lends against what.
    pub fn risk(&self) -> RiskParams {
        self.risk
    }

    /// The market as the program keeps it.
    pub fn state(&self, world: &World) -> Market {
        Market::try_deserialize(&mut world.data(&self.market).as_slice()).expect("a market")
    }

    /// A position as the program keeps it.
    pub fn position(&self, world: &World, owner: &Actor) -> Position {
        Position::try_deserialize(&mut world.data(&self.position_of(owner)).as_slice()).expect("a position")
    }

    /// Address of an actor's position.
    pub fn position_of(&self, owner: &Actor) -> Pubkey {
        Pubkey::find_program_address(&[seed::POSITION, self.market.as_ref(), owner.address().as_ref()], &ID).0
    }

    /// Somebody with a position in this market, and these balances.
    pub fn actor(&self, world: &mut World, collateral: u64, money: u64) -> Actor {
        let actor = Actor::new(world, (self.collateral_mint, collateral), (self.debt_mint, money));
        let open = accounts::OpenPosition {
            market: self.market,
            position: self.position_of(&actor),
            owner: actor.address(),
            system_program: Pubkey::default(),
        };
        world.send_all(&[build(open, instruction::OpenPosition {})], &[&actor.key]).expect("a position opens");
        actor
    }

    /// Deposits.
    ///
    /// # Errors
    /// The program's.
    pub fn deposit(&self, world: &mut World, owner: &Actor, amount: u64) -> Result<Receipt, Failure> {
        world.send_all(&[build(self.move_collateral(owner), instruction::Deposit { amount })], &[&owner.key])
    }

    /// Withdraws.
    ///
    /// # Errors
    /// The program's.
    pub fn withdraw(&self, world: &mut World, owner: &Actor, amount: u64) -> Result<Receipt, Failure> {
        world.send_all(&[build(self.move_collateral(owner), instruction::Withdraw { amount })], &[&owner.key])
    }

    /// Tops up one's own position.
    ///
    /// # Errors
    /// The program's.
    pub fn top_up(&self, world: &mut World, owner: &Actor, amount: u64) -> Result<Receipt, Failure> {
        let accounts = accounts::TopUp {
            market: self.market,
            position: self.position_of(owner),
            payer: owner.address(),
            collateral_mint: self.collateral_mint,
            collateral_vault: self.collateral_vault,
            wallet: owner.collateral,
            token_program: TOKEN_PROGRAM,
        };
        world.send_all(&[build(accounts, instruction::TopUp { amount })], &[&owner.key])
    }

    /// Borrows.
    ///
    /// # Errors
    /// The program's.
    pub fn borrow(&self, world: &mut World, owner: &Actor, amount: u64) -> Result<Receipt, Failure> {
        self.borrow_by(world, owner, self.price, amount)
    }

    /// Borrows, showing the program some account as the price.
    ///
    /// # Errors
    /// The program's.
    pub fn borrow_by(&self, world: &mut World, owner: &Actor, price: Pubkey, amount: u64) -> Result<Receipt, Failure> {
        world.send_all(&[self.borrow_instruction(owner, price, amount)], &[&owner.key])
    }

    /// Deposits and borrows in one transaction: both or neither.
    ///
    /// # Errors
    /// The program's.
    pub fn deposit_and_borrow(
        &self,
        world: &mut World,
        owner: &Actor,
        deposit: u64,
        borrow: u64,
    ) -> Result<Receipt, Failure> {
        let deposit = build(self.move_collateral(owner), instruction::Deposit { amount: deposit });
        world.send_all(&[deposit, self.borrow_instruction(owner, self.price, borrow)], &[&owner.key])
    }

    fn borrow_instruction(&self, owner: &Actor, price: Pubkey, amount: u64) -> Instruction {
        let accounts = accounts::Borrow {
            market: self.market,
            position: self.position_of(owner),
            owner: owner.address(),
            price,
            debt_mint: self.debt_mint,
            liquidity_vault: self.liquidity_vault,
            wallet: owner.money,
            token_program: TOKEN_PROGRAM,
        };
        build(accounts, instruction::Borrow { amount })
    }

    /// Repays one's own debt.
    ///
    /// # Errors
    /// The program's.
    pub fn repay(&self, world: &mut World, owner: &Actor, amount: u64) -> Result<Receipt, Failure> {
        let accounts = accounts::Repay {
            market: self.market,
            position: self.position_of(owner),
            payer: owner.address(),
            debt_mint: self.debt_mint,
            liquidity_vault: self.liquidity_vault,
            wallet: owner.money,
            token_program: TOKEN_PROGRAM,
        };
        world.send_all(&[build(accounts, instruction::Repay { amount })], &[&owner.key])
    }

    /// Repays and withdraws at once.
    ///
    /// # Errors
    /// The program's.
    pub fn deleverage(&self, world: &mut World, owner: &Actor, repay: u64, withdraw: u64) -> Result<Receipt, Failure> {
        let accounts = accounts::Deleverage {
            market: self.market,
            position: self.position_of(owner),
            owner: owner.address(),
            price: self.price,
            collateral_mint: self.collateral_mint,
            collateral_vault: self.collateral_vault,
            collateral_wallet: owner.collateral,
            debt_mint: self.debt_mint,
            liquidity_vault: self.liquidity_vault,
            debt_wallet: owner.money,
            token_program: TOKEN_PROGRAM,
        };
        world.send_all(&[build(accounts, instruction::Deleverage { repay, withdraw })], &[&owner.key])
    }

    /// Liquidates `owner`, as much as the market allows.
    ///
    /// # Errors
    /// The program's.
    pub fn liquidate(&self, world: &mut World, owner: &Actor, liquidator: &Actor) -> Result<Receipt, Failure> {
        let accounts = accounts::Liquidate {
            market: self.market,
            position: self.position_of(owner),
            liquidator: liquidator.address(),
            price: self.price,
            collateral_mint: self.collateral_mint,
            collateral_vault: self.collateral_vault,
            collateral_wallet: liquidator.collateral,
            debt_mint: self.debt_mint,
            liquidity_vault: self.liquidity_vault,
            debt_wallet: liquidator.money,
            token_program: TOKEN_PROGRAM,
        };
        world.send_all(&[build(accounts, instruction::Liquidate { repay: u64::MAX })], &[&liquidator.key])
    }

    /// How a position stands, by the program itself.
    ///
    /// # Errors
    /// The program's.
    pub fn health(&self, world: &mut World, owner: &Actor) -> Result<Health, Failure> {
        let accounts =
            accounts::ReadHealth { market: self.market, position: self.position_of(owner), price: self.price };
        Ok(world.send(build(accounts, instruction::Health {}))?.value())
    }

    fn move_collateral(&self, owner: &Actor) -> accounts::MoveCollateral {
        accounts::MoveCollateral {
            market: self.market,
            position: self.position_of(owner),
            owner: owner.address(),
            price: self.price,
            collateral_mint: self.collateral_mint,
            collateral_vault: self.collateral_vault,
            wallet: owner.collateral,
            token_program: TOKEN_PROGRAM,
        }
    }
}

fn build(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
