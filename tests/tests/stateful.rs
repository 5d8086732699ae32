//! Random sequences of instructions by everybody, in a market that does what it likes: after each one, every promise is looked at.
//!
//! `GLOWSOL_FUZZ_SECONDS` says for how long: a few seconds by default, 60 in `make fuzz`, 600 at night.

use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use fair_value::{Action, Causes, Gates, Params, params::FIELDS};
use glowsol_oracle::{
    Change, InitializeFeedArgs, ParamValue, instruction,
    state::{Feed, Price},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, RngSeed, TestCaseError, TestRunner},
};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::programs;
use tests::{
    Failure, Receipt, Scene, instructions as ix,
    scene::{
        self, ONE,
        account::{self, holding},
        keys,
    },
};

/// Who acts.
#[derive(Clone, Copy, Debug)]
enum Who {
    Authority,
    Guardian,
    Stranger,
}

/// What happens next.
#[derive(Clone, Debug)]
enum Event {
    Pass(i64),
    Epoch,
    Rewards(bool),
    Orca(f64),
    Raydium(f64),
    Wallet(u64),
    Supply(u64),
    Dollar(i64, u64),
    Spoil(usize, u8),
    Refresh,
    RefreshWithout(usize),
    Pause(Who),
    Resume(Who),
    AcknowledgeNav(Who),
    AcknowledgePrograms(Who),
    AcknowledgeMarket(Who),
    Transit(Who, u64, i64),
    Nominate(Who, Who),
    CancelNomination(Who),
    Accept(Who),
    SetGuardian(Who, Who),
    Tighten(Who, u8, u64),
    Propose(Who, Vec<Change>),
    Mature,
    Apply,
    Cancel(Who),
    Register(u8),
    Release(u8),
    Grow,
    Close(Who),
    Check(u8),
    CheckPrograms(u8),
    Abandon,
}

/// Every instruction that the sequences send, by the event that sends it: each has to land in a minute of them.
const INSTRUCTIONS: [&str; 21] = [
    "Refresh",
    "Pause",
    "Resume",
    "AcknowledgeNav",
    "AcknowledgePrograms",
    "AcknowledgeMarket",
    "Transit",
    "Nominate",
    "CancelNomination",
    "Accept",
    "SetGuardian",
    "Tighten",
    "Propose",
    "Apply",
    "Cancel",
    "Register",
    "Release",
    "Grow",
    "Close",
    "Check",
    "CheckPrograms",
];
/// What else happens.
const WORLD: [&str; 12] = [
    "Pass",
    "Epoch",
    "Rewards",
    "Orca",
    "Raydium",
    "Wallet",
    "Supply",
    "Dollar",
    "Spoil",
    "RefreshWithout",
    "Mature",
    "Abandon",
];

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![4 => Just(Who::Authority), 2 => Just(Who::Guardian), 1 => Just(Who::Stranger)]
}

/// Values of a parameter: mostly such as may be set.
fn value(id: u8) -> BoxedStrategy<u64> {
    match FIELDS.get(usize::from(id)) {
        Some(info) => prop_oneof![8 => info.min..=info.max, 2 => Just(info.default), 1 => any::<u64>()].boxed(),
        None => any::<u64>().boxed(),
    }
}

fn parameter() -> impl Strategy<Value = (u8, u64)> {
    (0..=FIELDS.len() as u8).prop_flat_map(|id| (Just(id), value(id)))
}

fn change() -> impl Strategy<Value = Change> {
    let orca = || {
        let source = scene::standard_sources().swap_remove(1);
        Change::AddSource { index: 1, spec: source.spec, accounts: source.accounts }
    };
    prop_oneof![
        6 => parameter().prop_map(|(id, value)| Change::Params { values: vec![ParamValue { id, value }] }),
        2 => (0_u8..6).prop_map(|index| Change::RemoveSource { index }),
        2 => (0_u8..6).prop_map(move |place| match orca() {
            Change::AddSource { spec, accounts, .. } => Change::AddSource { index: place, spec, accounts },
            other => other,
        }),
        1 => any::<u32>().prop_map(|seconds| Change::Timelock { seconds }),
        1 => (86_400_u32..=2_592_000).prop_map(|seconds| Change::Timelock { seconds }),
        1 => Just(Change::PostingPrograms { programs: vec![keys::SSOL] }),
        1 => Just(Change::WatchedPrograms { programs: vec![keys::SSOL] }),
        1 => Just(Change::Guardian { guardian: keys::SSOL }),
        1 => Just(Change::Retire),
        1 => Just(Change::AcknowledgeMarket { least: 0 }),
    ]
}

