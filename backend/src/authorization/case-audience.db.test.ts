import { roles } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import { caseAudience } from './case-audience.ts';
import { Firm } from './testing/firm.ts';
import { userViewer } from './user-viewer.ts';
import { visibleCases } from './visible-cases.ts';

describe('the audience of a case', () => {
  let database: Database;
  let firm: Firm;
  beforeAll(async () => {
    database = await openTestDatabase();
    firm = new Firm(database);
  });
  afterAll(() => database.close());

  it('is everybody to whom the access rule shows the case, whatever opens it to them', async () => {
    const caseId = await firm.case();
    const userIds: string[] = [];
    const grant = async (userId: string, scope: string, ended = false): Promise<void> => {
      const [of, end] = [scope === 'case' ? caseId : null, ended ? '-1 hour' : '1 hour'];
      await sql`insert into permission_grants (id, user_id, permission, scope, case_id, reason,
          expires_at)
        values (${newId()}, ${userId}, 'case:read', ${scope}, ${of}, 'test',
          now() + ${end}::interval)`.execute(database.db);
    };
    for (const role of roles)
      for (const team of [null, 'member', 'lead'] as const)
        for (const scope of [null, 'all', 'team', 'own', 'case', 'ended'] as const)
          for (const isWalled of [false, true]) {
            const user = await firm.user(role);
            if (team !== null) await firm.join(caseId, user, team);
            if (scope !== null)
              await grant(user.userId, scope === 'ended' ? 'all' : scope, scope === 'ended');
            if (isWalled) await firm.wall(caseId, user);
            userIds.push(user.userId);
          }
    const wish = { caseId, userIds, needs: [], limit: userIds.length };
    const [found, team] = await database.transaction(async (trx) => [
      await caseAudience(trx, wish),
      await caseAudience(trx, { ...wish, userIds: null }),
    ]);
    const seeing: string[] = [];
    for (const userId of userIds) {
      const user = await database.db
        .selectFrom('users')
        .select(['id as userId', 'name', 'email', 'role'])
        .where('id', '=', userId)
        .executeTakeFirstOrThrow();
      const viewer = await userViewer(database.db, user);
      const { rows } = await sql<{
        seen: boolean;
      }>`select ${visibleCases(viewer, 'cases.id')} as seen
        from cases where cases.id = ${caseId}`.execute(database.db);
      if (rows[0]?.seen === true) seeing.push(userId);
    }
    expect(seeing.length).toBeGreaterThan(40);
    expect(found.map(({ userId }) => userId)).toEqual(seeing.toSorted());
    const members = await database.db.selectFrom('case_team').select('user_id').execute();
    const onTeam = new Set(members.map(({ user_id }) => user_id));
    expect(team.map(({ userId }) => userId)).toEqual(
      seeing.filter((userId) => onTeam.has(userId)).toSorted(),
    );
  });
});
