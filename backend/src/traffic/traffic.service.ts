import type {
  AddressRule,
  AddressRuleBody,
  AddressRuleQuery,
  Page,
  TrafficFigures,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import {
  contains,
  networkText,
  parseNetwork,
  type Network,
} from '../platform/http/traffic/network.ts';
import {
  TrafficGuard,
  trafficLimits,
  type TrafficClass,
} from '../platform/http/traffic/traffic-guard.ts';
import { TRAFFIC_WINDOW_MS } from '../platform/http/traffic/traffic.limits.ts';
import { AddressRuleFeed } from './address-rule-feed.ts';
import { AddressRuleRepository } from './address-rule.repository.ts';
import { trafficErrors } from './traffic.errors.ts';
import { SHORTEST_PREFIX_V4, SHORTEST_PREFIX_V6 } from './traffic.limits.ts';

const ownMachine = ['127.0.0.0/8', '::1'].map((text) => parseNetwork(text) as Network);

/** The allow and block lists, and what the limits did. */
@Injectable()
export class TrafficService {
  constructor(
    private readonly database: Database,
    private readonly rules: AddressRuleRepository,
    private readonly ruleFeed: AddressRuleFeed,
    private readonly guard: TrafficGuard,
    private readonly auditLog: AuditLog,
  ) {}

  /** The limits in force and what this process refused since its start. */
  figures(address: string): TrafficFigures {
    const { figures, rules, tableBytes } = this.guard;
    const classes = Object.keys(trafficLimits) as TrafficClass[];
    return {
      windowSeconds: TRAFFIC_WINDOW_MS / 1000,
      limits: classes.flatMap((name) => {
        const limits = this.guard.limitsOf(name);
        return limits ? [{ class: name, perAddress: limits.address, perUser: limits.user }] : [];
      }),
      refused: {
        addressLimit: figures.addressLimited,
        userLimit: figures.userLimited,
        blocked: figures.blocked,
      },
      rules: rules.size,
      tableBytes,
      address,
    };
  }

  /** One page of the standing rules, newest first. */
  async list(query: AddressRuleQuery): Promise<Page<AddressRule>> {
    return await this.rules.page(query);
  }

  /**
   * Adds a rule, in force on this instance when it is answered and on the others a NOTIFY later.
   * Throws TRAFFIC_NETWORK_INVALID, TRAFFIC_OWN_ADDRESS, TRAFFIC_RULE_EXISTS, TRAFFIC_RULES_FULL.
   */
  async add(actor: Actor, body: AddressRuleBody): Promise<AddressRule> {
    const { kind, reason, expiresInMinutes } = body;
    const network = networkText(networkOf(body, actor.ip ?? ''));
    const expiresInMs = expiresInMinutes === undefined ? null : expiresInMinutes * 60_000;
    const rule = await this.database.transaction(async (trx) => {
      if (!(await this.rules.hasRoom(trx))) throw trafficErrors.full();
      const id = await this.rules.put(trx, {
        network,
        kind,
        reason,
        expiresInMs,
        createdBy: actor.userId,
      });
      if (id === null) throw trafficErrors.exists();
      await this.rules.announce(trx, network);
      const details = { network, kind, reason, minutes: expiresInMinutes ?? null };
      await this.#record(trx, actor, 'address-rule.added', id, details);
      return await this.rules.byId(trx, id);
    });
    await this.ruleFeed.refresh(network);
    return rule;
  }

  /** Removes a rule; throws TRAFFIC_RULE_NOT_FOUND. */
  async remove(actor: Actor, id: string): Promise<void> {
    const { network } = await this.database.transaction(async (trx) => {
      const removed = await this.rules.remove(trx, id);
      if (removed === null) throw trafficErrors.notFound();
      await this.rules.announce(trx, removed.network);
      await this.#record(trx, actor, 'address-rule.removed', id, removed);
      return removed;
    });
    await this.ruleFeed.refresh(network);
  }

  async #record(
    trx: Parameters<AuditLog['record']>[0],
    actor: Actor,
    action: string,
    objectId: string,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { requestId = null, ip = null } = actor;
    const entry = { action, objectType: 'address-rule', objectId, details, requestId, ip };
    await this.auditLog.record(trx, actor, entry);
  }
}

function networkOf({ network: text, kind }: AddressRuleBody, ownAddress: string): Network {
  const network = parseNetwork(text);
  const shortest = network?.family === 6 ? SHORTEST_PREFIX_V6 : SHORTEST_PREFIX_V4;
  if (network === null || network.prefix < shortest)
    throw trafficErrors.networkUnknown(
      network === null ? `${text} is no address` : `Blocks begin at /${shortest}`,
    );
  const own = parseNetwork(ownAddress);
  const shutsOut = [...ownMachine, ...(own ? [own] : [])].some(
    (one) => contains(network, one) || contains(one, network),
  );
  if (kind === 'block' && shutsOut) throw trafficErrors.ownAddress();
  return network;
}
