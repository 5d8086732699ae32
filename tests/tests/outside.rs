//! The programs of `tests/outside`, as bytecode, beside the oracle's: each trades at its price and refuses to once that
//! is too old, with the reader's number in the transaction's log where it is the reader that refuses.

use price_reader::{Action, Denied, Price, ReadError};
use solana_account::Account;
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;
use solana_sha256_hasher::hash;
use solana_signer::Signer;
use tests::{Failure, Receipt, Scene, bytecode, scene::ONE};

/// A program in a scene whose price is normal, with two zeroed accounts of its own.
struct Outside {
    scene: Scene,
    program: Pubkey,
    first: Pubkey,
    second: Pubkey,
}

impl Outside {
    fn new(program: &str, id: Pubkey, rooms: [usize; 2]) -> Self {
        let mut scene = Scene::standard();
        scene.refresh().expect("the first refresh lands");
        scene.live(3 * 3_600, 60);
        scene.world.svm.add_program(id, &bytecode::load(program)).expect("the bytecode loads");
        let [first, second] = rooms.map(|room| {
            let address = Pubkey::new_unique();
            let account = Account { lamports: ONE, data: vec![0; room], owner: id, ..Account::default() };
            scene.world.svm.set_account(address, account).expect("an account is placed");
            address
        });
        Self { scene, program: id, first, second }
    }

    fn payer(&self) -> Pubkey {
        self.scene.world.payer.pubkey()
    }

    /// Sends an instruction; the payer signs wherever it stands.
    fn send(&mut self, accounts: &[Pubkey], data: &[&[u8]]) -> Result<Receipt, Failure> {
        let payer = self.payer();
        let metas = accounts.iter().map(|key| AccountMeta {
            pubkey: *key,
            is_signer: *key == payer,
            is_writable: [self.first, self.second].contains(key),
        });
        let instruction = Instruction { program_id: self.program, accounts: metas.collect(), data: data.concat() };
        self.scene.world.send(instruction)
    }

    /// The number with which the reader refuses an action, once the price is old.
    fn grow_old(&mut self, action: Action) -> u32 {
        self.scene.world.pass(70);
        let account = self.scene.world.svm.get_account(&self.scene.price).expect("there is a price");
        let now = self.scene.world.time().unix;
        let price = Price::read(&account.data, &account.owner.to_bytes(), &self.scene.feed.to_bytes(), now);
        let denied = price.expect("it is readable").require(action).expect_err("it is too old");
        assert!(matches!(denied, Denied::Stale { .. }), "{denied:?}");
        ReadError::from(denied).code()
    }
}

/// First bytes of an instruction of Anchor's.
fn anchor(name: &str) -> [u8; 8] {
    hash(format!("global:{name}").as_bytes()).to_bytes()[..8].try_into().expect("eight bytes")
}

fn le(amount: u64) -> [u8; 8] {
    amount.to_le_bytes()
}

#[test]
fn a_lender_on_anchor_0_31() {
    let id = Pubkey::from_str_const("Lend111111111111111111111111111111111111111");
    let mut outside = Outside::new("outside_lender_anchor", id, [88, 88]);
    let (reserve, position) = (outside.first, outside.second);
    let (price, feed, payer) = (outside.scene.price, outside.scene.feed, outside.payer());
    let terms: Vec<u8> = [8_000_u16, 8_500, 500, 5_000].into_iter().flat_map(u16::to_le_bytes).collect();
    let create = anchor("create_reserve");
    outside.send(&[reserve, price], &[&create, &[1; 32], &terms, &le(0)]).expect_err("another feed");
    outside.send(&[reserve, price], &[&create, feed.as_ref(), &terms, &le(0)]).expect("a reserve");
    outside.send(&[reserve, position, payer], &[&anchor("open_position")]).expect("a position");
    let with_price = [reserve, position, payer, price];
    outside.send(&with_price, &[&anchor("deposit"), &le(10 * ONE)]).expect("a deposit");
    outside.send(&with_price, &[&anchor("borrow"), &le(8 * ONE)]).expect("a loan");
    outside.send(&with_price, &[&anchor("borrow"), &le(ONE)]).expect_err("beyond 80 % of 10.6");

    let refused = outside.grow_old(Action::Borrow);
    let failure = outside.send(&with_price, &[&anchor("borrow"), &le(1)]).expect_err("too old to lend at");
    assert_eq!(failure.code(), Some(refused));
    outside.send(&[reserve, position, payer, id], &[&anchor("deposit"), &le(ONE)]).expect("a top-up");
    outside.send(&[position], &[&anchor("repay"), &le(8 * ONE)]).expect("repaying");
    outside.send(&[reserve, position, payer, id], &[&anchor("withdraw"), &le(11 * ONE)]).expect("leaving");
}

#[test]
fn a_lender_without_a_framework() {
    let mut outside = Outside::new("outside_lender_native", Pubkey::new_from_array([9; 32]), [120, 0]);
    let loan = outside.first;
    let (price, feed, payer) = (outside.scene.price, outside.scene.feed, outside.payer());
    outside.send(&[loan, payer], &[&[0], price.as_ref(), feed.as_ref(), &le(10 * ONE)]).expect("it opens");
    outside.send(&[loan, payer, price], &[&[1], &le(8 * ONE)]).expect("a loan");
    let refused = outside.grow_old(Action::Borrow);
    let failure = outside.send(&[loan, payer, price], &[&[1], &le(1)]).expect_err("too old to lend at");
    assert_eq!(failure.code(), Some(refused));
    outside.send(&[loan], &[&[2], &le(8 * ONE)]).expect("repaying");
}

#[test]
fn an_amm_on_anchor_1() {
    let id = Pubkey::from_str_const("Swap111111111111111111111111111111111111111");
    let mut outside = Outside::new("outside_amm_anchor", id, [98, 80]);
    let (pool, provision) = (outside.first, outside.second);
    let (price, feed, payer) = (outside.scene.price, outside.scene.feed, outside.payer());
    let create = anchor("create_pool");
    outside.send(&[pool, price], &[&create, feed.as_ref(), &5_u16.to_le_bytes()]).expect("a pool");
    let share = [pool, provision, payer];
    outside.send(&share, &[&anchor("open_provision")]).expect("a share");
    let sides = [le(1_000 * ONE), le(1_000 * ONE)].concat();
    outside.send(&share, &[&anchor("add_liquidity"), &le(1_000 * ONE), &sides]).expect("liquidity");
    let swap = [&anchor("swap")[..], &[0], &le(ONE), &le(0)].concat();
    let receipt = outside.send(&[pool, price], &[&swap]).expect("a swap");
    assert_eq!(receipt.value::<u64>(), 998_501_997);

    outside.grow_old(Action::Swap);
    let failure = outside.send(&[pool, price], &[&swap]).expect_err("paused");
    assert_eq!(failure.code(), Some(6_000), "its own error, since pausing is not an error of the reader's");
    outside.send(&share, &[&anchor("remove_liquidity"), &le(1_000 * ONE)]).expect("leaving");
}
