import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { ChangeFeed } from '../platform/events/change-feed.ts';
import { parseNetwork } from '../platform/http/traffic/network.ts';
import { TrafficGuard } from '../platform/http/traffic/traffic-guard.ts';
import { ADDRESS_RULES_CHANNEL, AddressRuleRepository } from './address-rule.repository.ts';
import type { StandingRule } from './address-rule.repository.ts';

/**
 * Keeps the rules of this process's traffic guard as the database has them: reads all at start and
 * after a gap in the notifications, and those of a changed network when any instance changed it.
 */
@Injectable()
export class AddressRuleFeed implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: (() => void) | null = null;
  /** Networks to read again; null stands for all. */
  #due: Set<string> | null = new Set();
  #reading: Promise<void> | null = null;

  constructor(
    private readonly rules: AddressRuleRepository,
    private readonly guard: TrafficGuard,
    private readonly feed: ChangeFeed,
    private readonly reporter: ErrorReporter,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#stop = await this.feed.subscribe(ADDRESS_RULES_CHANNEL, (network) => {
      void this.refresh(network === '' ? null : network);
    });
    await this.refresh(null);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop?.();
    await this.#reading;
  }

  /** Reads the rule of a network again, or all when null. Resolves when the guard has it; never rejects. */
  async refresh(network: string | null): Promise<void> {
    if (network === null) this.#due = null;
    else this.#due?.add(network);
    this.#reading ??= this.#readDue().finally(() => (this.#reading = null));
    await this.#reading;
  }

  async #readDue(): Promise<void> {
    while (this.#due === null || this.#due.size > 0) {
      const networks = this.#due === null ? null : [...this.#due];
      this.#due = new Set();
      try {
        this.#apply(networks, await this.rules.standing(networks));
      } catch (error) {
        // The rules stay as they are until the next change, or until the feed is connected again.
        this.#due = null;
        this.reporter.background('reading the address rules', error);
        return;
      }
    }
  }

  #apply(networks: readonly string[] | null, standing: readonly StandingRule[]): void {
    const { rules } = this.guard;
    if (networks === null) rules.clear();
    for (const text of networks ?? []) {
      const network = parseNetwork(text);
      if (network !== null) rules.remove(network);
    }
    for (const { network: text, kind, source, expiresAtMs } of standing) {
      const network = parseNetwork(text);
      if (network === null) continue;
      rules.put(network, { kind, isAutomatic: source === 'automatic', expiresAtMs });
    }
  }
}
