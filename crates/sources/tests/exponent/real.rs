use fair_value::units::{Bps, Rate, UnixTime};
use sources::{
    SourceFault,
    encode::MintAccount,
    exponent::{LinearDiscount, PrincipalVault, Terms, present_value},
    programs,
};

use crate::{
    Tests,
    common::{
        Owned,
        fixture::{address, dump},
    },
};

pub const TESTS: Tests = &[
    ("wfragsol_in_june_2025", wfragsol),
    ("its_books_changed_by_one", changed),
    ("of_another_series_or_another_sy", other_terms),
    ("its_worth_at_a_configured_discount", worth),
];

/// The rate of the SY that the vault saw last.
const RATE: u64 = 1_058_780_849_000;
const MATURITY: i64 = 1_752_159_600;
/// The clock of the capture.
const CAPTURED: i64 = 1_750_677_889;
const SUPPLY: u64 = 639_577_548_647_110;

/// The vault as captured; the mint of its principal token was not, and is made up with the supply of the vault's book.
struct Case {
    vault: Owned,
    mint: Owned,
    terms: Terms,
}

impl Case {
    fn with<T>(&self, use_it: impl FnOnce(PrincipalVault<'_>) -> T) -> Result<T, SourceFault> {
        PrincipalVault::read(&self.vault.view(), &self.mint.view(), &self.terms).map(use_it)
    }

    fn verdict(&self) -> &'static str {
        self.with(|_| "reads").unwrap_or_else(|fault| fault.name())
    }
}

fn captured() -> Case {
    let vault = dump("exponent/exponent-vault-wfragsol-2025-06.json");
    assert_eq!(vault.key, address("DYpJrbeHuoY33VXmYN7uo87e8aepatZyDS46j8cPscsN"));
    assert_eq!((vault.owner, vault.data.len()), (programs::EXPONENT, 868));
    let key = |at: usize| vault.data[at..at + 32].try_into().unwrap();
    let mint = MintAccount { supply: SUPPLY, decimals: 9, ..MintAccount::default() };
    Case {
        mint: Owned::new(key(104), programs::TOKEN, mint.encode()),
        terms: Terms { sy_mint: key(40), maturity: UnixTime::new(MATURITY) },
        vault,
    }
}

fn wfragsol() {
    captured()
        .with(|vault| {
            assert_eq!((vault.set_aside.get(), vault.supply.get()), (604_069_812_229_017, SUPPLY));
            assert_eq!((vault.unbacked, vault.emergency), (false, false));
            assert_eq!(vault.last_seen().unwrap().to_decimal_ceil(), RATE);
            let backing = vault.backing(Rate::from_decimal(RATE).unwrap());
            assert!(backing.to_bits() >= (1 << 44) - 1, "{backing:?}");
        })
        .unwrap();
}

fn changed() {
    // Rate, what is set aside, and the supply: each takes part in the rule. One more base unit of supply can round to
    // the same, a thousand cannot.
    for (at, by) in [(337, 1_000), (441, 1), (449, 1_000)] {
        let mut case = captured();
        let number = u64::from_le_bytes(case.vault.data[at..at + 8].try_into().unwrap());
        case.vault.data[at..at + 8].copy_from_slice(&(number + by).to_le_bytes());
        assert_eq!(case.verdict(), "Malformed", "offset {at}");
    }
    // Escrow, treasury, uncollected: each decides whether there is enough. 1,085.772 SY of the escrow are beyond.
    for (at, by) in [(433, -2_000_000_000_000), (457, 2_000_000_000_000), (465, 2_000_000_000_000)] {
        let mut case = captured();
        let number = u64::from_le_bytes(case.vault.data[at..at + 8].try_into().unwrap());
        let number = number.checked_add_signed(by).unwrap();
        case.vault.data[at..at + 8].copy_from_slice(&number.to_le_bytes());
        let backing = case.with(|vault| vault.backing(Rate::from_decimal(RATE).unwrap()).to_decimal_floor());
        assert!((990_000_000_000..999_000_000_000).contains(&backing.unwrap()), "offset {at}");
    }
}

fn other_terms() {
    let mut case = captured();
    case.terms.maturity = UnixTime::new(MATURITY + 86_400);
    assert_eq!(case.verdict(), "WrongSibling");
    let mut case = captured();
    case.terms.sy_mint = [7; 32];
    assert_eq!(case.verdict(), "WrongMint");
}

fn worth() {
    // 17.15 days at 14 % per year.
    let discount = LinearDiscount::new(Bps::new(1_400), UnixTime::new(MATURITY), UnixTime::new(CAPTURED)).unwrap();
    let factor = discount.factor(UnixTime::new(CAPTURED)).unwrap();
    let backing = captured().with(|vault| vault.backing(Rate::from_decimal(RATE).unwrap())).unwrap();
    assert_eq!(present_value(backing, factor).to_decimal_floor() / 1_000_000, 993_422);
}