/// What happens next: mostly one thing. A proposal that nobody waits for would hardly ever apply by chance.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let changes = prop::collection::vec(change(), 1..3);
    let patience = (changes, event()).prop_map(|(changes, meanwhile)| {
        let propose = Event::Propose(Who::Authority, changes);
        vec![Event::Cancel(Who::Authority), propose, meanwhile, Event::Mature, Event::Apply]
    });
    let retirement = Just(vec![
        Event::Cancel(Who::Authority),
        Event::Propose(Who::Authority, vec![Change::Retire]),
        Event::Mature,
        Event::Apply,
        Event::Pass(90_000),
        Event::Close(Who::Authority),
    ]);
    let succession = (event(), who()).prop_map(|(meanwhile, heir)| {
        vec![Event::Nominate(Who::Authority, heir), meanwhile, Event::Mature, Event::Accept(heir)]
    });
    let upgrade = (0_u8..9, event())
        .prop_map(|(code, next)| vec![Event::CheckPrograms(code), next, Event::AcknowledgePrograms(Who::Authority)]);
    let loss =
        event().prop_map(|next| vec![Event::Mature, Event::Abandon, next, Event::AcknowledgeMarket(Who::Authority)]);
    let unguarded = Just(vec![
        Event::Cancel(Who::Authority),
        Event::Propose(Who::Authority, vec![Change::Guardian { guardian: Pubkey::default() }]),
        Event::Mature,
        Event::Apply,
        Event::SetGuardian(Who::Authority, Who::Guardian),
    ]);
    prop_oneof![
        80 => event().prop_map(|event| vec![event]),
        4 => patience,
        1 => retirement,
        2 => succession,
        2 => upgrade,
        2 => loss,
        1 => unguarded,
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let world = prop_oneof![
        6 => prop_oneof![Just(0_i64), Just(1), Just(5), Just(20), Just(60)].prop_map(Event::Pass),
        2 => prop_oneof![Just(300_i64), Just(3_600), Just(90_000), Just(200_000)].prop_map(Event::Pass),
        1 => Just(Event::Epoch),
        1 => any::<bool>().prop_map(Event::Rewards),
        3 => prop_oneof![Just(1.0), 0.97..1.03, 0.01..30.0].prop_map(Event::Orca),
        3 => prop_oneof![Just(1.0), 0.97..1.03, 0.01..30.0].prop_map(Event::Raydium),
        1 => (0_u64..200_000).prop_map(|sol| Event::Wallet(sol * ONE)),
        1 => (0_u64..1_000_000).prop_map(|tokens| Event::Supply(tokens * ONE)),
        1 => (any::<i64>(), any::<u64>()).prop_map(|(price, conf)| Event::Dollar(price, conf)),
        2 => (0_usize..10, any::<u8>()).prop_map(|(account, byte)| Event::Spoil(account, byte)),
    ];
    let everybody = prop_oneof![
        12 => Just(Event::Refresh),
        1 => (0_usize..12).prop_map(Event::RefreshWithout),
        1 => (0_u8..6).prop_map(Event::Register),
        1 => (0_u8..6).prop_map(Event::Release),
        1 => Just(Event::Grow),
        1 => (0_u8..9).prop_map(Event::Check),
        1 => (0_u8..9).prop_map(Event::CheckPrograms),
    ];
    let governance = prop_oneof![
        who().prop_map(Event::Pause),
        who().prop_map(Event::Resume),
        who().prop_map(Event::AcknowledgeNav),
        who().prop_map(Event::AcknowledgePrograms),
        who().prop_map(Event::AcknowledgeMarket),
        who().prop_map(Event::CancelNomination),
        (who(), 0_u64..40_000, -10_i64..1_000_000).prop_map(|(who, sol, until)| Event::Transit(who, sol * ONE, until)),
        (who(), who()).prop_map(|(by, nominee)| Event::Nominate(by, nominee)),
        who().prop_map(Event::Accept),
        (who(), who()).prop_map(|(by, guardian)| Event::SetGuardian(by, guardian)),
        (who(), parameter()).prop_map(|(who, (id, value))| Event::Tighten(who, id, value)),
        (who(), prop::collection::vec(change(), 1..4)).prop_map(|(who, changes)| Event::Propose(who, changes)),
        Just(Event::Apply),
        who().prop_map(Event::Cancel),
        who().prop_map(Event::Close),
    ];
    prop_oneof![3 => world, 4 => everybody, 2 => governance]
}

