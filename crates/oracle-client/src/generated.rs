// Generated from the program by `make idl`; do not edit.

use borsh::{BorshDeserialize, BorshSerialize};
use bytemuck::{Pod, Zeroable};
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

use crate::{ProgramError, derived, instruction};

/// One change of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum Change {
    Params {
        /// Those that change.
        values: Vec<ParamValue>,
    },
    Limits {
        /// All of them.
        limits: Limits,
    },
    PostingPrograms {
        /// All of them, at most four.
        programs: Vec<Pubkey>,
    },
    WatchedPrograms {
        /// All of them, at most four.
        programs: Vec<Pubkey>,
    },
    AddSource {
        /// Its place: those from there on move up.
        index: u8,
        /// The source.
        spec: SourceSpec,
        /// Its accounts, in the order of the roles.
        accounts: Vec<Pubkey>,
    },
    RemoveSource {
        /// Its place.
        index: u8,
    },
    Timelock {
        /// Seconds, within `TIMELOCKS`.
        seconds: u32,
    },
    Guardian {
        /// The new one; the zero address for nobody.
        guardian: Pubkey,
    },
    Retire,
    AcknowledgeMarket {
        /// Fair value may become no lower, SOL per whole token scaled by 10^12.
        least: u64,
    },
}

/// One token's feed. Read by keepers; lenders read `Price`.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct Feed {
    /// `FEED_VERSION` of the program that wrote it.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// A `FeedStatus`.
    pub status: u8,
    /// Decimals of the token's mint.
    pub token_decimals: u8,
    /// How many of `posting_programs` are in use.
    pub posting_count: u8,
    /// Zero.
    pub padding: [u8; 3],
    /// Raised by every change of configuration.
    pub config_version: u64,
    /// Publications so far.
    pub sequence: u64,
    /// Who opened the feed: part of its address.
    pub creator: Pubkey,
    /// Who may configure it.
    pub authority: Pubkey,
    /// Who may halt it, besides the authority. Zero: nobody.
    pub guardian: Pubkey,
    /// Its price account.
    pub price: Pubkey,
    /// Programs that may precede a refresh in its transaction: they post prices and cannot trade.
    pub posting_programs: [Pubkey; 4],
    /// How old its prices may be for what.
    pub limits: Limits,
    /// Where every number comes from.
    pub sources: sources::SourceTable,
    /// The parameters of the rules.
    pub params: fair_value::Params,
    /// What the rules remember.
    pub engine: fair_value::State,
    /// What was wrong with each source at the last refresh: a `sources::SourceFault` code, 0 for nothing.
    pub faults: [u8; 8],
    /// Zero, for later versions.
    pub reserved: [u8; 256],
    /// Its history.
    pub history: Pubkey,
    /// Who was nominated to be the authority. Zero: nobody.
    pub nominee: Pubkey,
    /// Programs behind the backing, in use up to `watched_count`.
    pub watched: [WatchedProgram; 4],
    /// When it was retired.
    pub retired_at: i64,
    /// How long a proposal waits, seconds.
    pub timelock: u32,
    /// How many of `watched` are in use.
    pub watched_count: u8,
    /// Zero.
    pub padding_2: [u8; 3],
    /// When `nominee` was nominated.
    pub nominated_at: i64,
    /// Zero, for later versions.
    pub reserved_2: [u8; 88],
}

/// What a feed starts with.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct InitializeFeedArgs {
    /// Who may halt the feed besides the authority; the zero address for nobody.
    pub guardian: Pubkey,
    /// Programs that may precede a refresh in its transaction, at most `MAX_POSTING_PROGRAMS`.
    pub posting_programs: Vec<Pubkey>,
    /// Programs whose upgrade halts the feed, at most `MAX_WATCHED`: those that keep the backing.
    pub watched_programs: Vec<Pubkey>,
    /// How old its prices may be for what; `None` for the defaults.
    pub limits: Option<Limits>,
    /// Parameters that differ from the defaults.
    pub overrides: Vec<ParamValue>,
}

/// Ages in seconds. The market leg's limit and SOL/USD's come from the rules' parameters.
#[derive(Clone, Copy, Pod, Zeroable, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
#[repr(C)]
pub struct Limits {
    /// From here on no new risk: 60.
    pub soft: u32,
    /// From here on hardly more than leaving: 600.
    pub hard: u32,
    /// To here a stale price serves liquidation, with a discount: 3,600.
    pub liquidation: u32,
    /// Oldest NAV on which new risk is taken: two days and an hour, an epoch with its grace.
    pub nav: u32,
    /// What a stale price loses for liquidation, basis points an hour: 100.
    pub decay_bps_per_hour: u32,
    /// Zero.
    pub padding: u32,
}

