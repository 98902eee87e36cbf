import type { Page, Role, SubListQuery, TeamMember, TeamRole } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';

const byName: Keyset = {
  name: 'case-team',
  isDescending: false,
  columns: [
    { expression: sql`lower(users.name)`, type: 'text' },
    { expression: sql`users.id`, type: 'uuid' },
  ],
};

/** A user as someone who is to join a team or to be walled off. */
export interface Candidate {
  readonly name: string;
  readonly role: Role;
  readonly isWalled: boolean;
}

/** SQL of the case teams. */
@Injectable()
export class TeamRepository {
  constructor(private readonly database: Database) {}

  /** One page of a case's team, by name. */
  async page(caseId: string, query: SubListQuery): Promise<Page<TeamMember>> {
    const { db } = this.database;
    const team = db
      .selectFrom('case_team')
      .innerJoin('users', 'users.id', 'case_team.user_id')
      .where('case_team.case_id', '=', caseId);
    const { rows, nextCursor } = await keysetPage(
      team.select([
        'users.id as userId',
        'users.name',
        'users.email',
        'case_team.team_role as teamRole',
        'case_team.added_at as addedAt',
      ]),
      byName,
      query,
    );
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await team
      .select(db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  /** An enabled user, locked against being disabled until the transaction ends. */
  async candidate(
    trx: Transaction<Tables>,
    caseId: string,
    userId: string,
  ): Promise<Candidate | null> {
    const { rows } = await sql<Candidate>`
      select u.name, u.role, exists (select 1 from ethical_walls w
        where w.user_id = u.id and w.case_id = ${caseId} and w.lifted_at is null) as "isWalled"
      from users u where u.id = ${userId} and u.disabled_at is null for share of u`.execute(trx);
    return rows[0] ?? null;
  }

  /** Adds a member, or gives a member another team role. */
  async put(
    trx: Transaction<Tables>,
    caseId: string,
    userId: string,
    teamRole: TeamRole,
  ): Promise<void> {
    await trx
      .insertInto('case_team')
      .values({ case_id: caseId, user_id: userId, team_role: teamRole })
      .onConflict((conflict) =>
        conflict.columns(['case_id', 'user_id']).doUpdateSet({ team_role: teamRole }),
      )
      .execute();
  }

  /** One member as the lists show it; throws when there is none. */
  async member(trx: Transaction<Tables>, caseId: string, userId: string): Promise<TeamMember> {
    return await trx
      .selectFrom('case_team')
      .innerJoin('users', 'users.id', 'case_team.user_id')
      .where('case_team.case_id', '=', caseId)
      .where('case_team.user_id', '=', userId)
      .select([
        'users.id as userId',
        'users.name',
        'users.email',
        'case_team.team_role as teamRole',
        'case_team.added_at as addedAt',
      ])
      .executeTakeFirstOrThrow();
  }

  /** Takes a member off the team; answers whether there was one. */
  async remove(trx: Transaction<Tables>, caseId: string, userId: string): Promise<boolean> {
    const result = await trx
      .deleteFrom('case_team')
      .where('case_id', '=', caseId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }
}