/// A feed and those who act on it, who sign what asks for their signature.
struct Play {
    scene: Scene,
    guardian: Pubkey,
    stranger: Pubkey,
}

/// What the feed watches, and where its code is kept.
fn program() -> [Pubkey; 2] {
    [keys::made_up("vault program"), keys::made_up("where its code is kept")]
}

impl Play {
    fn new() -> Self {
        let signers = [Keypair::new(), Keypair::new()];
        let [guardian, stranger] = [0, 1].map(|place: usize| signers[place].pubkey());
        let watched_programs = vec![program()[0]];
        let mut scene = Scene::draft_with(InitializeFeedArgs { guardian, watched_programs, ..scene::arguments() });
        for key in [guardian, stranger] {
            scene.world.svm.airdrop(&key, 100 * ONE).expect("funding");
        }
        scene.world.others.extend(signers);
        deploy(&mut scene, 0);
        scene.world.send(ix::check_programs(scene.feed, &program())).expect("a first look");
        for source in scene::standard_sources() {
            scene.add_source(source).expect("the source is sound");
        }
        scene.activate().expect("the table is complete");
        scene.refresh().expect("the first refresh lands");
        scene.live(3_600, 60);
        Self { scene, guardian, stranger }
    }

    fn key(&self, who: Who) -> Pubkey {
        match who {
            Who::Authority => self.scene.world.payer.pubkey(),
            Who::Guardian => self.guardian,
            Who::Stranger => self.stranger,
        }
    }

    /// The accounts of the feed as it is configured now.
    fn sources(&self) -> Vec<Pubkey> {
        let table = self.scene.feed().sources;
        table.accounts[..usize::from(table.account_count)].iter().map(|key| (*key).into()).collect()
    }

    fn send(&mut self, instruction: Instruction) -> Result<Receipt, Failure> {
        self.scene.world.send(instruction)
    }

    fn govern(&mut self, who: Who, act: impl anchor_lang::InstructionData) -> Option<Result<Receipt, Failure>> {
        let instruction = ix::govern(self.scene.feed, self.key(who), act);
        Some(self.send(instruction))
    }

