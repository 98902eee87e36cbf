import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { system } from '../audit/audit-entry.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { Database } from '../platform/database/database.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { networkText, parseNetwork } from '../platform/http/traffic/network.ts';
import { TrafficGuard, type StrikeCause } from '../platform/http/traffic/traffic-guard.ts';
import { AddressRuleFeed } from './address-rule-feed.ts';
import { AddressRuleRepository } from './address-rule.repository.ts';
import { AUTO_BLOCKS_AT_ONCE } from './traffic.limits.ts';

const causes: Readonly<Record<StrikeCause, string>> = {
  'rate-limit': 'requests beyond the limit',
  'unknown-token': 'guessed tokens',
  password: 'wrong passwords',
};

/**
 * Turns abuse that the traffic guard noticed into a block with an end: 15 minutes, doubled by each
 * repetition within a day, a day at most. Written once for all instances, and audited.
 */
@Injectable()
export class AutoBlock implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #writing = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly rules: AddressRuleRepository,
    private readonly ruleFeed: AddressRuleFeed,
    private readonly guard: TrafficGuard,
    private readonly auditLog: AuditLog,
    private readonly reporter: ErrorReporter,
  ) {}

  onApplicationBootstrap(): void {
    this.guard.onAbuse((block, cause, strikes) => {
      if (this.#writing.has(block) || this.#writing.size >= AUTO_BLOCKS_AT_ONCE) return;
      this.#writing.add(block);
      this.#block(block, cause, strikes)
        .catch((error: unknown) => this.reporter.background('blocking an address', error))
        .finally(() => this.#writing.delete(block));
    });
  }

  onApplicationShutdown(): void {
    this.guard.onAbuse(null);
  }

  async #block(block: string, cause: StrikeCause, strikes: number): Promise<void> {
    const parsed = parseNetwork(block);
    if (parsed === null) return;
    const network = networkText(parsed);
    const isMade = await this.database.transaction(async (trx) => {
      if (!(await this.rules.hasRoom(trx))) return false;
      const made = await this.rules.block(trx, network, `Automatic: ${causes[cause]}`);
      if (made === null) return false;
      await this.rules.announce(trx, network);
      await this.auditLog.record(trx, system, {
        action: 'address-rule.added',
        objectType: 'address-rule',
        objectId: made.id,
        details: {
          network,
          kind: 'block',
          cause,
          strikes,
          minutes: made.minutes,
          times: made.times,
        },
      });
      return true;
    });
    if (isMade) await this.ruleFeed.refresh(network);
  }
}
