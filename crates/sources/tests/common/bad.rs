//! The one list of bad behaviours that every source is put through.

use core::fmt::Debug;

use sources::encode::MintAccount;

use super::{Case, Owned};

/// What can be put through the list: accounts, and what reading them gives.
pub trait Subject {
    type Reading: PartialEq + Debug + Clone;

    fn accounts(&mut self) -> &mut [Owned];

    /// What is read, or the name of the fault.
    fn outcome(&self) -> Result<Self::Reading, &'static str>;
}

impl Subject for Case {
    type Reading = fair_value::Reading;

    fn accounts(&mut self) -> &mut [Owned] {
        &mut self.accounts
    }

    fn outcome(&self) -> Result<Self::Reading, &'static str> {
        self.read().map_err(|fault| fault.name())
    }
}

/// What an account, or whoever controls it, can do to its reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bad {
    WrongOwner,
    WrongDiscriminator,
    TooShort,
    TooLong,
    AllZero,
    AllOnes,
    ZeroPrice,
    ZeroLiquidity,
    ZeroSupply,
    MaximumValues,
    Stale,
    FromTheFuture,
    WrongMints,
    WrongOrientation,
    WrongDecimals,
    Disabled,
    HalfInitialised,
    WrongSibling,
}

use Bad::*;

pub const ALL: [Bad; 18] = [
    WrongOwner,
    WrongDiscriminator,
    TooShort,
    TooLong,
    AllZero,
    AllOnes,
    ZeroPrice,
    ZeroLiquidity,
    ZeroSupply,
    MaximumValues,
    Stale,
    FromTheFuture,
    WrongMints,
    WrongOrientation,
    WrongDecimals,
    Disabled,
    HalfInitialised,
    WrongSibling,
];

/// What must come of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expect {
    /// The source is refused with the fault of this name.
    Fault(&'static str),
    /// It is read, but as something else: nothing in the account gives it away, and the rules behind must bear it.
    Differs,
    /// The source has nothing of the kind.
    Cannot,
}

/// Puts a good case through the list. `damage` applies a behaviour and says what must come of it.
pub fn every_bad_behaviour<S: Subject>(good: impl Fn() -> S, damage: impl Fn(Bad, &mut S) -> Expect) {
    let untouched = good().outcome().expect("the good case reads");
    for bad in ALL {
        let mut case = good();
        let expected = damage(bad, &mut case);
        let result = case.outcome();
        match expected {
            Expect::Fault(name) => assert_eq!(result, Err(name), "{bad:?}"),
            Expect::Differs => assert_ne!(result, Ok(untouched.clone()), "{bad:?}"),
            Expect::Cannot => {
                assert_eq!(result, Ok(untouched.clone()), "{bad:?} was declared impossible, but did something")
            }
        }
    }
}

/// The damages that are the same for any account.
pub fn structural(bad: Bad, case: &mut impl Subject, account: usize) {
    let account = &mut case.accounts()[account];
    match bad {
        WrongOwner => account.owner = [0xee; 32],
        WrongDiscriminator => account.data[..8].copy_from_slice(&[0xdd; 8]),
        TooShort => {
            account.data.pop();
        }
        TooLong => account.data.push(0),
        AllZero => account.data.fill(0),
        AllOnes => account.data.fill(0xff),
        other => panic!("{other:?} is not structural"),
    }
}

/// The mint of a chain's step, with `good` for the one in the books.
pub fn step_mint(bad: Bad, case: &mut Case, at: usize, good: MintAccount) -> Expect {
    let mut set = |mint: MintAccount| case.accounts[at].data = mint.encode();
    match bad {
        WrongOwner | TooShort | TooLong | AllZero | AllOnes => structural(bad, case, at),
        WrongDecimals => set(MintAccount { decimals: 8, ..good }),
        HalfInitialised => case.accounts[at].data[45] = 0,
        MaximumValues => {
            set(MintAccount { supply: u64::MAX, ..good });
            return Expect::Differs;
        }
        // The books divide: all burnt by hand is too low, and no fault.
        ZeroSupply => {
            set(MintAccount { supply: 0, ..good });
            return Expect::Cannot;
        }
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        WrongOwner => "WrongOwner",
        TooShort | TooLong => "WrongLength",
        AllZero | HalfInitialised => "Uninitialised",
        AllOnes => "Malformed",
        _ => "WrongDecimals",
    })
}

/// Wrong addresses and counts are the caller's fault, account by account, whatever the source.
pub fn callers_mistakes(good: impl Fn() -> Case) {
    for at in 0..good().accounts.len() {
        let mut case = good();
        case.accounts[at].key[31] ^= 1;
        assert_eq!(case.verdict(), "WrongAddress", "account {at}");

        let mut case = good();
        case.accounts.remove(at);
        assert_eq!(case.verdict(), "AccountCount", "account {at}");

        // A closed account is the source's condition, never a panic and never the caller's fault.
        let mut case = good();
        case.accounts[at].close();
        assert!(!matches!(case.read(), Err(sources::Fault::Caller(_))), "account {at}");
    }
    let mut case = good();
    let again = case.accounts[0].clone();
    case.accounts.push(again);
    assert_eq!(case.verdict(), "AccountCount");
}
