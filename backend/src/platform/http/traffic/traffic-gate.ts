import { addressBlock } from '../address-block.ts';
import { httpErrors } from '../http.errors.ts';
import { Quota, type QuotaHeaders } from './quota.ts';
import type { TrafficClass, TrafficGuard } from './traffic-guard.ts';

/**
 * How a request stands after its address was looked at: `free` is not counted (this machine, the
 * allow list), `suspect` comes from an automatically blocked address and passes with a valid token
 * only, so that one abuser does not shut out the colleagues behind the same address.
 */
export type Standing = 'free' | 'counted' | 'suspect';

/** What the routes of one class ask of the traffic guard. */
export class TrafficGate {
  readonly #guard: TrafficGuard;
  readonly #addresses: Quota | null;
  readonly #users: Quota | null;

  constructor(guard: TrafficGuard, name: TrafficClass) {
    const limits = guard.limitsOf(name);
    this.#guard = guard;
    this.#addresses =
      limits && new Quota({ table: guard.addresses, name, of: 'address', limit: limits.address });
    this.#users = limits && new Quota({ table: guard.users, name, of: 'user', limit: limits.user });
  }

  /** Lets a request of an address go on, or answers the error it is refused with. */
  arrive(address: string, isOwnMachine: boolean, reply: QuotaHeaders): Standing | Error {
    if (isOwnMachine) return 'free';
    const guard = this.#guard;
    const rule = guard.ruleFor(address);
    if (rule?.kind === 'allow') return 'free';
    if (rule !== undefined) return rule.isAutomatic ? 'suspect' : this.refuseBlocked();
    const refused = this.#addresses?.take(addressBlock(address), reply);
    if (refused === undefined) return 'counted';
    guard.figures.addressLimited++;
    guard.strike(address, 'rate-limit');
    return refused;
  }

  /** Counts the request for its user; the error it is refused with, or undefined. */
  enter(userId: string | null, standing: Standing, reply: QuotaHeaders): Error | undefined {
    if (standing === 'free' || userId === null) return undefined;
    const refused = this.#users?.take(userId, reply);
    if (refused !== undefined) this.#guard.figures.userLimited++;
    return refused;
  }

  /** The refusal of a request from a blocked address. */
  refuseBlocked(): Error {
    this.#guard.figures.blocked++;
    return httpErrors.addressBlocked();
  }
}