/// One parameter of the rules.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct ParamValue {
    /// Its stable number: its place in `fair_value::params::FIELDS`.
    pub id: u8,
    /// Its value in the parameter's unit.
    pub value: u64,
}

/// What a source says now. Rates are SOL per whole token, prices USD per SOL, both scaled by 10^12 and rounded down.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum SourceReading {
    Backing {
        /// Lamports behind the supply.
        assets: u64,
        /// Token base units.
        supply: u64,
        /// Oldest epoch that entered.
        updated_epoch: u64,
        /// Of `assets`, lamports in custody of one signer.
        custodial: u64,
        /// Whether a wrapper is not covered by its vault.
        undercovered: bool,
    },
    Attested {
        /// The rate.
        rate: u64,
        /// Its uncertainty, basis points.
        confidence_bps: u32,
        /// Unix time of publication.
        published: i64,
    },
    Market {
        /// Current rate.
        spot: u64,
        /// Lamports that move it by 1 %.
        depth: u64,
        /// The feed's own uncertainty, basis points.
        confidence_bps: u32,
        /// The venue's own short mean as a base-2 logarithm in steps of 2^-40.
        history_short: Option<i64>,
        /// Likewise for the long window.
        history_long: Option<i64>,
        /// Whether over 80 % lies on one side.
        one_sided: bool,
    },
    Usd {
        /// The price.
        price: u64,
        /// Its uncertainty, same scale.
        confidence: u64,
        /// Unix time of publication.
        published: i64,
    },
}

/// A source as it is configured. Fields as in `sources::SourceConfig`.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct SourceSpec {
    /// A `sources::SourceKind`.
    pub kind: u8,
    /// The program that owns the main account.
    pub program: Pubkey,
    /// Feed id, queue or vault authority; zero for pools.
    pub pin: Pubkey,
    /// A `sources::Role` for each remaining account.
    pub roles: Vec<u8>,
    /// Oldest acceptable reading of a feed, seconds.
    pub max_age: u32,
    /// Widest acceptable confidence of a feed, basis points.
    pub max_confidence_bps: u16,
    /// Fewest samples of a Switchboard feed.
    pub min_samples: u8,
    /// Whether a stake pool's withdrawal fee is netted.
    pub net_withdrawal_fee: bool,
    /// Highest acceptable withdrawal fee of a stake pool, basis points.
    pub max_fee_bps: u16,
    /// Whether one signer controls the pinned authority of a vault's reserves.
    pub custodial_authority: bool,
    /// Depth a feed without a pool stands for, lamports.
    pub feed_depth: u64,
    /// Hash of a Switchboard feed; authority of a wrapper's token account; otherwise zero.
    pub second_pin: Pubkey,
}

/// A program whose upgrade halts the feed until the authority has looked at it.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct WatchedProgram {
    /// The program.
    pub program: Pubkey,
    /// Slot of its deployment as last seen; 0 before the first look.
    pub deployed: u64,
    /// Bytes that its code had then.
    pub code_len: u64,
    /// SHA-256 of them.
    pub code: [u8; 32],
}

impl Feed {
    /// What the account's data begins with.
    pub const DISCRIMINATOR: [u8; 8] = [69, 191, 16, 227, 132, 187, 84, 227];
}

/// Addresses that derive from the program.
pub mod pda {
    use super::*;

    /// The `feed` account of this creator and mint.
    pub fn feed(creator: &Pubkey, mint: &Pubkey) -> Pubkey {
        derived(&[b"feed", creator.as_ref(), mint.as_ref()])
    }

    /// The `history` account of this feed.
    pub fn history(feed: &Pubkey) -> Pubkey {
        derived(&[b"history", feed.as_ref()])
    }

    /// The `price` account of this feed.
    pub fn price(feed: &Pubkey) -> Pubkey {
        derived(&[b"price", feed.as_ref()])
    }

    /// The `proposal` account of this feed.
    pub fn proposal(feed: &Pubkey) -> Pubkey {
        derived(&[b"proposal", feed.as_ref()])
    }
}

/// Makes the nominee the authority.
#[derive(Clone, Debug)]
pub struct AcceptAuthority {
    /// The feed.
    pub feed: Pubkey,
    /// Who was nominated.
    pub nominee: Pubkey,
}

impl AcceptAuthority {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.nominee, true),
        ];
        instruction([107, 86, 198, 91, 33, 12, 107, 160], &(), accounts, rest)
    }
}

/// Takes a lost or disputed market for true, if that leaves fair value no lower than what was looked at. Authority and guardian sign.
#[derive(Clone, Debug)]
pub struct AcknowledgeMarket {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
    /// Its guardian.
    pub guardian: Pubkey,
    pub least: u64,
}

