//! Freshness, agreement, transit, custody, minting.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

const GRACE: Seconds = Seconds::new(3_600);

proptest! {
    #![proptest_config(cases(2_048))]

    #[test]
    fn freshness_is_what_the_rule_says(updated in 0_u64..6, epoch in 0_u64..6, since in 0_u32..8_000, rewards: bool) {
        let found = freshness(Epoch::new(updated), Epoch::new(epoch), Seconds::new(since), rewards, GRACE);
        let expected = if updated >= epoch {
            Freshness::Fresh
        } else if updated + 1 < epoch {
            Freshness::Lapsed
        } else if rewards || since < 3_600 {
            Freshness::Grace
        } else {
            Freshness::Stale
        };
        prop_assert_eq!(found, expected);
    }

    /// Time never makes a NAV fresher.
    #[test]
    fn freshness_only_worsens(updated in 0_u64..6, epoch in 0_u64..6, since in 0_u32..8_000, later in 0_u32..8_000) {
        let before = freshness(Epoch::new(updated), Epoch::new(epoch), Seconds::new(since), false, GRACE);
        let after = freshness(Epoch::new(updated), Epoch::new(epoch), Seconds::new(since + later), false, GRACE);
        let next = freshness(Epoch::new(updated), Epoch::new(epoch + 1), Seconds::ZERO, false, GRACE);
        prop_assert!(after >= before && next >= before);
    }

    /// Of two sources the lower serves collateral, the higher debt, and beyond the limit both mean caution.
    #[test]
    fn two_sources_bound_each_other(other in 0.95_f64..1.05) {
        let mut world = World::settled(&[1.0]);
        world.other_navs = vec![Some(world.attested(other))];
        let outcome = world.next(20);
        let alone = World::settled(&[1.0]).next(20);
        prop_assert!(outcome.collateral <= alone.collateral);
        prop_assert!(outcome.debt >= alone.debt);
        prop_assert!(float(outcome.collateral) <= other);
        prop_assert_eq!(outcome.nav, rate(1.0));
        let distance = other.max(1.0) / other.min(1.0) - 1.0;
        if distance > 0.0052 {
            prop_assert_eq!(outcome.level, Level::Caution);
            prop_assert!(outcome.reasons.has(Reason::NavDisagreement));
        } else if distance < 0.0049 {
            prop_assert_eq!(outcome.level, Level::Normal);
        }
        prop_assert_eq!(outcome.voted, 0b111);
    }

    /// Assets in transit count for liquidation and debt, never for collateral.
    #[test]
    fn transit_never_counts_for_collateral(share in 0.01_f64..0.19) {
        let mut world = World::settled(&[1.0]);
        let gone = (share * SUPPLY as f64) as u64;
        let until = UnixTime::new(world.now.time.get() + 86_400);
        let now = world.now;
        world.state.announce_transit(&world.params.clone(), &now, Lamports::new(gone), until).unwrap();
        world.backing().assets = Lamports::new(SUPPLY - gone);
        let outcome = world.next(20);
        prop_assert!(outcome.reasons.has(Reason::Transit));
        prop_assert!(!outcome.reasons.has(Reason::NavDrop));
        prop_assert_eq!(outcome.nav, rate(1.0));
        prop_assert!(relative(outcome.liquidation, 1.0) < 1e-9);
        prop_assert!(float(outcome.collateral) <= 1.0 - share);
        // After the announcement lapses, it is a fall like any other.
        let late = world.run(86_400, 60);
        prop_assert!(!late.reasons.has(Reason::Transit));
        prop_assert!(late.reasons.has(Reason::NavDrop) || late.nav < rate(1.0));
    }

    /// Supply without assets trips beyond the limit, and only then; supply with assets never does.
    #[test]
    fn unbacked_supply_halts(minted in 0.0_f64..0.5, paid in 0.0_f64..0.5) {
        let mut world = World::settled(&[1.0]);
        world.backing().supply = TokenAmount::new(SUPPLY + (minted * SUPPLY as f64) as u64);
        world.backing().assets = Lamports::new(SUPPLY + (paid * SUPPLY as f64) as u64);
        let outcome = world.next(20);
        let excess = minted - paid;
        if excess > 0.1001 {
            prop_assert!(outcome.reasons.has(Reason::UnbackedMint));
            prop_assert_eq!(outcome.level, Level::Halted);
            prop_assert_eq!(outcome.causes, Causes::MARKET);
        } else if excess < 0.0999 {
            prop_assert!(!outcome.reasons.has(Reason::UnbackedMint));
        }
    }
}