    /// Lets it happen; what an instruction came to, if it was one.
    fn happen(&mut self, event: &Event) -> Option<Result<Receipt, Failure>> {
        let feed = self.scene.feed;
        match event {
            Event::Pass(seconds) => self.scene.pass(*seconds),
            Event::Epoch => {
                self.scene.world.at(self.scene.world.time().next_epoch());
                self.scene.around.stake_pool.last_update_epoch = self.scene.world.time().epoch;
                self.scene.pass(1);
            }
            Event::Rewards(active) => {
                let time = self.scene.world.time();
                self.scene.world.at(tests::Time { rewards_active: *active, ..time });
            }
            Event::Orca(factor) => self.scene.around.orca_rate = 1.06 * factor,
            Event::Raydium(factor) => self.scene.around.raydium_rate = 1.06 * factor,
            Event::Wallet(lamports) => self.scene.around.wallet = *lamports,
            Event::Supply(supply) => self.scene.around.supply = *supply,
            Event::Dollar(price, conf) => {
                (self.scene.around.pyth.price, self.scene.around.pyth.conf) = (*price, *conf);
            }
            Event::Spoil(account, byte) => {
                let keys = self.scene.source_accounts();
                self.scene.world.edit(keys[account % keys.len()], |account| {
                    let at = usize::from(*byte).wrapping_mul(37) % account.data.len().max(1);
                    if let Some(place) = account.data.get_mut(at) {
                        *place ^= byte | 1;
                    }
                });
            }
            Event::Refresh => return Some(self.send(ix::refresh(feed, &self.sources()))),
            Event::RefreshWithout(place) => {
                let mut sources = self.sources();
                if *place < sources.len() {
                    sources.remove(*place);
                }
                return Some(self.send(ix::refresh(feed, &sources)));
            }
            Event::Pause(who) => return Some(self.send(ix::pause(feed, self.key(*who)))),
            Event::Resume(who) => return self.govern(*who, instruction::Resume {}),
            Event::AcknowledgeNav(who) => return self.govern(*who, instruction::AcknowledgeNav { least: 0 }),
            Event::AcknowledgePrograms(who) => {
                let deployed = self.scene.feed().watched().iter().map(|watched| watched.deployed).collect();
                return self.govern(*who, instruction::AcknowledgePrograms { deployed });
            }
            Event::AcknowledgeMarket(who) => {
                return Some(self.send(ix::acknowledge_market(feed, self.key(*who), self.guardian, 0)));
            }
            Event::CancelNomination(who) => {
                return Some(self.send(ix::cancel_nomination(feed, self.key(*who))));
            }
            Event::Transit(who, amount, seconds) => {
                let until = self.scene.world.time().unix + seconds;
                return self.govern(*who, instruction::AnnounceTransit { amount: *amount, until });
            }
            Event::Nominate(who, nominee) => {
                let nominee = self.key(*nominee);
                return self.govern(*who, instruction::NominateAuthority { nominee });
            }
            Event::Accept(who) => return Some(self.send(ix::accept_authority(feed, self.key(*who)))),
            Event::SetGuardian(who, guardian) => {
                let guardian = self.key(*guardian);
                return self.govern(*who, instruction::SetGuardian { guardian });
            }
            Event::Tighten(who, id, value) => {
                let values = vec![ParamValue { id: *id, value: *value }];
                return self.govern(*who, instruction::TightenConfig { values });
            }
            Event::Propose(who, changes) => {
                return Some(self.send(ix::propose_config(feed, self.key(*who), changes.clone())));
            }
            Event::Mature => self.mature(),
            Event::Apply => return Some(self.apply()),
            Event::Cancel(who) => {
                let authority = self.scene.feed().authority;
                return Some(self.send(ix::cancel_config(feed, authority, self.key(*who))));
            }
            Event::Register(n) => {
                let reserve = keys::made_up(&format!("stake {n}"));
                self.scene.world.put(reserve, account::stake(500 * ONE, scene::vault_authority()));
                return Some(self.send(ix::register_reserve(feed, 0, reserve)));
            }
            Event::Release(n) => {
                let reserve = keys::made_up(&format!("stake {n}"));
                if n % 2 == 0 {
                    self.scene.world.put(reserve, holding(0, programs::SYSTEM, Vec::new()));
                }
                return Some(self.send(ix::release_reserve(feed, 0, reserve)));
            }
            Event::Grow => return Some(self.send(ix::grow(feed, self.key(Who::Stranger)))),
            Event::Close(who) => return Some(self.send(ix::close_feed(feed, self.key(*who)))),
            Event::CheckPrograms(code) => {
                deploy(&mut self.scene, *code);
                return Some(self.send(ix::check_programs(feed, &program())));
            }
            Event::Abandon => self.abandon(),
            Event::Check(index) => {
                let table = self.scene.feed().sources;
                let keys: Vec<Pubkey> = table.members(*index).map(|(key, _)| (*key).into()).collect();
                return Some(self.send(ix::check_source(feed, *index, &keys)));
            }
        }
        self.scene.arrange();
        None
    }

    /// The market falls for an hour and is then deserted.
    fn abandon(&mut self) {
        let around = &mut self.scene.around;
        (around.orca_rate, around.raydium_rate) = (1.06 * 0.7, 1.06 * 0.7);
        self.keep(60);
        (self.scene.around.orca_depth, self.scene.around.raydium_depth) = (ONE, ONE);
        self.keep(10);
        (self.scene.around.orca_depth, self.scene.around.raydium_depth) = (400 * ONE, 300 * ONE);
    }