impl AcknowledgeMarket {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
            AccountMeta::new_readonly(self.guardian, true),
        ];
        instruction([145, 18, 238, 184, 142, 103, 137, 225], &(&self.least,), accounts, rest)
    }
}

/// Takes the latest reading of NAV for true, if it is no lower than the one that was looked at.
#[derive(Clone, Debug)]
pub struct AcknowledgeNav {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
    pub least: u64,
}

impl AcknowledgeNav {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([34, 228, 227, 104, 252, 241, 219, 39], &(&self.least,), accounts, rest)
    }
}

/// Takes the watched programs for sound as they were deployed in these slots.
#[derive(Clone, Debug)]
pub struct AcknowledgePrograms {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
    pub deployed: Vec<u64>,
}

impl AcknowledgePrograms {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([78, 153, 206, 242, 55, 84, 25, 35], &(&self.deployed,), accounts, rest)
    }
}

/// Ends a draft.
#[derive(Clone, Debug)]
pub struct ActivateFeed {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
}

impl ActivateFeed {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([168, 147, 87, 59, 119, 37, 151, 66], &(), accounts, rest)
    }
}

/// Reads a source and adds it to a draft.
#[derive(Clone, Debug)]
pub struct AddSource {
    /// The draft.
    pub feed: Pubkey,
    /// Who configures it.
    pub authority: Pubkey,
    pub spec: SourceSpec,
}

impl AddSource {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([27, 232, 223, 98, 175, 210, 141, 173], &(&self.spec,), accounts, rest)
    }
}

/// Announces assets in transit.
#[derive(Clone, Debug)]
pub struct AnnounceTransit {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
    pub amount: u64,
    pub until: i64,
}

impl AnnounceTransit {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([179, 179, 21, 165, 61, 187, 96, 126], &(&self.amount, &self.until,), accounts, rest)
    }
}

/// Applies a proposal after its timelock, and publishes by it.
#[derive(Clone, Debug)]
pub struct ApplyConfig {
    /// The feed.
    pub feed: Pubkey,
    /// Its price.
    pub price: Pubkey,
    /// Its history.
    pub history: Pubkey,
    /// The feed's authority, which need not sign: it did when it proposed. Gets what was paid for the proposal.
    pub authority: Pubkey,
}

impl ApplyConfig {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let proposal = pda::proposal(&self.feed);
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new(self.price, false),
            AccountMeta::new(self.history, false),
            AccountMeta::new(proposal, false),
            AccountMeta::new(self.authority, false),
            AccountMeta::new_readonly(Pubkey::from_str_const("Sysvar1nstructions1111111111111111111111111"), false),
        ];
        instruction([121, 42, 53, 8, 51, 150, 105, 249], &(), accounts, rest)
    }
}

/// Withdraws a proposal.
#[derive(Clone, Debug)]
pub struct CancelConfig {
    /// The feed.
    pub feed: Pubkey,
    /// Gets what was paid for the proposal.
    pub authority: Pubkey,
    /// The feed's authority or guardian.
    pub signer: Pubkey,
}

impl CancelConfig {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let proposal = pda::proposal(&self.feed);
        let accounts = vec![
            AccountMeta::new_readonly(self.feed, false),
            AccountMeta::new(proposal, false),
            AccountMeta::new(self.authority, false),
            AccountMeta::new_readonly(self.signer, true),
        ];
        instruction([91, 124, 207, 75, 179, 108, 227, 13], &(), accounts, rest)
    }
}

/// Withdraws a nomination.
#[derive(Clone, Debug)]
pub struct CancelNomination {
    /// The feed.
    pub feed: Pubkey,
    /// The feed's authority or guardian.
    pub signer: Pubkey,
}

impl CancelNomination {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.signer, true),
        ];
        instruction([95, 2, 136, 89, 181, 232, 153, 174], &(), accounts, rest)
    }
}

/// Looks whether a watched program was upgraded: one program a call.
#[derive(Clone, Debug)]
pub struct CheckPrograms {
    /// The feed.
    pub feed: Pubkey,
}

impl CheckPrograms {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
        ];
        instruction([191, 82, 111, 154, 183, 206, 127, 85], &(), accounts, rest)
    }
}

/// Says what the program makes of one source now.
#[derive(Clone, Debug)]
pub struct CheckSource {
    /// The feed that has the source.
    pub feed: Pubkey,
    pub index: u8,
}

impl CheckSource {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new_readonly(self.feed, false),
        ];
        instruction([190, 190, 43, 118, 154, 217, 219, 185], &(&self.index,), accounts, rest)
    }
}

