/**
 * What a lending market calculates with a price, as the reader's `lending` does on chain: how much may be owed, whether
 * an account is healthy, what a liquidator gets, whether a loan-to-value falls. Rounded against whoever could gain.
 */

import { ONE_BPS, type Rounding, amountOf, divided, less } from "./value.js";

/** What a market lends against what, as its operators configure it; shares are basis points. */
export interface Risk {
  /** Up to this part of the collateral value may be owed after borrowing or withdrawing. */
  readonly ltv: number;
  /** Beyond this part of the liquidation value an account may be liquidated. */
  readonly threshold: number;
  /** What a liquidator gets on top of what it pays back. */
  readonly bonus: number;
  /** Part of a debt that one liquidation may pay back, while the collateral covers the debt. */
  readonly closeFactor: number;
  /** Debts below this are not worth a transaction. Base units of the token lent. */
  readonly dust: bigint;
}

/** An account, in base units of its two tokens. */
export interface Position {
  /** Of the token lent. */
  readonly owed: bigint;
  /** Of the collateral. */
  readonly deposited: bigint;
}

/** A liquidation as it is asked for. */
export interface Liquidation extends Position {
  /** What the liquidator offers to pay back, at most; base units of the token lent. */
  readonly repay: bigint;
  /** What all of the collateral pays for: `permit("liquidate").seizedValue(deposited)`. */
  readonly worth: bigint;
}

/** What one liquidation does. */
export interface Seizure {
  /** What the liquidator pays back, above 0. */
  readonly repaid: bigint;
  /** Base units of collateral that it gets, above 0. */
  readonly seized: bigint;
}

const ONE = BigInt(ONE_BPS);

/** A market's {@link Risk} that was found to be in order. */
export class Terms {
  readonly risk: Risk;

  /** @throws {RangeError} With these values a market harms itself: the message says how. */
  constructor(risk: Risk) {
    for (const share of ["ltv", "threshold", "bonus", "closeFactor"] as const)
      if (!Number.isInteger(risk[share]) || risk[share] < 0 || risk[share] > ONE_BPS)
        throw new RangeError(`${share} is from 0 to ${ONE_BPS} basis points, not ${risk[share]}`);
    amountOf(risk.dust);
    if (risk.ltv === 0 || risk.ltv >= risk.threshold)
      throw new RangeError("the loan-to-value is 0 or not below the threshold");
    if (risk.closeFactor === 0) throw new RangeError("the close factor is 0");
    if (risk.threshold * (ONE_BPS + risk.bonus) > ONE_BPS * ONE_BPS)
      throw new RangeError("threshold x (1 + bonus) is above 1: a liquidation at the threshold could not be paid");
    this.risk = risk;
  }

  /** The most that may be owed after borrowing or withdrawing, against collateral of this value by `permit("borrow")` or `"withdraw"`. */
  borrowLimit(collateralValue: bigint): bigint {
    return part(collateralValue, this.risk.ltv, "down");
  }

  /** What may still be borrowed by who owes this much. */
  borrowable(collateralValue: bigint, owed: bigint): bigint {
    return less(this.borrowLimit(collateralValue), amountOf(owed));
  }

  /** The most that may be owed before liquidation, against collateral of this value by `permit("liquidate")`. */
  liquidationLimit(collateralValue: bigint): bigint {
    return part(collateralValue, this.risk.threshold, "down");
  }

  /** Whether an account may not be liquidated. */
  isHealthy(owed: bigint, collateralValue: bigint): boolean {
    return amountOf(owed) <= this.liquidationLimit(collateralValue);
  }

  /**
   * What a liquidator pays and gets. Where the collateral does not cover the debt, everything may be closed at once,
   * and all collateral goes for what it is worth less the bonus: what is then still owed is bad debt.
   *
   * `undefined` where the collateral pays for nothing, where the amounts are too small to buy any, and where a debt
   * below {@link Risk.dust} would be left: offer more.
   */
  seizure({ repay, owed, deposited, worth }: Liquidation): Seizure | undefined {
    for (const amount of [repay, owed, deposited, worth]) amountOf(amount);
    const partOfIt = part(owed, this.risk.closeFactor, "up");
    const leavesDust = (repaid: bigint) => less(owed, repaid) < this.risk.dust;
    const most = worth <= owed || leavesDust(partOfIt) ? owed : partOfIt;
    const repaid = repay < most ? repay : most;
    const withBonus = ONE + BigInt(this.risk.bonus);
    const due = (repaid * withBonus) / ONE;
    let seizure: Seizure;
    if (due >= worth) {
      const paid = divided(worth * ONE, withBonus, "up");
      seizure = { repaid: paid < owed ? paid : owed, seized: deposited };
    } else if (repaid < owed && leavesDust(repaid)) {
      return undefined;
    } else {
      seizure = { repaid, seized: (deposited * due) / worth };
    }
    return seizure.repaid > 0n && seizure.seized > 0n ? seizure : undefined;
  }
}

/**
 * Whether deleveraging from `before` to `after` lowers the loan-to-value, or ends the debt. Collateral and debt are
 * each one token, so that the price cancels out; where debts are in several, compare values by `permit("deleverage")`.
 */
export function loanToValueFalls(before: Position, after: Position): boolean {
  for (const amount of [before.owed, before.deposited, after.owed, after.deposited]) amountOf(amount);
  return after.owed === 0n || after.owed * before.deposited < before.owed * after.deposited;
}

function part(value: bigint, share: number, rounding: Rounding): bigint {
  return divided(amountOf(value) * BigInt(share), ONE, rounding);
}
