use fair_value::units::{Lamports, Slot};
use sources::{SourceFault, programs, sanctum_inf::InfPool};

use crate::{
    Tests,
    common::{
        Owned,
        fixture::{address, dump},
        now,
    },
};

pub const TESTS: Tests = &[
    ("first_version_in_october_2025", first_version),
    ("first_version_with_the_seconds_tag_or_length", wrong_sibling),
    ("second_version_of_made_up_amounts", second_version),
    ("second_version_counts_neither_withheld_nor_owed", each_part),
];

/// A pool with its mint.
struct Case {
    accounts: [Owned; 2],
}

impl Case {
    fn with<T>(&self, use_it: impl FnOnce(InfPool<'_>) -> T) -> Result<T, SourceFault> {
        let [pool, mint] = &self.accounts;
        let now = fair_value::Now { slot: Slot::new(400_000_000), ..now() };
        InfPool::read(&pool.view(), &mint.view(), &now).map(use_it)
    }

    fn verdict(&self) -> &'static str {
        self.with(|_| "reads").unwrap_or_else(|fault| fault.name())
    }
}

fn read(pool: &str, mint: &str) -> Case {
    let accounts = [dump(pool), dump(mint)];
    assert_eq!(accounts[0].owner, programs::SANCTUM_INF);
    assert_eq!(accounts[0].key, address("AYhux5gJzCoeoc1PoJ1VxwPDe22RwcvpHviLDD1oCGvW"));
    assert_eq!(accounts[1].key, address("5oVNBeEEQvYi1cX3ir8Dx5n1P7pdxydbGF2X4TxVusJm"));
    Case { accounts }
}

fn october() -> Case {
    read("inf/inf-pool-state-v1-2025-10.json", "inf/inf-mint-2025-10.json")
}

fn doctored() -> Case {
    read("modified-or-devnet/MODIFIED-inf-pool-state-v2.json", "modified-or-devnet/MODIFIED-inf-mint-v2.json")
}

fn first_version() {
    october()
        .with(|pool| {
            let (assets, supply) = (u128::from(pool.assets().get()), u128::from(pool.supply.get()));
            assert_eq!((assets, supply), (1_526_932_937_260_359, 1_116_792_619_507_830));
            assert_eq!(assets * 1_000_000_000_000_000 / supply, 1_367_248_413_526_656);
            assert_eq!(pool.schedule, None);
        })
        .unwrap();
}

fn wrong_sibling() {
    let mut case = october();
    case.accounts[0].data[12] = 2;
    assert_eq!(case.verdict(), "WrongLength");
    case.accounts[0].data[12] = 1;
    case.accounts[0].data.resize(240, 0);
    assert_eq!(case.verdict(), "WrongLength");
}

fn second_version() {
    doctored()
        .with(|pool| {
            let schedule = pool.schedule.unwrap();
            assert_eq!((schedule.share, schedule.fee_nanos), (39_328_803_111_936, 100_000_000));
            assert_eq!(schedule.since, Slot::new(0));
            assert_eq!(pool.supply.get(), 50_000_000_000_000);
            // Withheld since slot 0: by now all but a lamport that is rounded up is out, a tenth of it to the protocol.
            let release = pool.release(Slot::new(400_000_000));
            assert_eq!(release.withheld, Lamports::ZERO);
            assert_eq!(release.to_protocol, Lamports::new(100_000_000));
        })
        .unwrap();
}

fn each_part() {
    doctored()
        .with(|pool| {
            assert_eq!(pool.total, Lamports::new(111_440_393_290_220));
            assert_eq!(pool.assets(), Lamports::new(111_440_393_290_220 - 999_999_999 - 69));
        })
        .unwrap();
}