#[test]
fn an_old_epoch_means_caution_then_no_borrowing() {
    let mut world = World::settled(&[1.0]);
    world.now.epoch = Epoch::new(world.now.epoch.get() + 1);
    world.now.since_epoch_start = Seconds::ZERO;
    let grace = world.next(20);
    assert_eq!(grace.level, Level::Normal);
    assert!(grace.reasons.has(Reason::NavGrace) && !grace.reasons.has(Reason::NavStale));
    assert_eq!(grace.nav_time, world.now.time);
    // Rewards being paid out extend it.
    world.now.since_epoch_start = Seconds::new(3_600);
    world.now.rewards_active = true;
    assert!(world.next(20).reasons.has(Reason::NavGrace));
    world.now.rewards_active = false;
    let fresh_until = world.now.time;
    let stale = world.next(20);
    assert_eq!(stale.level, Level::Caution);
    assert!(stale.reasons.has(Reason::NavStale));
    assert!(stale.gates.allows(Action::Borrow));
    assert_eq!(stale.nav_time, fresh_until);
    world.now.epoch = Epoch::new(world.now.epoch.get() + 1);
    let lapsed = world.next(20);
    assert!(!lapsed.gates.allows(Action::Borrow));
    assert!(!lapsed.gates.allows(Action::Withdraw), "withdrawing while owing is borrowing by another name");
    assert!(lapsed.gates.allows(Action::Deleverage) && lapsed.gates.allows(Action::Liquidate));
    assert_eq!(lapsed.nav_time, fresh_until);
    // An update makes it fresh again.
    let epoch = world.now.epoch;
    world.backing().updated = epoch;
    let fresh = world.next(20);
    assert!(fresh.gates.allows(Action::Borrow));
    assert_eq!(fresh.nav_time, world.now.time);
}

#[test]
fn an_attested_nav_carries_its_time_and_uncertainty() {
    let mut world = World::settled(&[1.0]);
    let published = UnixTime::new(world.now.time.get() + 5);
    world.nav = Some(NavReading::Attested(Attested { rate: rate(1.0), confidence: Bps::new(70), published }));
    let outcome = world.next(20);
    assert_eq!(outcome.nav_time, published.max(UnixTime::new(world.now.time.get() - 20)));
    assert!(relative(outcome.confidence, 0.0070) < 1e-9);
    // From the future is now; older than what was published before changes nothing.
    world.nav = Some(NavReading::Attested(Attested {
        rate: rate(1.0),
        confidence: Bps::new(70),
        published: UnixTime::new(world.now.time.get() + 500),
    }));
    assert_eq!(world.next(20).nav_time, world.now.time);
    world.nav = Some(NavReading::Attested(Attested {
        rate: rate(1.0),
        confidence: Bps::new(70),
        published: UnixTime::new(-5),
    }));
    assert_eq!(world.next(20).nav_time.get(), world.now.time.get() - 20);
}

#[test]
fn quality_is_flagged() {
    let mut world = World::settled(&[1.0]);
    world.backing().custodial = Lamports::new(1);
    let outcome = world.next(20);
    assert!(outcome.reasons.has(Reason::Custodial));
    assert_eq!(outcome.flags, Flags::CUSTODIAL.union(Flags::MARKET));
    assert_eq!(outcome.level, Level::Normal);
    world.backing().custodial = Lamports::ZERO;
    world.backing().undercovered = true;
    let outcome = world.next(20);
    assert_eq!(outcome.flags, Flags::MARKET);
    assert!(!outcome.reasons.has(Reason::Custodial) && !outcome.reasons.has(Reason::Transit));
    assert!(outcome.reasons.has(Reason::LstUndercovered));
    assert_eq!(outcome.level, Level::Depegged);
}

/// While the primary source cannot be read, the others may lower collateral and nothing else.
#[test]
fn other_sources_do_not_heal_a_fault() {
    let mut world = World::settled(&[1.0]);
    world.nav = None;
    world.other_navs = vec![Some(world.attested(0.9))];
    let outcome = world.next(20);
    assert_eq!(outcome.causes, Causes::NAV);
    assert_eq!(outcome.nav, rate(1.0));
    assert!(float(outcome.collateral) <= 0.9);
    assert!(!outcome.reasons.has(Reason::NavDisagreement));
    world.other_navs = vec![Some(world.attested(1.5))];
    let outcome = world.next(20);
    assert!(float(outcome.collateral) <= 1.0);
    assert!(float(outcome.debt) <= 1.02);
}

/// A second source that is itself unusable is no second source.
#[test]
fn unusable_second_sources_are_ignored() {
    let mut world = World::settled(&[1.0]);
    let mut thin = backing(0.5);
    thin.supply = TokenAmount::new(world.params.min_supply.get() - 1);
    thin.assets = Lamports::new(thin.supply.get() / 2);
    let mut empty = backing(0.5);
    empty.assets = Lamports::ZERO;
    for other in [None, Some(world.attested(1e-9)), Some(NavReading::Backing(thin)), Some(NavReading::Backing(empty))] {
        world.other_navs = vec![other];
        let outcome = world.next(20);
        assert_eq!(outcome.level, Level::Normal);
        assert!(float(outcome.collateral) > 0.99);
        assert_eq!(outcome.voted & 0b100, 0);
    }
    let mut second = backing(0.9);
    second.supply = world.params.min_supply;
    second.assets = Lamports::new(second.supply.get() / 10 * 9);
    world.other_navs = vec![Some(NavReading::Backing(second))];
    let outcome = world.next(20);
    assert!(outcome.reasons.has(Reason::NavDisagreement));
    assert_eq!(outcome.largest.map(|(reason, _)| reason), Some(Reason::NavDisagreement));
}

