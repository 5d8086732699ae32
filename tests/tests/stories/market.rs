//! The lending market on an ordinary day, in SOL and in USD, and what it refuses.

use lending_market::{Pricing, Quote, RiskParams, error::LendingError};
use price_reader::ReadError;
use solana_account::Account;
use tests::{
    Scene,
    consumers::{
        lending::{self, Deed, Lending},
        stage,
        tokens::{self, Actor},
    },
    scene::{ONE, keys},
};

use super::refusal;

const USD: u64 = 1_000_000;
const RISK: RiskParams =
    RiskParams { ltv_bps: 8_000, threshold_bps: 8_500, bonus_bps: 500, close_factor_bps: 5_000, borrow_cap: u64::MAX };

/// Makes a price account a wrong one.
type Spoil = fn(&mut Account);

/// A normal feed with a market on it, and somebody with 100 glowSOL deposited.
fn market(quote: Quote, risk: RiskParams) -> (Scene, Lending, Actor) {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    scene.live(3 * 3_600, 60);
    lending::deploy(&mut scene.world);
    let liquidity = 100_000 * if quote == Quote::Sol { ONE } else { USD };
    let lending = Lending::open(&mut scene, 0, (quote, Pricing::Oracle), risk, liquidity).expect("a market opens");
    let borrower = lending.actor(&mut scene.world, 200 * ONE, 0);
    lending.act(&mut scene.world, &borrower, Deed::Deposit(100 * ONE)).expect("a deposit");
    (scene, lending, borrower)
}

/// To the last unit: all of the limit can be borrowed and no more; repaying opens the way out; tokens are conserved.
fn a_loan_and_back(quote: Quote, expected_limit: std::ops::Range<u64>) {
    let (mut scene, lending, borrower) = market(quote, RISK);
    let limit = lending.health(&mut scene.world, &borrower).expect("a reading").borrow_limit;
    assert!(expected_limit.contains(&limit), "{limit}");
    let world = &mut scene.world;
    let beyond = refusal::market(LendingError::BeyondLoanToValue);
    refusal::expect(lending.act(world, &borrower, Deed::Borrow(limit + 1)), beyond);
    lending.act(world, &borrower, Deed::Borrow(limit)).expect("within the limit");
    assert_eq!(tokens::balance(world, &borrower.money), limit);
    refusal::expect(lending.act(world, &borrower, Deed::Borrow(1)), beyond);
    refusal::expect(lending.act(world, &borrower, Deed::Withdraw(ONE)), beyond);
    refusal::expect(lending.act(world, &borrower, Deed::Liquidate(&borrower)), refusal::market(LendingError::Healthy));

    lending.act(world, &borrower, Deed::Repay(limit / 2)).expect("repaying");
    lending.act(world, &borrower, Deed::Withdraw(ONE)).expect("room to withdraw");
    lending.act(world, &borrower, Deed::Repay(u64::MAX)).expect("no more than is owed is taken");
    refusal::expect(lending.act(world, &borrower, Deed::Repay(1)), refusal::market(LendingError::NothingOwed));
    lending.act(world, &borrower, Deed::Withdraw(99 * ONE)).expect("nothing owed, everything back");
    refusal::expect(lending.act(world, &borrower, Deed::Withdraw(1)), refusal::market(LendingError::MoreThanThere));
    assert_eq!(tokens::balance(world, &borrower.collateral), 200 * ONE);
    assert_eq!(tokens::balance(world, &borrower.money), 0);
    let state = lending.state(world);
    assert_eq!((state.borrowed, state.bad_debt), (0, 0));
}

#[test]
fn a_loan_in_sol_and_back() {
    // 100 tokens at 1.06 SOL less a tenth of a percent, at 80 %.
    a_loan_and_back(Quote::Sol, 84_600_000_000..84_800_000_000);
}

#[test]
fn a_loan_in_usd_and_back() {
    // The same at 152 USD a SOL, less what Pyth is unsure of.
    a_loan_and_back(Quote::Usd, 12_840 * USD..12_890 * USD);
}

#[test]
fn the_borrow_cap_holds() {
    let (mut scene, lending, borrower) = market(Quote::Sol, RiskParams { borrow_cap: 10 * ONE, ..RISK });
    lending.act(&mut scene.world, &borrower, Deed::Borrow(10 * ONE)).expect("up to the cap");
    let beyond = refusal::market(LendingError::BeyondBorrowCap);
    refusal::expect(lending.act(&mut scene.world, &borrower, Deed::Borrow(1)), beyond);
}

/// Every deed there is.
fn deeds(debtor: &Actor) -> [Deed<'_>; 7] {
    [
        Deed::Deposit(1),
        Deed::Withdraw(1),
        Deed::TopUp(1),
        Deed::Borrow(1),
        Deed::Repay(1),
        Deed::Deleverage { repay: ONE, withdraw: 1 },
        Deed::Liquidate(debtor),
    ]
}

#[test]
fn nobody_signs_for_another() {
    let (mut scene, lending, borrower) = market(Quote::Sol, RISK);
    lending.act(&mut scene.world, &borrower, Deed::Borrow(ONE)).expect("a loan");
    let stranger = lending.actor(&mut scene.world, ONE, ONE);
    for deed in deeds(&borrower) {
        let mut instruction = lending.instruction(&borrower, deed);
        let signer = instruction.accounts.iter_mut().find(|meta| meta.is_signer).expect("somebody signs");
        signer.pubkey = stranger.address();
        scene.world.send_all(&[instruction], &[&stranger.key]).expect_err("a stranger's signature");
    }
}

