import type { Permission, Role, TeamRole } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { ENDED_GRANTS_EXPLAINED } from './authorization.limits.ts';
import { permittedCases, visibleCases } from './visible-cases.ts';

/** A user as an explanation begins with. */
export interface UserFacts {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly isDisabled: boolean;
  readonly accessVersion: number;
}

/** What stands between a user and a case. */
export interface CaseFacts {
  readonly isVisible: boolean;
  readonly isPermitted: boolean;
  readonly teamRole: TeamRole | null;
  readonly walledSince: string | null;
}

/** A grant of a permission that ended. */
export interface EndedGrant {
  readonly scope: string;
  readonly caseId: string | null;
  readonly endedAt: string;
  readonly isRevoked: boolean;
}

/** SQL of what an access decision is made from, read for a person to look at. */
@Injectable()
export class FactsRepository {
  constructor(private readonly database: Database) {}

  /** The user, or null. */
  async user(id: string): Promise<UserFacts | null> {
    const { rows } = await sql<UserFacts>`select id, name, role, access_version as "accessVersion",
        disabled_at is not null as "isDisabled" from users where id = ${id}`.execute(
      this.database.db,
    );
    return rows[0] ?? null;
  }

  /** What the rule itself says about a viewer and a case, and the rows it says it from. */
  async onCase(
    viewer: Viewer & { readonly userId: string },
    permission: Permission,
    caseId: string,
  ): Promise<CaseFacts | null> {
    const { rows } = await sql<CaseFacts>`
      select ${visibleCases(viewer, 'cases.id')} as "isVisible",
        ${permittedCases(viewer, permission, 'cases.id')} as "isPermitted",
        (select t.team_role from case_team as t
          where t.case_id = cases.id and t.user_id = ${viewer.userId}) as "teamRole",
        (select w.created_at from ethical_walls as w where w.case_id = cases.id
          and w.user_id = ${viewer.userId} and w.lifted_at is null) as "walledSince"
      from cases where cases.id = ${caseId}`.execute(this.database.db);
    return rows[0] ?? null;
  }

  /** The last grants of a permission that ended, newest first, for this case or for more than one. */
  async endedGrants(
    userId: string,
    permission: Permission,
    caseId: string | null,
  ): Promise<EndedGrant[]> {
    const { rows } = await sql<EndedGrant>`select scope, case_id as "caseId",
        least(revoked_at, expires_at) as "endedAt",
        revoked_at is not null and revoked_at <= coalesce(expires_at, revoked_at) as "isRevoked"
      from permission_grants
      where user_id = ${userId} and permission = ${permission}
        and (revoked_at is not null or expires_at <= now())
        and (case_id is null or case_id = ${caseId}::uuid)
      order by least(revoked_at, expires_at) desc, id desc
      limit ${ENDED_GRANTS_EXPLAINED}`.execute(this.database.db);
    return rows;
  }
}
