import type { Clock } from '../clock.ts';
import { AdmittedAccount } from './admitted-account.ts';
import type { Account, ReserveOptions } from './account.ts';
import { governorLimits } from './governor.limits.ts';
import type { Ledger } from './ledger.ts';
import type { Pool } from './pool.ts';
import type { Priority } from './priority.ts';
import { priorities, refusalSteps } from './priority.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import type { RefusalMaker } from './refusal-maker.ts';
import type { RefusedShares } from './refused-shares.ts';
import { RouteBook } from './route-book.ts';
import type { RouteCost } from './route-cost.ts';
import { OwnerShares } from './owner-shares.ts';
import type { Asked } from './wait-queue.ts';

/** One unit of work that asks to be let in. */
export interface AdmissionRequest {
  /** Name of the work, of bounded variety: a route pattern, a job name. */
  readonly route: string;
  readonly priority: Priority;
  /** Whose work it is; without one it takes part in no fair share. */
  readonly userId?: string | undefined;
  /** What is known of this request in advance (its declared body, say). */
  readonly estimateBytes?: number | undefined;
}

/** Let in with an account to close when the work ends, or refused with the numbers. */
export type Admission =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly refusal: Refusal };

/** Admitted and refused so far. */
export interface AdmissionTotals {
  readonly admittedTotal: number;
  readonly refusedTotal: Readonly<Partial<Record<RefusalCode, number>>>;
  /** Work of the classes that are never refused which found the pool full. */
  readonly overBudgetTotal: number;
}

/** What admission is made of. */
export interface AdmissionOptions {
  readonly ledger: Ledger;
  readonly shares: RefusedShares;
  readonly refusals: RefusalMaker;
  readonly clock: Clock;
}

/**
 * Decides at once whether work may start, and promises it the bytes it is expected to hold, so that
 * what was let in between two samples cannot exceed the budget.
 */
export class AdmissionControl {
  readonly routes: RouteBook;
  isDraining = false;
  readonly #ledger: Ledger;
  readonly #pool: Pool;
  readonly #shares: RefusedShares;
  readonly #refusals: RefusalMaker;
  readonly #clock: Clock;
  readonly #owners = new OwnerShares();
  readonly #refusedTotal: Partial<Record<RefusalCode, number>> = {};
  #admittedTotal = 0;
  #overBudgetTotal = 0;

  constructor({ ledger, shares, refusals, clock }: AdmissionOptions) {
    this.#ledger = ledger;
    this.#pool = ledger.pool('request');
    this.#shares = shares;
    this.#refusals = refusals;
    this.#clock = clock;
    const { coldEstimateBytes, coldPoolShare } = governorLimits;
    const poolShareBytes = this.#pool.maxBytes * coldPoolShare.value;
    this.routes = new RouteBook(Math.min(coldEstimateBytes.value, poolShareBytes));
  }

  /**
   * O(1). The classes health, auth, admin and service are always let in. Nobody else passes those who wait by
   * `admitOrWait` and whose turn comes before.
   */
  admit(request: AdmissionRequest): Admission {
    const cost = this.routes.of(request.route);
    const bytes = cost.estimateBytes(request.estimateBytes);
    const isExempt = refusalSteps[request.priority] === null;
    const refusal = isExempt ? undefined : this.#gate(request, bytes);
    if (refusal) return this.#turnAway(cost, refusal);
    const account = this.#open(request);
    const isTurn = isExempt || this.#isTurn(request, cost);
    if (isTurn && account.promise(bytes)) return this.#letIn(cost, account);
    if (isExempt) {
      this.#overBudgetTotal++;
      return this.#letIn(cost, account);
    }
    const full = this.#ledger.refuse(account, bytes);
    account.close();
    return this.#turnAway(cost, full);
  }

  /**
   * Like `admit`, but where only the promise does not fit it waits its turn, so that a short burst is
   * served instead of refused: earlier classes first, within one whose user (or route) holds least,
   * then in order of arrival. `patience` is
   * asked for only then. Rejects with the signal's reason when that aborts.
   */
  admitOrWait(
    request: AdmissionRequest,
    patience: () => ReserveOptions,
  ): Admission | Promise<Admission> {
    if (refusalSteps[request.priority] === null) return this.admit(request);
    const cost = this.routes.of(request.route);
    const bytes = cost.estimateBytes(request.estimateBytes);
    const refusal = this.#gate(request, bytes);
    if (refusal) return this.#turnAway(cost, refusal);
    const account = this.#open(request);
    if (this.#isTurn(request, cost) && account.promise(bytes)) return this.#letIn(cost, account);
    return this.#queue(request, { cost, account, bytes }, patience());
  }

  /** Whether nobody waits whose turn is before that of this newcomer. */
  #isTurn(request: AdmissionRequest, cost: RouteCost): boolean {
    const { waiters } = this.#pool;
    if (waiters.length === 0) return true;
    const rank = priorities.indexOf(request.priority);
    return !waiters.hasBefore(rank, this.#shareBytes(request, cost));
  }

  /** What is promised to open work of its user, and without one to that of its route that has none. */
  #shareBytes({ userId }: AdmissionRequest, cost: RouteCost): number {
    return userId === undefined ? cost.promisedBytes : this.#owners.bytesOf(userId);
  }