    /// So many minutes with a refresh in each.
    fn keep(&mut self, minutes: u32) {
        for _ in 0..minutes {
            self.scene.pass(60);
            // Who may halt it, may have: then it does not get live.
            let _ = self.happen(&Event::Refresh);
        }
    }

    /// The timelock passes, and a keeper works through its last minutes in a market that is calm again.
    fn mature(&mut self) {
        (self.scene.around.orca_rate, self.scene.around.raydium_rate) = (1.06, 1.06);
        self.scene.pass(self.scene.feed().timelock.into());
        self.happen(&Event::Epoch);
        // A long window and a bit, by the longest time that is credited at once.
        self.keep(65);
        self.scene.pass(1);
    }

    /// Applies what is pending, with the accounts of the feed as it will be.
    fn apply(&mut self) -> Result<Receipt, Failure> {
        let feed = self.scene.feed();
        let mut table = feed.sources;
        let data = self.scene.world.data(&glowsol_oracle::pda::proposal(&self.scene.feed).0);
        let changes = anchor_lang::AccountDeserialize::try_deserialize(&mut data.as_slice())
            .map(|proposal: glowsol_oracle::state::Proposal| proposal.changes)
            .unwrap_or_default();
        for change in changes {
            let _ = match change {
                Change::AddSource { index, spec, accounts } => {
                    let keys: Vec<_> = accounts.iter().map(Pubkey::to_bytes).collect();
                    table.insert(index, &spec.config(feed.token_decimals), &spec.roles, &keys)
                }
                Change::RemoveSource { index } => table.remove(index),
                _ => Ok(()),
            };
        }
        let keys: Vec<Pubkey> =
            table.accounts[..usize::from(table.account_count)].iter().map(|key| (*key).into()).collect();
        self.send(ix::apply_config(self.scene.feed, feed.authority, &keys))
    }
}

/// The watched program as it is deployed now, of code that is its number.
fn deploy(scene: &mut Scene, code: u8) {
    let [program, place] = program();
    let slot = scene.world.time().slot;
    for (key, account) in [program, place].into_iter().zip(account::program(place, slot, &[code; 64])) {
        scene.world.put(key, account);
    }
}

/// What holds after anything.
fn promises(
    before: &Feed,
    shown: &Price,
    after: &Feed,
    event: &Event,
    landed: bool,
    play: &Play,
) -> Result<(), TestCaseError> {
    prop_assert!(after.sequence >= before.sequence && after.config_version >= before.config_version);
    let configured = |feed: &Feed| -> (Params, _, _) { (feed.params, feed.limits, feed.timelock) };
    let may_configure = landed && matches!(event, Event::Tighten(..) | Event::Apply);
    prop_assert!(may_configure || configured(after) == configured(before), "the configuration changed");
    prop_assert!(after.authority == before.authority || landed && matches!(event, Event::Accept(_)));
    prop_assert!(after.guardian == before.guardian || landed && matches!(event, Event::SetGuardian(..) | Event::Apply));
    prop_assert!(after.params.validate().is_ok(), "{:?}", after.params.validate());
    prop_assert!(sources::check(&after.sources).is_ok(), "{:?}", sources::check(&after.sources));
    if matches!(event, Event::Tighten(..)) {
        prop_assert!(before.params.tighten(&after.params).is_ok());
    }
    if landed && matches!(event, Event::Apply) && after.is_active() {
        prop_assert_eq!(after.config_version, before.config_version + 1);
    }
    play.scene.price_field(|price| {
        let always = 1_u16 << Action::Repay as u16 | 1 << Action::TopUp as u16;
        prop_assert_eq!(price.gates & always, always);
        prop_assert!(price.level <= 3);
        prop_assert!(price.collateral <= price.liquidation && price.liquidation == price.fair);
        prop_assert!(price.fair <= price.nav, "{} {}", price.fair, price.nav);
        prop_assert!(price.nav <= price.debt, "{} {}", price.nav, price.debt);
        prop_assert_eq!(price.sequence, after.sequence);
        if landed && matches!(event, Event::Apply) && after.is_active() {
            prop_assert!(price.level <= shown.level, "{} {}", price.level, shown.level);
            prop_assert_eq!(shown.gates & !price.gates & !Gates::WIDEN, 0);
        }
        // Every gate as the level allows, but for what a halt by NAV or guardian may bar besides.
        let open = |action: Action| price.gates & (1 << action as u16) != 0;
        let strict = price.halt_cause & (Causes::NAV.bits() | Causes::GUARDIAN.bits()) != 0;
        let published = before.sequence > 0 && after.is_active();
        for action in [Action::Withdraw, Action::Borrow, Action::Swap] {
            prop_assert!(price.level < 2 || !open(action), "{:?} at {}", action, price.level);
        }
        for action in [Action::Deposit, Action::Deleverage, Action::Liquidate] {
            prop_assert!(!published || strict || open(action), "{:?} at {}", action, price.level);
        }
        prop_assert_eq!(price.level == 3, price.halt_cause != 0);
        Ok(())
    })?;
    let data = play.scene.world.data(&play.scene.price);
    prop_assert!(
        price_reader::Published::read_unchecked(&data).is_ok(),
        "{:?}",
        price_reader::Published::read_unchecked(&data).err()
    );
    Ok(())
}

