import type { Role, TeamRole } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { rolePermissions } from '../role-permissions.ts';

/** Anyone with a user id. */
type Member = Pick<Viewer, 'userId'>;

/** Rows for tests of access: users, cases, teams and walls, written straight to the tables. */
export class Firm {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A user of a role; the viewer that a session of this user would give. */
  async user(
    role: Role,
    name = `${role} ${newId().slice(-6)}`,
  ): Promise<Viewer & { userId: string }> {
    const userId = newId();
    const email = `${userId}@firm.example`;
    await sql`insert into users (id, email, name, role, password_hash)
      values (${userId}, ${email}, ${name}, ${role}, 'none')`.execute(this.#database.db);
    return {
      kind: 'user',
      userId,
      name,
      email,
      role,
      permissions: rolePermissions[role].permissions,
      credentialId: newId(),
      accessVersion: 1,
    };
  }

  /** A case; its id. */
  async case(title = 'Doe v. Roe'): Promise<string> {
    const id = newId();
    await sql`insert into cases (id, number, number_key, title)
      values (${id}, ${id}, ${id}, ${title})`.execute(this.#database.db);
    return id;
  }

  /** Puts a user on the team of a case. */
  async join(caseId: string, viewer: Member, teamRole: TeamRole = 'member'): Promise<void> {
    await sql`insert into case_team (case_id, user_id, team_role)
      values (${caseId}, ${viewer.userId}, ${teamRole})`.execute(this.#database.db);
  }

  /** Puts a standing wall between a user and a case; its id. */
  async wall(caseId: string, viewer: Member): Promise<string> {
    const id = newId();
    await sql`insert into ethical_walls (id, case_id, user_id, reason)
      values (${id}, ${caseId}, ${viewer.userId}, 'former counsel')`.execute(this.#database.db);
    return id;
  }

  /** Lifts a wall. */
  async lift(wallId: string): Promise<void> {
    await sql`update ethical_walls set lifted_at = now() where id = ${wallId}`.execute(
      this.#database.db,
    );
  }
}

/** The viewer of the operator's `ADMIN_TOKEN`. */
export const operatorViewer: Viewer = {
  kind: 'admin-token',
  userId: null,
  name: 'admin-token',
  email: null,
  role: 'admin',
  permissions: rolePermissions.admin.permissions,
  credentialId: null,
};