  /** Not within `admitOrWait`: what closures hold would be allocated for those too who never wait. */
  #queue(
    request: AdmissionRequest,
    { cost, account, bytes }: { cost: RouteCost; account: AdmittedAccount; bytes: number },
    patience: ReserveOptions,
  ): Promise<Admission> {
    const rank = priorities.indexOf(request.priority);
    const { userId, route } = request;
    // A user may be named as a route is.
    const owner = userId === undefined ? `route ${route}` : `user ${userId}`;
    const claim = (): boolean => {
      if (!account.promise(cost.estimateBytes(request.estimateBytes))) return false;
      this.#countIn(cost, account);
      return true;
    };
    const shareBytes = (): number => this.#shareBytes(request, cost);
    return this.#wait(cost, account, { bytes, claim, rank, owner, shareBytes }, patience);
  }

  #countIn(cost: RouteCost, account: AdmittedAccount): void {
    const { owner, promisedBytes } = account;
    if (owner !== undefined) account.share = this.#owners.add(owner, promisedBytes);
    else {
      cost.promisedBytes += promisedBytes;
      account.share = cost;
    }
  }

  async #wait(
    cost: RouteCost,
    account: AdmittedAccount,
    asked: Omit<Asked, 'account'>,
    patience: ReserveOptions,
  ): Promise<Admission> {
    const { admissionWaitMs } = governorLimits;
    const options = { deadlineMs: admissionWaitMs.value, ...patience };
    try {
      const outcome = await this.#pool.waiters.wait({ account, ...asked }, options);
      this.routes.noteHeldBack();
      if (outcome.ok) return this.#count(cost, account);
      account.close();
      return this.#turnAway(cost, outcome.refusal);
    } catch (error) {
      account.close();
      throw error;
    }
  }

  totals(): AdmissionTotals {
    return {
      admittedTotal: this.#admittedTotal,
      refusedTotal: { ...this.#refusedTotal },
      overBudgetTotal: this.#overBudgetTotal,
    };
  }

  #open({ route, userId }: AdmissionRequest): AdmittedAccount {
    const account = new AdmittedAccount(this.#pool, route, undefined);
    account.owner = userId;
    return account;
  }

  #letIn(cost: RouteCost, account: AdmittedAccount): Admission {
    this.#countIn(cost, account);
    return this.#count(cost, account);
  }

  #count(cost: RouteCost, account: AdmittedAccount): Admission {
    account.cost = cost;
    cost.inFlight++;
    cost.admittedTotal++;
    this.#admittedTotal++;
    return { ok: true, account };
  }

  #turnAway(cost: RouteCost, refusal: Refusal): Admission {
    this.routes.noteHeldBack();
    cost.refusedTotal++;
    this.#refusedTotal[refusal.code] = (this.#refusedTotal[refusal.code] ?? 0) + 1;
    return { ok: false, refusal };
  }

  /** What stands in the way before any byte is promised: draining, the user's share, the class. */
  #gate(request: AdmissionRequest, bytes: number): Refusal | undefined {
    const pool = this.#pool;
    if (this.isDraining) return this.#refuse('MEM_DRAINING', request.route, bytes, pool);
    const { userId, priority } = request;
    if (
      userId !== undefined &&
      pool.reservedBytes > pool.maxBytes * governorLimits.contendedRatio.value
    ) {
      const heldBytes = this.#owners.bytesOf(userId);
      const shareBytes = Math.floor(pool.maxBytes * governorLimits.userShare.value);
      if (heldBytes > 0 && heldBytes + bytes > shareBytes) {
        const share = { name: pool.name, reservedBytes: heldBytes, maxBytes: shareBytes };
        return this.#refuse('MEM_USER_SHARE', request.route, bytes, share);
      }
    }
    const shares = this.#shares;
    if (shares.isAny && shares.decide(priority, this.#clock.now())) {
      return this.#refuse('MEM_PRESSURE', request.route, bytes, pool);
    }
    return undefined;
  }

  #refuse(
    code: RefusalCode,
    account: string,
    requestedBytes: number,
    full: { readonly name: string; readonly reservedBytes: number; readonly maxBytes: number },
  ): Refusal {
    const { name: pool, reservedBytes: usedBytes, maxBytes: limitBytes } = full;
    return this.#refusals.make({ code, account, pool, usedBytes, limitBytes, requestedBytes });
  }
}