/// Closes a draft or a retired feed.
#[derive(Clone, Debug)]
pub struct CloseFeed {
    /// The feed.
    pub feed: Pubkey,
    /// Its price.
    pub price: Pubkey,
    /// Its history.
    pub history: Pubkey,
    /// The feed's authority; gets the lamports.
    pub authority: Pubkey,
}

impl CloseFeed {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let proposal = pda::proposal(&self.feed);
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new(self.price, false),
            AccountMeta::new(self.history, false),
            AccountMeta::new_readonly(proposal, false),
            AccountMeta::new(self.authority, true),
        ];
        instruction([153, 14, 92, 89, 19, 78, 211, 46], &(), accounts, rest)
    }
}

/// Gives the history more room.
#[derive(Clone, Debug)]
pub struct Grow {
    /// The history.
    pub history: Pubkey,
    /// Pays for the room.
    pub payer: Pubkey,
}

impl Grow {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.history, false),
            AccountMeta::new(self.payer, true),
            AccountMeta::new_readonly(Pubkey::from_str_const("11111111111111111111111111111111"), false),
        ];
        instruction([1, 21, 159, 221, 109, 244, 39, 40], &(), accounts, rest)
    }
}

/// Opens a feed, its price account and its history, as a draft.
#[derive(Clone, Debug)]
pub struct InitializeFeed {
    /// The token.
    pub mint: Pubkey,
    /// Pays for the accounts, is part of their addresses, and becomes the authority.
    pub creator: Pubkey,
    pub args: InitializeFeedArgs,
}

impl InitializeFeed {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let feed = pda::feed(&self.creator, &self.mint);
        let price = pda::price(&feed);
        let history = pda::history(&feed);
        let accounts = vec![
            AccountMeta::new(feed, false),
            AccountMeta::new(price, false),
            AccountMeta::new(history, false),
            AccountMeta::new_readonly(self.mint, false),
            AccountMeta::new(self.creator, true),
            AccountMeta::new_readonly(Pubkey::from_str_const("11111111111111111111111111111111"), false),
        ];
        instruction([167, 251, 140, 58, 66, 138, 187, 95], &(&self.args,), accounts, rest)
    }
}

/// Brings a feed of an earlier version up to date.
#[derive(Clone, Debug)]
pub struct MigrateFeed {
    /// The feed, as the earlier version wrote it.
    pub feed: Pubkey,
    /// Pays for what is added.
    pub payer: Pubkey,
}

impl MigrateFeed {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let history = pda::history(&self.feed);
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new(history, false),
            AccountMeta::new(self.payer, true),
            AccountMeta::new_readonly(Pubkey::from_str_const("11111111111111111111111111111111"), false),
        ];
        instruction([31, 100, 92, 110, 112, 252, 206, 56], &(), accounts, rest)
    }
}

/// Names who may become the authority once the timelock has passed.
#[derive(Clone, Debug)]
pub struct NominateAuthority {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
    pub nominee: Pubkey,
}

impl NominateAuthority {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([148, 182, 144, 91, 186, 12, 118, 18], &(&self.nominee,), accounts, rest)
    }
}

/// Opens a price's mirror for a market, 10,240 bytes a call.
#[derive(Clone, Debug)]
pub struct OpenMirror {
    /// The price that is mirrored.
    pub price: Pubkey,
    /// The mirror.
    pub mirror: Pubkey,
    /// Pays for it.
    pub payer: Pubkey,
    pub profile: u8,
}

impl OpenMirror {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new_readonly(self.price, false),
            AccountMeta::new(self.mirror, false),
            AccountMeta::new(self.payer, true),
            AccountMeta::new_readonly(Pubkey::from_str_const("11111111111111111111111111111111"), false),
        ];
        instruction([67, 12, 165, 74, 112, 174, 48, 159], &(&self.profile,), accounts, rest)
    }
}

/// Halts the feed.
#[derive(Clone, Debug)]
pub struct Pause {
    /// The feed.
    pub feed: Pubkey,
    /// Its price, whose gates shut at once.
    pub price: Pubkey,
    /// The feed's guardian or authority.
    pub signer: Pubkey,
}

impl Pause {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new(self.price, false),
            AccountMeta::new_readonly(self.signer, true),
        ];
        instruction([211, 22, 221, 251, 74, 121, 193, 47], &(), accounts, rest)
    }
}

/// Announces changes of the configuration.
#[derive(Clone, Debug)]
pub struct ProposeConfig {
    /// The feed.
    pub feed: Pubkey,
    /// The feed's authority; pays for the proposal and gets that back.
    pub authority: Pubkey,
    pub changes: Vec<Change>,
}

impl ProposeConfig {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let proposal = pda::proposal(&self.feed);
        let accounts = vec![
            AccountMeta::new_readonly(self.feed, false),
            AccountMeta::new(proposal, false),
            AccountMeta::new(self.authority, true),
            AccountMeta::new_readonly(Pubkey::from_str_const("11111111111111111111111111111111"), false),
        ];
        instruction([163, 247, 238, 160, 236, 129, 153, 160], &(&self.changes,), accounts, rest)
    }
}

