//! Across epoch boundaries, in a bank that has epochs: solana-program-test.

use glowsol_oracle::{SourceSpec, pda};
use price_reader::{Action, Price, Reason};
use solana_account::AccountSharedData;
use solana_clock::Clock;
use solana_instruction::Instruction;
use solana_program_test::{BanksClientError, ProgramTest, ProgramTestContext};
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use solana_transaction::Transaction;
use tests::{
    Time, bytecode, instructions,
    scene::{self, Source, Surroundings},
};

/// A bank with the bytecode and a token's surroundings in it.
struct Chain {
    context: ProgramTestContext,
    around: Surroundings,
    feed: Pubkey,
    sources: Vec<Source>,
}

impl Chain {
    async fn start() -> Self {
        let path = bytecode::path("glowsol_oracle");
        bytecode::load("glowsol_oracle");
        // SAFETY: set before the bank starts any thread of its own, and by this test alone.
        unsafe { std::env::set_var("SBF_OUT_DIR", path.parent().expect("a folder")) };
        let mut test = ProgramTest::default();
        test.prefer_bpf(true);
        test.add_program("glowsol_oracle", glowsol_oracle::ID, None);
        let context = test.start_with_context().await;
        let (creator, mint) = (context.payer.pubkey(), scene::mint());
        let around = Surroundings::at(Time::START);
        let mut chain =
            Self { context, around, feed: pda::feed(&creator, &mint).0, sources: scene::standard_sources() };
        let clock = chain.clock().await;
        chain.around.stake_pool.last_update_epoch = clock.epoch;
        chain.arrange().await;
        chain.send(instructions::initialize_feed(creator, mint, scene::arguments())).await.expect("a feed opens");
        for Source { spec, accounts } in chain.sources.clone() {
            chain.add(spec, &accounts).await;
        }
        chain.send(instructions::activate_feed(chain.feed, creator)).await.expect("the table is complete");
        chain
    }

    async fn add(&mut self, spec: SourceSpec, accounts: &[Pubkey]) {
        let add = instructions::add_source(self.feed, self.context.payer.pubkey(), spec, accounts);
        self.send(add).await.expect("the source is sound");
    }

    async fn clock(&mut self) -> Clock {
        self.context.banks_client.get_sysvar().await.expect("the clock")
    }

    /// Lays the surroundings out as of now.
    async fn arrange(&mut self) {
        let clock = self.clock().await;
        let now = Time { unix: clock.unix_timestamp, slot: clock.slot, ..Time::START };
        self.around.live_to(now);
        for (key, account) in self.around.accounts() {
            self.context.set_account(&key, &AccountSharedData::from(account));
        }
    }

    async fn send(&mut self, instruction: Instruction) -> Result<(), BanksClientError> {
        let blockhash = self.context.get_new_latest_blockhash().await.expect("a blockhash");
        let payer = &self.context.payer;
        let transaction =
            Transaction::new_signed_with_payer(&[instruction], Some(&payer.pubkey()), &[payer], blockhash);
        self.context.banks_client.process_transaction(transaction).await
    }

    /// Moves the clock `seconds` past the beginning of its epoch, and a slot on.
    async fn since_epoch_start(&mut self, seconds: i64) {
        let slot = self.clock().await.slot + 1;
        self.context.warp_to_slot(slot).expect("a later slot");
        let clock = self.clock().await;
        self.context.set_sysvar(&Clock { unix_timestamp: clock.epoch_start_timestamp + seconds, ..clock });
    }

    async fn next_epoch(&mut self) {
        let epoch = self.clock().await.epoch + 1;
        self.context.warp_to_epoch(epoch).expect("a later epoch");
    }

    /// Refreshes now and shows what a reader makes of it.
    async fn refresh<T>(&mut self, look: impl FnOnce(Price<'_>) -> T) -> T {
        self.arrange().await;
        let accounts: Vec<Pubkey> = self.sources.iter().flat_map(|source| source.accounts.clone()).collect();
        self.send(instructions::refresh(self.feed, &accounts)).await.expect("a refresh lands");
        let price =
            self.context.banks_client.get_account(pda::price(&self.feed).0).await.expect("RPC").expect("a price");
        let now = self.clock().await.unix_timestamp;
        look(Price::read_any_feed(&price.data, &price.owner.to_bytes(), now).expect("a readable price"))
    }
}

fn reasons(price: &Price<'_>) -> Vec<Reason> {
    price.reasons().collect()
}

#[tokio::test]
async fn nav_is_fresh_in_its_epoch_in_the_grace_after_it_and_not_later() {
    let mut chain = Chain::start().await;
    chain.since_epoch_start(1_000).await;
    let (nav, why) = chain.refresh(|price| (price.published().nav(), reasons(&price))).await;
    assert!(!why.contains(&Reason::NavStale) && !why.contains(&Reason::NavGrace), "{why:?}");

    // The pool cannot be updated at once after a boundary: its last epoch's rate serves for an hour.
    chain.next_epoch().await;
    chain.since_epoch_start(3_599).await;
    let (in_grace, why) = chain.refresh(|price| (price.published().nav(), reasons(&price))).await;
    assert!(why.contains(&Reason::NavGrace) && !why.contains(&Reason::NavStale), "{why:?}");
    assert_eq!(in_grace, nav);

    // After that it is stale: caution.
    chain.since_epoch_start(3_601).await;
    let why = chain.refresh(|price| reasons(&price)).await;
    assert!(why.contains(&Reason::NavStale) && !why.contains(&Reason::NavGrace), "{why:?}");

    // Updated, it is fresh again.
    chain.around.stake_pool.last_update_epoch += 1;
    chain.since_epoch_start(3_700).await;
    let why = chain.refresh(|price| reasons(&price)).await;
    assert!(!why.contains(&Reason::NavStale), "{why:?}");
}

#[tokio::test]
async fn after_a_full_epoch_without_an_update_nobody_borrows_but_everybody_repays() {
    let mut chain = Chain::start().await;
    chain.since_epoch_start(1_000).await;
    chain.refresh(|_| ()).await;
    chain.next_epoch().await;
    chain.next_epoch().await;
    chain.since_epoch_start(10).await;
    let (borrow, repay, why) =
        chain.refresh(|price| (price.may(Action::Borrow), price.may(Action::Repay), reasons(&price))).await;
    assert!(why.contains(&Reason::NavStale), "{why:?}");
    assert!(!borrow && repay);
}