/// Each account of each instruction, replaced by what the same person has in another market of the same program, is refused.
#[test]
fn accounts_of_another_market_are_refused() {
    let (mut scene, here, borrower) = market(Quote::Sol, RISK);
    here.act(&mut scene.world, &borrower, Deed::Borrow(2 * ONE)).expect("a loan");
    let there = Lending::open(&mut scene, 1, (Quote::Usd, Pricing::Oracle), RISK, 1_000 * USD).expect("another market");
    let money = tokens::hold(&mut scene.world, lending::usd_mint(), borrower.address(), 0);
    let as_there = Actor { key: borrower.key.insecure_clone(), collateral: borrower.collateral, money };
    there.join(&mut scene.world, &as_there);
    there.act(&mut scene.world, &as_there, Deed::Deposit(50 * ONE)).expect("a deposit");
    there.act(&mut scene.world, &as_there, Deed::Borrow(2 * USD)).expect("a loan");

    let mut replaced = 0;
    for deed in deeds(&borrower) {
        let (genuine, other) = (here.instruction(&borrower, deed), there.instruction(&as_there, deed));
        for index in 0..genuine.accounts.len() {
            if genuine.accounts[index] == other.accounts[index] {
                continue;
            }
            let mut mixed = genuine.clone();
            mixed.accounts[index] = other.accounts[index].clone();
            let result = scene.world.send_all(&[mixed], &[&borrower.key]);
            assert!(result.is_err(), "account {index} of instruction {:?}", &genuine.data[..8]);
            replaced += 1;
        }
        // The genuine one works, but for liquidating the healthy.
        let healthy = matches!(deed, Deed::Liquidate(_));
        assert_eq!(scene.world.send_all(&[genuine], &[&borrower.key]).is_err(), healthy);
    }
    assert!(replaced >= 25, "{replaced}");
}

#[test]
fn no_other_account_is_taken_for_the_price() {
    let (mut scene, lending, borrower) = market(Quote::Sol, RISK);
    // A perfect copy at another address, even of the oracle's.
    let copy = keys::made_up("copy of the price");
    let genuine = scene.world.svm.get_account(&scene.price).expect("a price");
    scene.world.put(copy, genuine.clone());
    let has_one = Some(u32::from(anchor_lang::error::ErrorCode::ConstraintHasOne));
    let mut borrow = lending.instruction(&borrower, Deed::Borrow(ONE));
    let shown = borrow.accounts.iter_mut().find(|meta| meta.pubkey == scene.price).expect("the price is among them");
    shown.pubkey = copy;
    refusal::expect(scene.world.send_all(&[borrow], &[&borrower.key]), has_one);

    let code = |error: ReadError| Some(error.code());
    let cases: [(Spoil, Option<u32>); 4] = [
        (|account| account.owner = keys::made_up("impostor"), code(ReadError::WrongOwner { found: [0; 32] })),
        (|account| account.data.truncate(100), code(ReadError::TooShort { found: 0 })),
        (|account| account.data[0] ^= 1, code(ReadError::WrongDiscriminator { found: [0; 8] })),
        (
            |account| account.data[price_reader::layout::offset::FEED] ^= 1,
            code(ReadError::WrongFeed { found: [0; 32] }),
        ),
    ];
    for (spoil, expected) in cases {
        let mut spoiled = genuine.clone();
        spoil(&mut spoiled);
        scene.world.put(scene.price, spoiled);
        refusal::expect(lending.act(&mut scene.world, &borrower, Deed::Borrow(ONE)), expected);
    }
    scene.world.put(scene.price, genuine);
    lending.act(&mut scene.world, &borrower, Deed::Borrow(ONE)).expect("the genuine price");
}

/// Whatever happens to the price account, borrowers can leave, and who owes nothing takes everything back.
#[test]
fn without_any_price_the_way_out_is_open() {
    let (mut scene, lending, borrower) = market(Quote::Sol, RISK);
    lending.act(&mut scene.world, &borrower, Deed::Borrow(ONE)).expect("a loan");
    scene.world.edit(scene.price, |account| account.data = vec![0; 3]);
    let world = &mut scene.world;
    lending.act(world, &borrower, Deed::TopUp(ONE)).expect("topping up needs no price");
    let unreadable = Some(ReadError::TooShort { found: 3 }.code());
    refusal::expect(lending.act(world, &borrower, Deed::Withdraw(ONE)), unreadable);
    lending.act(world, &borrower, Deed::Repay(ONE)).expect("repaying needs no price");
    lending.act(world, &borrower, Deed::Withdraw(101 * ONE)).expect("nothing is owed");
}

#[test]
fn a_market_is_opened_for_the_right_price_and_sound_parameters_only() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    lending::deploy(&mut scene.world);
    let usual = stage::risk(8_000, 8_500);
    let mut open = |quote, pricing, risk, feed| {
        let genuine = scene.feed;
        scene.feed = feed;
        let result = Lending::open(&mut scene, 7, (quote, pricing), risk, ONE).map(|_| ());
        scene.feed = genuine;
        result.map_err(|failure| failure.code())
    };
    let wrong_feed = Some(ReadError::WrongFeed { found: [0; 32] }.code());
    assert_eq!(open(Quote::Sol, Pricing::Oracle, usual, keys::made_up("another feed")), Err(wrong_feed));
    let out_of_order = refusal::market(LendingError::RiskOutOfOrder);
    let upside_down = stage::risk(8_500, 8_000);
    assert_eq!(open(Quote::Sol, Pricing::Oracle, upside_down, keys::made_up("x")), Err(out_of_order));
    let comparison = refusal::market(LendingError::ComparisonInUsd);
    assert_eq!(open(Quote::Usd, Pricing::NavAlone, usual, keys::made_up("x")), Err(comparison));
}