/// How often each event came, and how often its instruction landed: what a run has reached.
static TALLY: Mutex<BTreeMap<String, (u64, u64)>> = Mutex::new(BTreeMap::new());

fn count(event: &Event, result: &Option<Result<Receipt, Failure>>) {
    let name = format!("{event:?}").split(['(', ' ']).next().unwrap_or_default().to_owned();
    let mut tally = TALLY.lock().expect("no thread panics with it");
    let (came, landed) = tally.entry(name).or_default();
    *came += 1;
    *landed += u64::from(matches!(result, Some(Ok(_))));
}

fn run(events: impl Iterator<Item = Event>) -> Result<(), TestCaseError> {
    let mut play = Play::new();
    for event in events {
        if play.scene.world.data(&play.scene.feed).len() != Feed::LEN {
            return Ok(()); // closed
        }
        let (before, accounts) = (play.scene.feed(), play.scene.world.program_state());
        let shown = play.scene.price_field(|price| *price);
        let result = play.happen(&event);
        count(&event, &result);
        if let Some(Err(failure)) = &result {
            prop_assert!(!failure.is_crash(), "{event:?}: {:?} {:?}", failure.error, failure.logs);
            prop_assert_eq!(play.scene.world.program_state(), accounts, "{:?} failed and changed something", event);
        }
        if play.scene.world.data(&play.scene.feed).len() == Feed::LEN {
            let landed = matches!(result, Some(Ok(_)));
            promises(&before, &shown, &play.scene.feed(), &event, landed, &play)
                .map_err(|error| TestCaseError::fail(format!("after {event:?}: {error}")))?;
        }
    }
    Ok(())
}

#[test]
fn whatever_happens_every_promise_holds() {
    let seconds = std::env::var("GLOWSOL_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let (started, budget) = (Instant::now(), Duration::from_secs(seconds));
    let (mut round, mut sequences) = (0_u64, 0);
    while started.elapsed() < budget {
        let config = Config {
            cases: 8,
            max_shrink_iters: 400,
            failure_persistence: None,
            rng_algorithm: RngAlgorithm::ChaCha,
            rng_seed: RngSeed::Fixed(round),
            ..Config::default()
        };
        TestRunner::new(config)
            .run(&prop::collection::vec(events(), 1..80), |events| run(events.into_iter().flatten()))
            .unwrap_or_else(|error| panic!("round {round}: {error}"));
        (round, sequences) = (round + 1, sequences + 8);
    }
    println!("{sequences} sequences in {:?}; event: came, landed", started.elapsed());
    for (name, (came, landed)) in &*TALLY.lock().expect("no thread panics with it") {
        println!("  {name}: {came}, {landed}");
    }
    if seconds >= 60 {
        let tally = TALLY.lock().expect("no thread panics with it");
        let came = |name: &str| tally.get(name).copied().unwrap_or_default();
        let missing: Vec<_> = INSTRUCTIONS.into_iter().filter(|name| came(name).1 == 0).collect();
        let absent: Vec<_> = WORLD.into_iter().filter(|name| came(name).0 == 0).collect();
        assert!(missing.is_empty() && absent.is_empty(), "never landed: {missing:?}; never came: {absent:?}");
    }
}
