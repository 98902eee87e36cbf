import type { AddressRule, AddressRuleQuery, Page } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import { startPattern } from '../platform/database/like-pattern.ts';
import type { Tables } from '../platform/database/tables.ts';
import { ADDRESS_RULES_HELD } from '../platform/http/traffic/traffic.limits.ts';
import {
  AUTO_BLOCK_BASE_MS,
  AUTO_BLOCK_MAX_MS,
  ENDED_RULE_KEPT_MS,
  REPEAT_WINDOW_MS,
} from './traffic.limits.ts';
import './traffic.schema.ts';

/** Channel on which instances tell each other which network's rule changed. */
export const ADDRESS_RULES_CHANNEL = 'lexiflow_address_rules';

const newestFirst: Keyset = {
  name: 'address-rules',
  isDescending: true,
  columns: [
    { expression: sql`address_rules.created_at`, type: 'timestamptz' },
    { expression: sql`address_rules.id`, type: 'uuid' },
  ],
};

const stands = sql<SqlBool>`(address_rules.expires_at is null or address_rules.expires_at > now())`;

const seconds = (durationMs: number): RawBuilder<string> =>
  sql<string>`make_interval(secs => ${durationMs / 1000})`;

/** A rule as it is made by a person. */
export interface NewRule {
  readonly network: string;
  readonly kind: AddressRule['kind'];
  readonly reason: string;
  readonly createdBy: string | null;
  readonly expiresInMs: number | null;
}

/** A rule as the guard holds it. */
export interface StandingRule {
  readonly network: string;
  readonly kind: AddressRule['kind'];
  readonly source: AddressRule['source'];
  readonly expiresAtMs: number | null;
}

/** SQL of the allow and block lists. */
@Injectable()
export class AddressRuleRepository {
  constructor(private readonly database: Database) {}

  /** One page of the standing rules, newest first. */
  async page(query: AddressRuleQuery): Promise<Page<AddressRule>> {
    const { db } = this.database;
    let rules = db.selectFrom('address_rules').where(stands);
    const { q, kind, source } = query;
    if (q !== undefined && q !== '') rules = rules.where('network', 'like', startPattern(q));
    if (kind !== undefined) rules = rules.where('kind', '=', kind);
    if (source !== undefined) rules = rules.where('source', '=', source);
    const { rows, nextCursor } = await keysetPage(
      rules
        .leftJoin('users', 'users.id', 'address_rules.created_by')
        .select([
          'address_rules.id',
          'network',
          'kind',
          'source',
          'reason',
          'users.name as createdByName',
          'address_rules.created_at as createdAt',
          'address_rules.expires_at as expiresAt',
          'times',
        ]),
      newestFirst,
      query,
    );
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await rules
      .select(db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  /** Whether a further rule may be made; forgets rules that ended long ago. */
  async hasRoom(trx: Transaction<Tables>): Promise<boolean> {
    await sql`delete from address_rules
      where expires_at < now() - ${seconds(ENDED_RULE_KEPT_MS)}`.execute(trx);
    const { rows } = await sql<{ total: number }>`select count(*) as total from address_rules
      where ${stands}`.execute(trx);
    return (rows[0]?.total ?? 0) < ADDRESS_RULES_HELD;
  }

  /** Makes a rule in place of an ended or automatic one; its id, or null when a manual one stands. */
  async put(trx: Transaction<Tables>, rule: NewRule): Promise<string | null> {
    const expiresAt =
      rule.expiresInMs === null ? sql`null` : sql`now() + ${seconds(rule.expiresInMs)}`;
    const { rows } = await sql<{ id: string }>`
      insert into address_rules (id, network, kind, source, reason, created_by, expires_at)
      values (${newId()}, ${rule.network}, ${rule.kind}, 'manual', ${rule.reason},
        ${rule.createdBy}, ${expiresAt})
      on conflict (network) do update set id = excluded.id, kind = excluded.kind,
        source = excluded.source, reason = excluded.reason, created_by = excluded.created_by,
        created_at = excluded.created_at, expires_at = excluded.expires_at, times = 1
      where address_rules.expires_at <= now() or address_rules.source = 'automatic'
      returning id`.execute(trx);
    return rows[0]?.id ?? null;
  }

  /**
   * Blocks a network for a time that doubles with each repetition; null when any rule stands there
   * already. Answers the rule's id and how often in a row it was made.
   */
  async block(
    trx: Transaction<Tables>,
    network: string,
    reason: string,
  ): Promise<{ id: string; times: number; minutes: number } | null> {
    const repeats = sql`case when address_rules.source = 'automatic'
      and address_rules.expires_at > now() - ${seconds(REPEAT_WINDOW_MS)}
      then address_rules.times + 1 else 1 end`;
    const { rows } = await sql<{ id: string; times: number; minutes: number }>`
      insert into address_rules (id, network, kind, source, reason, expires_at)
      values (${newId()}, ${network}, 'block', 'automatic', ${reason},
        now() + ${seconds(AUTO_BLOCK_BASE_MS)})
      on conflict (network) do update set id = excluded.id, kind = excluded.kind,
        source = excluded.source, reason = excluded.reason, created_by = null,
        created_at = excluded.created_at, times = ${repeats},
        expires_at = now() + least(${seconds(AUTO_BLOCK_MAX_MS)},
          ${seconds(AUTO_BLOCK_BASE_MS)} * power(2, least(${repeats}, 20) - 1))
      where address_rules.expires_at <= now()
      returning id, times,
        round(extract(epoch from expires_at - now()) / 60)::integer as minutes`.execute(trx);
    return rows[0] ?? null;
  }

  /** Removes a standing rule; answers its network and kind, or null. */
  async remove(
    trx: Transaction<Tables>,
    id: string,
  ): Promise<Pick<AddressRule, 'network' | 'kind'> | null> {
    const removed = await trx
      .deleteFrom('address_rules')
      .where('id', '=', id)
      .where(stands)
      .returning(['network', 'kind'])
      .executeTakeFirst();
    return removed ?? null;
  }

  /** One rule as the lists show it. */
  async byId(trx: Transaction<Tables>, id: string): Promise<AddressRule> {
    return await trx
      .selectFrom('address_rules')
      .leftJoin('users', 'users.id', 'address_rules.created_by')
      .where('address_rules.id', '=', id)
      .select([
        'address_rules.id',
        'network',
        'kind',
        'source',
        'reason',
        'users.name as createdByName',
        'address_rules.created_at as createdAt',
        'address_rules.expires_at as expiresAt',
        'times',
      ])
      .executeTakeFirstOrThrow();
  }

  /** Tells every instance, when the transaction commits, that the rule of a network changed. */
  async announce(trx: Transaction<Tables>, network: string): Promise<void> {
    await sql`select pg_notify(${ADDRESS_RULES_CHANNEL}, ${network})`.execute(trx);
  }

  /** The standing rules of these networks, or all of them when null; at most what is held. */
  async standing(networks: readonly string[] | null): Promise<StandingRule[]> {
    const { rows } = await sql<StandingRule>`select network, kind, source,
        (extract(epoch from expires_at) * 1000)::bigint as "expiresAtMs"
      from address_rules where ${stands}
        and ${networks === null ? sql`true` : sql`network = any(${networks})`}
      order by created_at desc limit ${ADDRESS_RULES_HELD}`.execute(this.database.db);
    return rows;
  }
}
