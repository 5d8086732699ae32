//! Runs one step of the rules between two looks at the meter: what judging costs, without reading accounts and without publishing.
//!
//! Account: the parameters, then the memory, as they lie in a feed; this program's, writable. Instruction: unix time, slot and number of
//! markets, 8 bytes each. It logs the compute units that are left three times: twice in a row, which is what looking costs, and once
//! behind the step.

use core::hint::black_box;

use fair_value::{
    Backing, History, Inputs, Leg, MarketReading, NavReading, Now, Observation, Params, Reading, State, UsdReading,
    math, step,
    units::{Bps, Epoch, Lamports, Price, Rate, Seconds, Slot, TokenAmount, UnixTime},
};
use sbf_runtime as _;
use solana_account_info::AccountInfo;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;

#[cfg(target_os = "solana")]
solana_program_entrypoint::entrypoint!(process);

/// Rates are SOL per token, scaled by 10^12.
const NAV: u64 = 1_060_000_000_000;
const SOL: u64 = 1_000_000_000;

/// Steps once.
///
/// # Errors
/// `InvalidAccountData` for something else than parameters and memory, `InvalidInstructionData`, or `Custom(1)` for a step that is refused.
pub fn process(_: &Pubkey, accounts: &[AccountInfo<'_>], data: &[u8]) -> ProgramResult {
    let [memory] = accounts else { return Err(ProgramError::NotEnoughAccountKeys) };
    let mut bytes = memory.try_borrow_mut_data()?;
    let (params, state) = bytes.split_at_mut_checked(size_of::<Params>()).ok_or(ProgramError::InvalidAccountData)?;
    let params: &Params = bytemuck::try_from_bytes(params).map_err(|_| ProgramError::InvalidAccountData)?;
    let state: &mut State = bytemuck::try_from_bytes_mut(state).map_err(|_| ProgramError::InvalidAccountData)?;
    let ([time, slot, markets], []) = data.as_chunks::<8>() else { return Err(ProgramError::InvalidInstructionData) };
    let (time, markets) = (i64::from_le_bytes(*time), u64::from_le_bytes(*markets));
    let now = Now {
        time: UnixTime::new(time),
        slot: Slot::new(u64::from_le_bytes(*slot)),
        epoch: Epoch::new(900),
        since_epoch_start: Seconds::new(43_200),
        rewards_active: false,
    };
    let observations = observations(markets, time).ok_or(ProgramError::InvalidInstructionData)?;
    let inputs = Inputs { now, observations: &observations };

    log_units();
    log_units();
    let outcome = black_box(step(params, state, black_box(&inputs)));
    log_units();
    outcome.map(|_| ()).map_err(|_| ProgramError::Custom(1))
}

/// NAV, so many markets of which every other keeps a history, SOL/USD.
fn observations(markets: u64, time: i64) -> Option<Vec<Observation>> {
    let nav = Reading::Nav(NavReading::Backing(Backing {
        assets: Lamports::new(1_060_000 * SOL),
        supply: TokenAmount::new(1_000_000 * SOL),
        decimals: 9,
        updated: Epoch::new(900),
        custodial: Lamports::ZERO,
        undercovered: false,
        unbacked: false,
        firm: Rate::ZERO,
    }));
    let usd = Reading::Usd(UsdReading {
        price: Price::from_decimal(150_000_000_000_000)?,
        confidence: Price::from_decimal(80_000_000_000)?,
        published: UnixTime::new(time),
    });
    let mut all = vec![Observation { leg: Leg::Nav, reading: Some(nav) }];
    for index in 0..markets.min(6) {
        // A little movement, so that medians sort and clamps work.
        let wobble = (time as u64 % 97).checked_mul(10_000_000)?.checked_add(index.checked_mul(300_000_000)?)?;
        let spot = Rate::from_decimal(NAV.checked_add(wobble)?)?;
        let own = math::log2(spot);
        let market = MarketReading {
            spot,
            depth: Lamports::new(index.checked_mul(50)?.checked_add(300)?.checked_mul(SOL)?),
            confidence: Bps::ZERO,
            history: (index % 2 == 1).then_some(History { short: own, long: own }),
            one_sided: false,
            published: None,
        };
        all.push(Observation { leg: Leg::Market, reading: Some(Reading::Market(market)) });
    }
    all.push(Observation { leg: Leg::Usd, reading: Some(usd) });
    Some(all)
}

/// Logs the compute units that are left. A function of its own: several calls of a syscall in one would share its address in a
/// register, and a static syscall cannot be called through one.
#[inline(never)]
fn log_units() {
    #[cfg(target_os = "solana")]
    // SAFETY: the syscall takes nothing and touches no memory.
    unsafe {
        solana_define_syscall::definitions::sol_log_compute_units_();
    }
}
