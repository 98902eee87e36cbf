import type { Grant, GrantQuery, GrantScope, Page, Permission } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { GRANTS_PER_USER } from './authorization.limits.ts';
import './grant.schema.ts';
import { visibleCases } from './visible-cases.ts';

const newestFirst: Keyset = {
  name: 'grants',
  isDescending: true,
  columns: [
    { expression: sql`g.created_at`, type: 'timestamptz' },
    { expression: sql`g.id`, type: 'uuid' },
  ],
};

const isLive = sql<SqlBool>`(g.revoked_at is null and (g.expires_at is null or g.expires_at > now()))`;

/** A grant that holds now, as the rule needs to know it. */
export interface LiveGrant {
  readonly permission: Permission;
  readonly scope: GrantScope;
  readonly caseId: string | null;
  readonly expiresAtMs: number | null;
}

/** What a new grant is made of. */
export interface NewGrant {
  readonly userId: string;
  readonly permission: Permission;
  readonly scope: GrantScope;
  readonly caseId: string | null;
  readonly reason: string;
  readonly grantedBy: string | null;
  readonly expiresInHours: number | null;
}

/** SQL of the permission grants. */
@Injectable()
export class GrantRepository {
  constructor(private readonly database: Database) {}

  /** The live grants of a user; at most as many as one user may hold. */
  async live(userId: string): Promise<LiveGrant[]> {
    const { rows } = await sql<LiveGrant>`select g.permission, g.scope, g.case_id as "caseId",
        (extract(epoch from g.expires_at) * 1000)::bigint as "expiresAtMs"
      from permission_grants as g where g.user_id = ${userId} and ${isLive}
      order by g.id limit ${GRANTS_PER_USER}`.execute(this.database.db);
    return rows;
  }

  /** One page of a user's grants, newest first, without those on cases the viewer may not know of. */
  async ofUser(viewer: Viewer, userId: string, query: GrantQuery): Promise<Page<Grant>> {
    return await this.#page(viewer, sql<SqlBool>`g.user_id = ${userId}`, query);
  }

  /** One page of the grants on a case, newest first. */
  async ofCase(viewer: Viewer, caseId: string, query: GrantQuery): Promise<Page<Grant>> {
    return await this.#page(viewer, sql<SqlBool>`g.case_id = ${caseId}`, query);
  }

  /** One grant of a user, or null. */
  async find(
    viewer: Viewer,
    userId: string,
    id: string,
    trx?: Transaction<Tables>,
  ): Promise<Grant | null> {
    const found = await this.#select(viewer, trx)
      .where('g.id', '=', id)
      .where('g.user_id', '=', userId)
      .executeTakeFirst();
    return found ?? null;
  }

  /** How many live grants the user holds; holds the user's row, so that two givers count in turn. */
  async countLive(trx: Transaction<Tables>, userId: string): Promise<number> {
    await sql`select 1 from users where id = ${userId} for update`.execute(trx);
    const { rows } = await sql<{ total: number }>`select count(*) as total
      from permission_grants as g where g.user_id = ${userId} and ${isLive}`.execute(trx);
    return rows[0]?.total ?? 0;
  }

  /** Adds a grant; null when a live one says the same. The user's row must be locked. */
  async insert(trx: Transaction<Tables>, grant: NewGrant): Promise<string | null> {
    const expiresAt =
      grant.expiresInHours === null
        ? sql`null`
        : sql`now() + make_interval(hours => ${grant.expiresInHours})`;
    const { rows } = await sql<{ id: string }>`insert into permission_grants
        (id, user_id, permission, scope, case_id, reason, granted_by, expires_at)
      select ${newId()}::uuid, ${grant.userId}::uuid, ${grant.permission}, ${grant.scope},
        ${grant.caseId}::uuid, ${grant.reason}, ${grant.grantedBy}::uuid, ${expiresAt}
      where not exists (select 1 from permission_grants as g
        where g.user_id = ${grant.userId} and g.permission = ${grant.permission}
          and g.scope = ${grant.scope} and g.case_id is not distinct from ${grant.caseId}::uuid
          and ${isLive})
      returning id`.execute(trx);
    return rows[0]?.id ?? null;
  }

  /** Ends a live grant; answers whether there was one. */
  async revoke(trx: Transaction<Tables>, id: string): Promise<boolean> {
    const { numAffectedRows } = await sql`update permission_grants as g set revoked_at = now()
      where g.id = ${id} and ${isLive}`.execute(trx);
    return (numAffectedRows ?? 0n) > 0n;
  }

  async #page(viewer: Viewer, of: RawBuilder<SqlBool>, query: GrantQuery): Promise<Page<Grant>> {
    const wanted = query.ended === true ? of : sql<SqlBool>`(${of} and ${isLive})`;
    const found = this.#select(viewer).where(wanted);
    const { rows, nextCursor } = await keysetPage(found, newestFirst, query);
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await this.#open(viewer)
      .where(wanted)
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  // A grant on a case tells of the case.
  #open(viewer: Viewer, trx?: Transaction<Tables>) {
    return (trx ?? this.database.db)
      .selectFrom('permission_grants as g')
      .where(sql<SqlBool>`(g.case_id is null or ${visibleCases(viewer, 'g.case_id')})`);
  }

  #select(viewer: Viewer, trx?: Transaction<Tables>) {
    return this.#open(viewer, trx)
      .innerJoin('users as holder', 'holder.id', 'g.user_id')
      .leftJoin('users as giver', 'giver.id', 'g.granted_by')
      .leftJoin('cases as granted_case', 'granted_case.id', 'g.case_id')
      .select([
        'g.id',
        'g.user_id as userId',
        'holder.name as userName',
        'g.permission',
        'g.scope',
        'g.case_id as caseId',
        'granted_case.number as caseNumber',
        'g.reason',
        'giver.name as grantedByName',
        'g.created_at as createdAt',
        'g.expires_at as expiresAt',
        'g.revoked_at as revokedAt',
        isLive.$castTo<boolean>().as('isLive'),
      ]);
  }
}