/// Reads all sources and publishes.
#[derive(Clone, Debug)]
pub struct Refresh {
    /// The feed.
    pub feed: Pubkey,
    /// Its price.
    pub price: Pubkey,
    /// Its history.
    pub history: Pubkey,
}

impl Refresh {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new(self.price, false),
            AccountMeta::new(self.history, false),
            AccountMeta::new_readonly(Pubkey::from_str_const("Sysvar1nstructions1111111111111111111111111"), false),
        ];
        instruction([170, 155, 22, 254, 147, 181, 49, 161], &(), accounts, rest)
    }
}

/// Registers a stake account of a vault's authority as a reserve.
#[derive(Clone, Debug)]
pub struct RegisterReserve {
    /// The feed.
    pub feed: Pubkey,
    /// The stake account.
    pub reserve: Pubkey,
    pub source: u8,
}

impl RegisterReserve {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.reserve, false),
        ];
        instruction([26, 183, 249, 60, 209, 89, 205, 113], &(&self.source,), accounts, rest)
    }
}

/// Strikes out a registered stake account that is gone.
#[derive(Clone, Debug)]
pub struct ReleaseReserve {
    /// The feed.
    pub feed: Pubkey,
    /// The stake account.
    pub reserve: Pubkey,
    pub source: u8,
}

impl ReleaseReserve {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.reserve, false),
        ];
        instruction([170, 102, 52, 144, 33, 176, 41, 60], &(&self.source,), accounts, rest)
    }
}

/// Ends the guardian's halt.
#[derive(Clone, Debug)]
pub struct Resume {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
}

impl Resume {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([1, 166, 51, 170, 127, 32, 141, 206], &(), accounts, rest)
    }
}

/// Names who may halt the feed, where nobody may yet.
#[derive(Clone, Debug)]
pub struct SetGuardian {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
    pub guardian: Pubkey,
}

impl SetGuardian {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([147, 243, 50, 121, 154, 164, 50, 30], &(&self.guardian,), accounts, rest)
    }
}

/// Makes parameters stricter at once.
#[derive(Clone, Debug)]
pub struct TightenConfig {
    /// The feed.
    pub feed: Pubkey,
    /// Its authority.
    pub authority: Pubkey,
    pub values: Vec<ParamValue>,
}

impl TightenConfig {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.feed, false),
            AccountMeta::new_readonly(self.authority, true),
        ];
        instruction([134, 173, 246, 228, 104, 91, 38, 230], &(&self.values,), accounts, rest)
    }
}

/// Writes the price into the mirror, with its gates as the market's own checks. `bump` is that of the mirror's address.
#[derive(Clone, Debug)]
pub struct UpdateMirror {
    /// The price that is mirrored.
    pub price: Pubkey,
    /// The mirror.
    pub mirror: Pubkey,
    pub profile: u8,
    pub bump: u8,
}

impl UpdateMirror {
    /// The instruction; `rest` are the accounts that follow its own.
    pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {
        let accounts = vec![
            AccountMeta::new_readonly(self.price, false),
            AccountMeta::new(self.mirror, false),
        ];
        instruction([222, 161, 162, 24, 35, 160, 224, 111], &(&self.profile, &self.bump,), accounts, rest)
    }
}