/// The epoch's beginning is the reference; once tripped, it stays so until the excess is gone or acknowledged.
#[test]
fn an_unbacked_mint_is_not_forgotten_with_the_epoch() {
    let mut world = World::settled(&[1.0]);
    // Donated assets hide the fall, not the mint.
    world.backing().assets = Lamports::new(SUPPLY + SUPPLY * 115 / 1_000);
    world.set_markets(1.115);
    world.run(4 * 3_600, 20);
    world.new_epoch();
    // The market pays for what the published NAV does not count yet: a premium, and nothing else.
    let donated = world.next(20);
    assert_eq!((donated.level, world.reasons(&donated)), (Level::Caution, vec![Reason::NavCapped, Reason::Premium]));
    world.backing().supply = TokenAmount::new(SUPPLY + SUPPLY * 12 / 100);
    let tripped = world.next(20);
    assert!(tripped.reasons.has(Reason::UnbackedMint));
    assert!(!tripped.reasons.has(Reason::NavDrop));
    assert_eq!(tripped.level, Level::Halted);
    world.new_epoch();
    assert!(world.next(20).reasons.has(Reason::UnbackedMint));
    let mut burnt = world.clone();
    burnt.backing().supply = TokenAmount::new(SUPPLY);
    let outcome = burnt.next(20);
    assert!(!outcome.reasons.has(Reason::UnbackedMint));
    assert_eq!(outcome.level, Level::Depegged);
    world.state.acknowledge_nav().unwrap();
    let outcome = world.next(20);
    assert!(!outcome.reasons.has(Reason::UnbackedMint));
    // From here on the new supply is the reference.
    world.backing().supply = TokenAmount::new(SUPPLY + SUPPLY * 20 / 100);
    assert!(!world.next(20).reasons.has(Reason::UnbackedMint));
    world.backing().supply = TokenAmount::new(SUPPLY + SUPPLY * 25 / 100);
    let again = world.next(20);
    assert!(again.reasons.has(Reason::UnbackedMint));
}

/// Exactly the limit is within it, even when assets fall a little at the same time.
#[test]
fn the_mint_limit_is_inclusive() {
    let mut world = World::settled(&[1.0]);
    world.backing().supply = TokenAmount::new(SUPPLY + SUPPLY / 10);
    world.backing().assets = Lamports::new(SUPPLY - 1);
    assert!(!world.next(20).reasons.has(Reason::UnbackedMint));
    world.backing().supply = TokenAmount::new(SUPPLY + SUPPLY / 10 + 1);
    let outcome = world.next(20);
    assert!(outcome.reasons.has(Reason::UnbackedMint));
    // Exactly accounted for by the assets is accounted for.
    world.backing().supply = TokenAmount::new(SUPPLY + SUPPLY / 10 + SUPPLY / 4);
    world.backing().assets = Lamports::new(SUPPLY + SUPPLY / 4);
    assert!(!world.next(20).reasons.has(Reason::UnbackedMint));
    world.backing().assets = Lamports::new(SUPPLY + SUPPLY / 4 - 1);
    let outcome = world.next(20);
    assert!(outcome.reasons.has(Reason::UnbackedMint));
    assert_eq!(outcome.largest, Some((Reason::UnbackedMint, Bps::new(3_500))));
}

/// The least supply is enough.
#[test]
fn the_supply_floor_is_inclusive() {
    let mut world = World::settled(&[1.0]);
    let least = world.params.min_supply;
    world.backing().supply = least;
    world.backing().assets = Lamports::new(least.get());
    assert!(!world.next(20).reasons.has(Reason::NavFault));
    world.backing().supply = TokenAmount::new(least.get() - 1);
    assert!(world.next(20).reasons.has(Reason::NavFault));
}

#[test]
fn slow_minting_resets_with_the_epoch() {
    let mut world = World::settled(&[1.0]);
    world.backing().assets = Lamports::new(2 * SUPPLY);
    world.next(20);
    for step in 1..5_u64 {
        world.new_epoch();
        world.next(20);
        world.backing().supply = TokenAmount::new(SUPPLY + SUPPLY * 9 * step / 100);
        assert!(!world.next(20).reasons.has(Reason::UnbackedMint), "{step}");
    }
}
