import type { Page, User, UserBody, UserChange, UserQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { AccessSignals } from '../../authorization/access-signals.ts';
import { requireCovers } from '../../authorization/require-covers.ts';
import { Database } from '../../platform/database/database.ts';
import { httpErrors } from '../../platform/http/http.errors.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { PasswordHasher } from '../passwords/password-hasher.ts';
import { checkPassword } from '../passwords/password-rule.ts';
import { SessionRepository } from '../sessions/session.repository.ts';
import { UserRecords } from './user-records.ts';
import { UserRepository } from './user.repository.ts';
import { userErrors } from './users.errors.ts';

/** The users of the firm: who may sign in, and as what. */
@Injectable()
export class UserService {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly hasher: PasswordHasher,
    private readonly signals: AccessSignals,
    private readonly records: UserRecords,
  ) {}

  /** One page of the users by name. */
  async list(query: UserQuery): Promise<Page<User>> {
    return await this.users.page(query);
  }

  /** One user; throws USER_NOT_FOUND. */
  async get(id: string): Promise<User> {
    const user = await this.users.byId(id);
    if (user === null) throw userErrors.notFound();
    return user;
  }

  /** Adds a user. Throws USER_EMAIL_TAKEN, USER_WEAK_PASSWORD, AUTHZ_ESCALATION. */
  async create(viewer: Viewer, body: UserBody, facts: RequestFacts): Promise<User> {
    requireCovers(viewer, body.role);
    checkPassword(body.password, body);
    const { email, name, role } = body;
    const passwordHash = await this.hasher.hash(body.password);
    return await this.database.transaction(async (trx) => {
      const user = await this.users.insert(trx, { email, name, role, passwordHash });
      if (user === null) throw userErrors.emailTaken();
      await this.records.changed(
        trx,
        viewer,
        'user.created',
        user.id,
        { email, name, role },
        facts,
      );
      await this.records.welcome(trx, user);
      return user;
    });
  }

  /**
   * Changes a user's name, role, password or whether the account is enabled. Another role, a new
   * password and disabling end every session of the user at once. Throws HTTP_STALE_VERSION,
   * USER_LAST_ADMIN, AUTHZ_ESCALATION.
   */
  async change(
    viewer: Viewer,
    id: string,
    change: UserChange,
    version: number,
    facts: RequestFacts,
  ): Promise<User> {
    // Looked at before the slow hash, and again on the locked row.
    const seen = await this.get(id);
    checkChange(viewer, seen, change, version);
    const { password, ...rest } = change;
    const hashed =
      password === undefined
        ? {}
        : { passwordHash: await this.#newHash(password, seen, rest.name) };
    const user = await this.database.transaction(async (trx) => {
      await this.users.lockAdministrators(trx);
      const before = await this.users.locked(trx, id);
      if (before === null) throw userErrors.notFound();
      checkChange(viewer, before, change, version);
      if (losesAdministrator(before, change) && !(await this.users.hasAdministrator(trx, id)))
        throw userErrors.lastAdmin();
      const after = await this.users.update(trx, id, { ...defined(rest), ...hashed });
      if (before.role !== after.role || before.disabled !== after.disabled)
        await this.signals.accessChanged(trx, id);
      if (before.role !== after.role || after.disabled || password !== undefined)
        await this.sessions.revokeAll(trx, id);
      await this.signals.credentialsChanged(trx, id);
      const details = { ...changes(before, after), newPassword: password !== undefined };
      await this.records.changed(trx, viewer, 'user.changed', id, details, facts);
      return after;
    });
    this.signals.announce(id);
    return user;
  }

  async #newHash(password: string, user: User, name = user.name): Promise<string> {
    checkPassword(password, { email: user.email, name });
    return await this.hasher.hash(password);
  }
}

function checkChange(viewer: Viewer, user: User, change: UserChange, version: number): void {
  requireCovers(viewer, user.role);
  if (change.role !== undefined) requireCovers(viewer, change.role);
  if (user.version !== version) throw httpErrors.staleVersion();
}

function losesAdministrator(user: User, change: UserChange): boolean {
  if (user.role !== 'admin' || user.disabled) return false;
  return change.disabled === true || (change.role !== undefined && change.role !== 'admin');
}

function changes(before: User, after: User): Record<string, unknown> {
  const fields = ['name', 'role', 'disabled'] as const;
  return Object.fromEntries(
    fields
      .filter((field) => before[field] !== after[field])
      .map((field) => [field, { from: before[field], to: after[field] }]),
  );
}

function defined(change: Omit<UserChange, 'password'>) {
  const { name, role, disabled } = change;
  return {
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}
