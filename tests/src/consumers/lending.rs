//! A client of the lending market.

use anchor_lang::{AccountDeserialize, InstructionData, ToAccountMetas};
use lending_market::{
    CreateMarketArgs, Health, ID, Pricing, Quote, RiskParams, accounts, instruction,
    state::{Market, Position, seed},
};
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use super::{
    tokens::{self, Actor, TOKEN_PROGRAM},
    view::{USD_DECIMALS, View},
};
use crate::{Failure, Receipt, Scene, World, bytecode, scene::keys};

/// A US dollar of six decimals, made up.
pub fn usd_mint() -> Pubkey {
    keys::made_up("USD mint")
}

/// What one may do in a market. Amounts are base units.
#[derive(Clone, Copy)]
pub enum Deed<'a> {
    /// Bring in collateral.
    Deposit(u64),
    /// Take it out.
    Withdraw(u64),
    /// Bring it in, in support of one's debt.
    TopUp(u64),
    /// Take out a loan.
    Borrow(u64),
    /// Pay back.
    Repay(u64),
    /// Pay back and take out collateral.
    Deleverage {
        /// Paid back.
        repay: u64,
        /// Taken out.
        withdraw: u64,
    },
    /// Liquidate somebody, as much as the market allows.
    Liquidate(&'a Actor),
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
    quote: Quote,
    pricing: Pricing,
}

/// Puts the program and the tokens it lends into a scene. Once a scene.
pub fn deploy(world: &mut World) {
    world.svm.add_program(ID, &bytecode::load("lending_market")).expect("the bytecode loads");
    tokens::mint(world, keys::SOL, 9);
    tokens::mint(world, usd_mint(), USD_DECIMALS);
}

impl Lending {
    /// Opens market `id` of the scene's payer, with `liquidity` to lend, by the scene's price.
    ///
    /// # Errors
    /// The program's.
    pub fn open(
        scene: &mut Scene,
        id: u16,
        kind: (Quote, Pricing),
        risk: RiskParams,
        liquidity: u64,
    ) -> Result<Self, Failure> {
        let price = scene.price;
        Self::open_by(scene, price, id, kind, risk, liquidity)
    }

    /// The same by another price account of the scene's feed.
    ///
    /// # Errors
    /// The program's.
    pub fn open_by(
        scene: &mut Scene,
        price: Pubkey,
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
            price,
            risk,
            quote,
            pricing,
        };
        let create = accounts::CreateMarket {
            market,
            authority,
            price,
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

    /// What it makes of its price now, as somebody off chain sees it; `data` is that account's.
    pub fn view<'a>(&self, world: &World, data: &'a [u8]) -> View<'a> {
        View::read(data, self.pricing, world.time().unix).lending(self.quote)
    }

    /// Its price account's data.
    pub fn price_data(&self, world: &World) -> Vec<u8> {
        world.data(&self.price)
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
        self.join(world, &actor);
        actor
    }

    /// Opens a position for somebody.
    pub fn join(&self, world: &mut World, actor: &Actor) {
        let (market, position, owner) = (self.market, self.position_of(actor), actor.address());
        let open = accounts::OpenPosition { market, position, owner, system_program: Pubkey::default() };
        world.send_all(&[build(open, instruction::OpenPosition {})], &[&actor.key]).expect("a position opens");
    }

    /// What `by` signs to do the deed.
    pub fn instruction(&self, by: &Actor, deed: Deed) -> Instruction {
        let Self { market, price, collateral_mint, collateral_vault, debt_mint, liquidity_vault, .. } = *self;
        let (position, token_program) = (self.position_of(by), TOKEN_PROGRAM);
        let move_collateral = accounts::MoveCollateral {
            market,
            position,
            owner: by.address(),
            price,
            collateral_mint,
            collateral_vault,
            wallet: by.collateral,
            token_program,
        };
        match deed {
            Deed::Deposit(amount) => build(move_collateral, instruction::Deposit { amount }),
            Deed::Withdraw(amount) => build(move_collateral, instruction::Withdraw { amount }),
            Deed::TopUp(amount) => {
                let (payer, wallet) = (by.address(), by.collateral);
                let accounts = accounts::TopUp {
                    market,
                    position,
                    payer,
                    collateral_mint,
                    collateral_vault,
                    wallet,
                    token_program,
                };
                build(accounts, instruction::TopUp { amount })
            }
            Deed::Borrow(amount) => {
                let (owner, wallet) = (by.address(), by.money);
                let accounts = accounts::Borrow {
                    market,
                    position,
                    owner,
                    price,
                    debt_mint,
                    liquidity_vault,
                    wallet,
                    token_program,
                };
                build(accounts, instruction::Borrow { amount })
            }
            Deed::Repay(amount) => {
                let (payer, wallet) = (by.address(), by.money);
                let accounts =
                    accounts::Repay { market, position, payer, debt_mint, liquidity_vault, wallet, token_program };
                build(accounts, instruction::Repay { amount })
            }
            Deed::Deleverage { repay, withdraw } => {
                let accounts = accounts::Deleverage {
                    market,
                    position,
                    owner: by.address(),
                    price,
                    collateral_mint,
                    collateral_vault,
                    collateral_wallet: by.collateral,
                    debt_mint,
                    liquidity_vault,
                    debt_wallet: by.money,
                    token_program,
                };
                build(accounts, instruction::Deleverage { repay, withdraw })
            }
            Deed::Liquidate(of) => {
                let accounts = accounts::Liquidate {
                    market,
                    position: self.position_of(of),
                    liquidator: by.address(),
                    price,
                    collateral_mint,
                    collateral_vault,
                    collateral_wallet: by.collateral,
                    debt_mint,
                    liquidity_vault,
                    debt_wallet: by.money,
                    token_program,
                };
                build(accounts, instruction::Liquidate { repay: u64::MAX })
            }
        }
    }

    /// Does the deed.
    ///
    /// # Errors
    /// The program's.
    pub fn act(&self, world: &mut World, by: &Actor, deed: Deed) -> Result<Receipt, Failure> {
        world.send_all(&[self.instruction(by, deed)], &[&by.key])
    }

    /// Deposits and borrows in one transaction: both or neither.
    ///
    /// # Errors
    /// The program's.
    pub fn deposit_and_borrow(
        &self,
        world: &mut World,
        by: &Actor,
        deposit: u64,
        borrow: u64,
    ) -> Result<Receipt, Failure> {
        let both = [Deed::Deposit(deposit), Deed::Borrow(borrow)].map(|deed| self.instruction(by, deed));
        world.send_all(&both, &[&by.key])
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
}

fn build(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