/// Everything that the program refuses, by number.
pub const ERRORS: [ProgramError; 121] = [
    ProgramError { number: 6000, name: "NotTheAuthority", meaning: "Only the feed's authority may do this." },
    ProgramError { number: 6001, name: "AlreadyActive", meaning: "The feed is active: its sources can no longer be added at once." },
    ProgramError { number: 6002, name: "NotActive", meaning: "The feed is a draft: activate it before refreshing." },
    ProgramError { number: 6003, name: "WrongPrice", meaning: "This price account does not belong to this feed." },
    ProgramError { number: 6004, name: "TooManyPostingPrograms", meaning: "At most four price-posting programs can be allowed." },
    ProgramError { number: 6005, name: "UnknownParameter", meaning: "There is no parameter of this number." },
    ProgramError { number: 6006, name: "ParameterOutOfBounds", meaning: "A parameter is outside its bounds, or in conflict with another: see docs/rules.md." },
    ProgramError { number: 6007, name: "TooManySources", meaning: "A feed has at most eight sources." },
    ProgramError { number: 6008, name: "TooManyAccounts", meaning: "A feed has at most 24 source accounts: what a refresh carries in one transaction." },
    ProgramError { number: 6009, name: "WrongAccountCount", meaning: "The source needs one role for each account that is passed." },
    ProgramError { number: 6010, name: "UnknownSource", meaning: "The feed has no source of this index." },
    ProgramError { number: 6011, name: "CalledByProgram", meaning: "A refresh is a top-level instruction: no program may call it." },
    ProgramError { number: 6012, name: "PrecededByProgram", meaning: "Only compute-budget and allowed price-posting instructions, and refreshes, may precede a refresh in its transaction." },
    ProgramError { number: 6013, name: "Overflow", meaning: "A counter is at its end." },
    ProgramError { number: 6014, name: "LimitsOutOfBounds", meaning: "The staleness limits are out of order or out of bounds." },
    ProgramError { number: 6015, name: "NoNav", meaning: "The feed is new and its NAV cannot be read yet: check_source says why." },
    ProgramError { number: 6016, name: "ClockOutOfRange", meaning: "The chain's clock shows no time that can be stored." },
    ProgramError { number: 6017, name: "OtherVersion", meaning: "The feed was written by another version of the program: migrate_feed brings it up to date." },
    ProgramError { number: 6018, name: "WrongHistory", meaning: "This history account does not belong to this feed." },
    ProgramError { number: 6019, name: "WrittenTwice", meaning: "An account that the instruction writes is passed twice." },
    ProgramError { number: 6020, name: "NoGuardian", meaning: "The feed has no guardian to sign with the authority: propose the acknowledgement, which then waits for the timelock." },
    ProgramError { number: 6021, name: "NotTheGuardian", meaning: "Only the feed's guardian or authority may do this." },
    ProgramError { number: 6022, name: "AlreadyPaused", meaning: "The feed is halted by its guardian already: only the authority can prolong that." },
    ProgramError { number: 6023, name: "NotPaused", meaning: "The guardian has not halted the feed, or its halt has expired." },
    ProgramError { number: 6024, name: "NothingToAcknowledge", meaning: "There is no fall of NAV, no unbacked mint, and no lost or disputed market to acknowledge." },
    ProgramError { number: 6025, name: "NoProgramChange", meaning: "No upgrade of a watched program is waiting to be acknowledged." },
    ProgramError { number: 6026, name: "TransitTooLarge", meaning: "More assets in transit than may be announced: see max_transit in docs/rules.md." },
    ProgramError { number: 6027, name: "TransitExpiry", meaning: "The announcement would lapse in the past, or later than max_transit_time in docs/rules.md allows." },
    ProgramError { number: 6028, name: "Timelocked", meaning: "The proposal or nomination must wait until its timelock has passed." },
    ProgramError { number: 6029, name: "OutdatedProposal", meaning: "The proposal was made for another version of the configuration: cancel it and propose again." },
    ProgramError { number: 6030, name: "ProposalPending", meaning: "A proposal is pending: apply or cancel it first." },
    ProgramError { number: 6031, name: "EmptyProposal", meaning: "A proposal names at least one change, and retiring or acknowledging a market stands alone." },
    ProgramError { number: 6032, name: "TimelockOutOfBounds", meaning: "The timelock is outside its bounds: one to thirty days." },
    ProgramError { number: 6033, name: "NotTighter", meaning: "This is no tightening: a parameter would be looser, or is not on the list of those that may change at once." },
    ProgramError { number: 6034, name: "WouldTrip", meaning: "The change would raise the level or close a gate at once: see the logged reason." },
    ProgramError { number: 6035, name: "WouldBind", meaning: "The change would bind at once, on what was read last: see the logged reason." },
    ProgramError { number: 6036, name: "TooManyWatchedPrograms", meaning: "At most four programs can be watched, each once." },
    ProgramError { number: 6037, name: "UnseenProgram", meaning: "A watched program was never looked at: run check_programs first." },
    ProgramError { number: 6038, name: "WrongProgramAccount", meaning: "This is not the watched program, or not where its code is kept." },
    ProgramError { number: 6039, name: "NotTheNominee", meaning: "Nobody, or somebody else, was nominated." },
    ProgramError { number: 6040, name: "NotAVault", meaning: "The source counts no reserves: it is no vault, and no market that looks through one." },
    ProgramError { number: 6041, name: "NoReserve", meaning: "A reserve that anybody may register is a stake account that the vault's authority alone can split and empty, without lockup, and more than a thousandth of the assets." },
    ProgramError { number: 6042, name: "TooManyReserves", meaning: "At most eight stake accounts can be registered, each once." },
    ProgramError { number: 6043, name: "ReserveNotEmpty", meaning: "A registered stake account leaves only when it is gone, or the vault's no more." },
    ProgramError { number: 6044, name: "NotRetired", meaning: "The feed is not retired, or not for long enough: a day." },
    ProgramError { number: 6045, name: "HistoryFull", meaning: "The history has its full length." },
    ProgramError { number: 6046, name: "NothingToMigrate", meaning: "The feed is of this version already." },
    ProgramError { number: 6047, name: "InvalidGuardian", meaning: "Guardian and authority must be two keys." },
    ProgramError { number: 6048, name: "ExpiredProposal", meaning: "The proposal was not applied within a week after its timelock: cancel it and propose again." },
    ProgramError { number: 6049, name: "NotLive", meaning: "The feed is halted by its guardian, or was not refreshed in the last minute: there is nothing to compare the change with." },
    ProgramError { number: 6050, name: "GuardianSet", meaning: "The feed has a guardian: only a proposal replaces it, since it watches the authority." },
    ProgramError { number: 6051, name: "NotWhatWasSeen", meaning: "What is to be acknowledged is not what was looked at any more." },
    ProgramError { number: 6052, name: "NoSysvar", meaning: "The chain's clock or rent cannot be read, or means something new." },
    ProgramError { number: 6053, name: "UnknownProfile", meaning: "There is no mirror of this number: see docs/integration.md." },
    ProgramError { number: 6054, name: "MirrorOpen", meaning: "The mirror has its full length." },
    ProgramError { number: 6055, name: "MirrorNotOpen", meaning: "The mirror has not its full length yet: open_mirror goes on with it." },
    ProgramError { number: 6056, name: "NothingToMirror", meaning: "There is no price in USD yet that the mirror could show." },
    ProgramError { number: 6057, name: "UnreadablePrice", meaning: "The price account cannot be read now: it is of another version, or ahead of the chain's clock." },
    ProgramError { number: 6101, name: "CallerAccountCount", meaning: "The number of accounts passed is not that of the table." },
    ProgramError { number: 6102, name: "CallerWrongAddress", meaning: "The account passed is not the one that is pinned in its place." },
    ProgramError { number: 6103, name: "CallerNoSuchSource", meaning: "The table has no source of this index." },
    ProgramError { number: 6104, name: "CallerInvalidTable", meaning: "The table was never valid: check it before it is used." },
    ProgramError { number: 6116, name: "SourceGone", meaning: "The account does not exist any more: the system program owns it, and it has no data." },
    ProgramError { number: 6117, name: "SourceWrongOwner", meaning: "The account belongs to another program." },
    ProgramError { number: 6118, name: "SourceWrongDiscriminator", meaning: "The account is of another type: its discriminator is wrong." },
    ProgramError { number: 6119, name: "SourceWrongLength", meaning: "The account's data has another length than its type has." },
    ProgramError { number: 6120, name: "SourceUninitialised", meaning: "The account was allocated but never initialised." },
    ProgramError { number: 6121, name: "SourceWrongMints", meaning: "The pool does not trade the token against wrapped SOL, or lists the two in an order that its program never has." },
    ProgramError { number: 6122, name: "SourceWrongDecimals", meaning: "The source states other decimals than are configured." },
    ProgramError { number: 6123, name: "SourceWrongSibling", meaning: "The source names another companion account than the one that is pinned, or the companion another source." },
    ProgramError { number: 6124, name: "SourceWrongAuthority", meaning: "The reserve is controlled by another authority than the pinned one." },
    ProgramError { number: 6125, name: "SourceWrongMint", meaning: "The token account holds another token." },
    ProgramError { number: 6126, name: "SourceWrongFeedId", meaning: "The price account carries another feed." },
    ProgramError { number: 6127, name: "SourceWrongQueue", meaning: "The feed belongs to another oracle queue." },
    ProgramError { number: 6128, name: "SourcePartiallyVerified", meaning: "The price update was verified by fewer guardians than a full quorum." },
    ProgramError { number: 6129, name: "SourceFromFuture", meaning: "The reading claims a time (or epoch, or slot) that has not come yet." },
    ProgramError { number: 6130, name: "SourceStale", meaning: "The reading is older than acceptable: time, epoch or slot of its making before the oldest acceptable one." },
    ProgramError { number: 6131, name: "SourceNonPositive", meaning: "The price is zero or negative." },
    ProgramError { number: 6132, name: "SourceTooWide", meaning: "The confidence interval is wider than acceptable." },
    ProgramError { number: 6133, name: "SourceOutOfRange", meaning: "The value cannot be represented, or lies outside what its type allows." },
    ProgramError { number: 6134, name: "SourceDisabled", meaning: "The venue has disabled trading." },
    ProgramError { number: 6135, name: "SourceZeroLiquidity", meaning: "There is no liquidity in range, or one side of the pool is empty." },
    ProgramError { number: 6136, name: "SourceZeroSupply", meaning: "The supply is zero." },
    ProgramError { number: 6137, name: "SourceZeroAssets", meaning: "The assets are zero." },
    ProgramError { number: 6138, name: "SourceFeeTooHigh", meaning: "The stake pool's withdrawal fee is above the configured ceiling." },
    ProgramError { number: 6139, name: "SourceTooFewSamples", meaning: "The feed's value rests on fewer samples than required." },
    ProgramError { number: 6140, name: "SourceFrozen", meaning: "The token account is frozen." },
    ProgramError { number: 6141, name: "SourceMalformed", meaning: "The account's data contradicts its own format." },
    ProgramError { number: 6142, name: "SourceNotOpen", meaning: "The venue has not opened for trading yet." },
    ProgramError { number: 6143, name: "SourceWritableByAuthority", meaning: "The feed can be written by its authority alone, without oracles." },
    ProgramError { number: 6144, name: "SourceHiddenSupply", meaning: "Part of the mint's supply is hidden by confidential minting." },
    ProgramError { number: 6145, name: "SourceUnsupportedMode", meaning: "The venue works in a mode whose price is not known to be read rightly." },
    ProgramError { number: 6146, name: "SourceNeverTraded", meaning: "The venue has never traded: its price is what its creator set." },
    ProgramError { number: 6164, name: "TableSourceCount", meaning: "The table has no source, or more than the limit." },
    ProgramError { number: 6165, name: "TableTooManyAccounts", meaning: "The table has more accounts than fit one transaction." },
    ProgramError { number: 6166, name: "TableNoMint", meaning: "The table does not name the token's mint." },
    ProgramError { number: 6167, name: "TableReservedNotZero", meaning: "A reserved field is not zero (source 255: of the table itself)." },
    ProgramError { number: 6168, name: "TableUnknownKind", meaning: "The kind of the source is unknown." },
    ProgramError { number: 6169, name: "TableAccountRange", meaning: "The source's accounts do not begin where those of the source before it end." },
    ProgramError { number: 6170, name: "TableAccountCount", meaning: "The accounts of all sources are not those of the table." },
    ProgramError { number: 6171, name: "TableNoNav", meaning: "The first source does not speak about NAV." },
    ProgramError { number: 6172, name: "TableNavNotFirst", meaning: "A NAV source comes after a source of another leg." },
    ProgramError { number: 6173, name: "TableWrongProgram", meaning: "The program may not own an account of this kind." },
    ProgramError { number: 6174, name: "TableNoPin", meaning: "The pin that this kind needs is missing." },
    ProgramError { number: 6175, name: "TableUnusedPin", meaning: "A pin is set that this kind does not use." },
    ProgramError { number: 6176, name: "TableNoSecondPin", meaning: "The second pin that this kind needs is missing." },
    ProgramError { number: 6177, name: "TableUnusedSecondPin", meaning: "A second pin is set that this kind does not use." },
    ProgramError { number: 6178, name: "TableMaxAge", meaning: "The greatest age of a reading is zero, beyond what the kind may have (market 150 s, SOL/USD 600 s, rate 86,400 s), or set for a kind that has none." },
    ProgramError { number: 6179, name: "TableMaxConfidence", meaning: "The widest confidence is zero or above one, or set for a kind that has none." },
    ProgramError { number: 6180, name: "TableMinSamples", meaning: "The fewest samples are zero, or set for a kind that has none." },
    ProgramError { number: 6181, name: "TableMaxFee", meaning: "The ceiling of the withdrawal fee is above one, or it or its netting is set for a kind that reads none." },
    ProgramError { number: 6182, name: "TableFeedDepth", meaning: "The depth is missing where a kind needs it, set where it has none, or not within 1 and 1,000,000 SOL." },
    ProgramError { number: 6183, name: "TableDecimals", meaning: "The token has more decimals than supported, or not those that this kind requires." },
    ProgramError { number: 6184, name: "TableUnusedCustody", meaning: "The authority is declared custodial for a kind without reserves." },
    ProgramError { number: 6185, name: "TableWrongRole", meaning: "The role of an account is unknown, or has no place there in a source of this kind." },
    ProgramError { number: 6186, name: "TableMissingRole", meaning: "An account that this kind needs is missing; this is its role." },
    ProgramError { number: 6187, name: "TableWrongMint", meaning: "The vault's mint is not the token's." },
    ProgramError { number: 6188, name: "TableAccountTwice", meaning: "An account appears twice in a source." },
    ProgramError { number: 6189, name: "TableSourceTwice", meaning: "The source appears twice in the table." },
    ProgramError { number: 6190, name: "TableNoAddress", meaning: "The address of an account is missing." },
    ProgramError { number: 6191, name: "TableOnCurve", meaning: "A derived reserve lies on the curve: somebody may hold its key." },
];
