import { neededBy } from '@lexiflow/contracts';
import type {
  ApiKey,
  ApiKeyBody,
  ApiKeyMade,
  Page,
  Permission,
  SubListQuery,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { AccessSignals } from '../../authorization/access-signals.ts';
import { Database } from '../../platform/database/database.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { authErrors } from '../auth.errors.ts';
import { API_KEYS_PER_USER } from '../auth.limits.ts';
import { hashToken, newToken } from '../credentials/token.ts';
import { ApiKeyRepository } from './api-key.repository.ts';

/** Characters of a key that stay readable, to tell one key from another in a list. */
const SHOWN_CHARACTERS = 12;

/** Keys for programs, made and ended by the user they act for. */
@Injectable()
export class ApiKeyService {
  constructor(
    private readonly database: Database,
    private readonly keys: ApiKeyRepository,
    private readonly signals: AccessSignals,
    private readonly auditLog: AuditLog,
  ) {}

  /** One page of the viewer's own open keys. */
  async list(viewer: Viewer, query: SubListQuery): Promise<Page<ApiKey>> {
    return await this.keys.page(owner(viewer), query);
  }

  /**
   * Makes a key that may do part of what its maker may. The key itself is in this answer only.
   * Throws AUTH_SCOPE_NOT_HELD, AUTH_SCOPES_INCOMPLETE, AUTH_TOO_MANY_API_KEYS, AUTH_USER_NEEDED.
   */
  async create(viewer: Viewer, body: ApiKeyBody, facts: RequestFacts): Promise<ApiKeyMade> {
    const userId = owner(viewer);
    const scopes = [...new Set(body.scopes)].sort();
    const missing = scopes.filter((scope) => !viewer.permissions.has(scope));
    if (missing.length > 0) throw authErrors.scopeNotHeld(`You do not hold ${missing.join(', ')}.`);
    const incomplete = scopes.filter((scope) => absentOf(scope, scopes).length > 0);
    if (incomplete.length > 0) {
      const detail = incomplete.map(
        (scope) => `${scope} needs ${absentOf(scope, scopes).join(', ')}`,
      );
      throw authErrors.scopesIncomplete(`${detail.join('; ')}.`);
    }
    const key = newToken('lxk');
    const apiKey = await this.database.transaction(async (trx) => {
      if ((await this.keys.countOpen(trx, userId)) >= API_KEYS_PER_USER)
        throw authErrors.tooManyApiKeys(`${API_KEYS_PER_USER} keys are open.`);
      const made = await this.keys.insert(trx, {
        userId,
        name: body.name,
        prefix: key.slice(0, SHOWN_CHARACTERS),
        keyHash: hashToken(key),
        scopes,
        expiresInDays: body.expiresInDays ?? null,
      });
      const entry = { action: 'api-key.created', objectType: 'api-key', objectId: made.id };
      const details = { name: made.name, scopes, expiresAt: made.expiresAt };
      await this.auditLog.record(trx, viewer, { ...entry, details, ...facts });
      return made;
    });
    return { key, apiKey };
  }

  /** Ends one of the viewer's own keys at once; throws AUTH_API_KEY_NOT_FOUND for any other. */
  async revoke(viewer: Viewer, id: string, facts: RequestFacts): Promise<void> {
    const userId = owner(viewer);
    await this.database.transaction(async (trx) => {
      if (!(await this.keys.revoke(trx, userId, id))) throw authErrors.apiKeyNotFound();
      await this.signals.credentialsChanged(trx, userId);
      const entry = { action: 'api-key.revoked', objectType: 'api-key', objectId: id };
      await this.auditLog.record(trx, viewer, { ...entry, ...facts });
    });
    this.signals.announce(userId);
  }
}

/** What a scope needs and the key would not have. */
function absentOf(scope: Permission, scopes: readonly Permission[]): Permission[] {
  return neededBy(scope).filter((needed) => !scopes.includes(needed));
}

function owner(viewer: Viewer): string {
  if (viewer.userId === null) throw authErrors.userNeeded();
  return viewer.userId;
}
