import { BoundedCache, type MemoryHost } from '@lexiflow/memory';
import type { Permission, Role } from '@lexiflow/contracts';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Viewer } from '../platform/http/viewer.ts';
import type { AccessSignals } from './access-signals.ts';
import {
  ACCESS_CACHE_TTL_MS,
  DECISION_CACHE_ENTRIES,
  DECISION_CACHE_LIMIT_BYTES,
  GRANT_CACHE_ENTRIES,
  GRANT_CACHE_LIMIT_BYTES,
  PERMISSION_SET_ENTRIES,
  PERMISSION_SET_LIMIT_BYTES,
} from './authorization.limits.ts';
import type { LiveGrant } from './grant.repository.ts';
import { permissionMask } from './permission-mask.ts';
import { rolePermissions } from './role-permissions.ts';
import { scopeKey } from './scope-key.ts';

/** Where grants are read. */
export interface GrantSource {
  live(userId: string): Promise<LiveGrant[]>;
}

interface KeptGrants {
  readonly accessVersion: number;
  readonly grants: readonly LiveGrant[];
}

/** Bytes of a kept value without its items; keys and bookkeeping are counted by the cache itself. */
const VALUE_BYTES = 64;
const GRANT_BYTES = 160;
const PERMISSION_BYTES = 40;

/**
 * What users may do beyond their role, from three caches of 10,000 entries each: grants by user,
 * permission sets by role and grants, decisions by viewer, case and permission. A change of a user's
 * access drops that user's entries and nobody else's; keys carry the access version besides, so an
 * entry that was made before a change is not found after it, on any instance.
 */
export class PermissionService implements OnApplicationShutdown {
  readonly #source: GrantSource;
  readonly #grants: BoundedCache<string, KeptGrants>;
  readonly #sets: BoundedCache<string, ReadonlySet<Permission>>;
  readonly #decisions: BoundedCache<string, true>;
  readonly #unsubscribe: () => void;

  constructor(source: GrantSource, signals: AccessSignals, host: MemoryHost | null) {
    const charged = host === null ? {} : { host };
    const common = { ttlMs: ACCESS_CACHE_TTL_MS, detach: 'none', ...charged } as const;
    this.#source = source;
    this.#grants = new BoundedCache<string, KeptGrants>({
      name: 'authz-grants',
      maxEntries: GRANT_CACHE_ENTRIES,
      maxBytes: GRANT_CACHE_LIMIT_BYTES,
      sizeOf: ({ grants }) => VALUE_BYTES + GRANT_BYTES * grants.length,
      ...common,
    });
    this.#sets = new BoundedCache<string, ReadonlySet<Permission>>({
      name: 'authz-permission-sets',
      maxEntries: PERMISSION_SET_ENTRIES,
      maxBytes: PERMISSION_SET_LIMIT_BYTES,
      sizeOf: (set) => VALUE_BYTES + PERMISSION_BYTES * set.size,
      ...common,
    });
    this.#decisions = new BoundedCache<string, true>({
      name: 'authz-decisions',
      maxEntries: DECISION_CACHE_ENTRIES,
      maxBytes: DECISION_CACHE_LIMIT_BYTES,
      sizeOf: () => 8,
      ...common,
    });
    this.#unsubscribe = signals.subscribe((userId) => this.#drop(userId));
  }

  /** The live grants of a user whose access version was read before. */
  async grantsOf(userId: string, accessVersion: number): Promise<readonly LiveGrant[]> {
    const kept = this.#grants.get(userId);
    const nowMs = Date.now();
    if (kept !== undefined && kept.accessVersion >= accessVersion)
      return kept.grants.every((grant) => isLive(grant, nowMs))
        ? kept.grants
        : kept.grants.filter((grant) => isLive(grant, nowMs));
    const grants = await this.#source.live(userId);
    // Read after the version, so they are at least as new; a newer load is not replaced by them.
    const newer = this.#grants.get(userId);
    if (newer === undefined || newer.accessVersion <= accessVersion)
      this.#grants.set(userId, { accessVersion, grants });
    return grants;
  }

  /** What a role allows together with grants, within the scopes of a key (null: without a bound). */
  permissionsOf(
    role: Role,
    scopes: readonly Permission[] | null,
    grants: readonly LiveGrant[],
  ): ReadonlySet<Permission> {
    const ofRole = rolePermissions[role].permissions;
    if (scopes === null && grants.length === 0) return ofRole;
    const granted = new Set(grants.map(({ permission }) => permission));
    const bound = scopes === null ? null : new Set(scopes);
    const key = `${role}|${bound === null ? '' : permissionMask(bound)}|${permissionMask(granted)}`;
    const kept = this.#sets.get(key);
    if (kept !== undefined) return kept;
    const both = [...ofRole, ...granted];
    const made = new Set(bound === null ? both : both.filter((held) => bound.has(held)));
    this.#sets.set(key, made);
    return made;
  }

  /** Whether it was decided already that this viewer holds the permission on the case. */
  isDecided(viewer: Viewer, caseId: string, permission: Permission): boolean {
    return this.#decisions.get(decisionKey(viewer, caseId, permission)) === true;
  }

  /** Keeps a positive decision; refusals are decided anew each time, because they are recorded. */
  decided(viewer: Viewer, caseId: string, permission: Permission): void {
    const { userId } = viewer;
    const key = decisionKey(viewer, caseId, permission);
    this.#decisions.set(key, true, userId === null ? {} : { tags: [userId] });
  }

  onApplicationShutdown(): void {
    this.#unsubscribe();
    for (const cache of [this.#grants, this.#sets, this.#decisions]) cache.close();
  }

  #drop(userId: string | null): void {
    if (userId === null) {
      // Notifications may have been missed: anyone's access may have changed.
      this.#grants.clear();
      this.#decisions.clear();
      return;
    }
    this.#grants.delete(userId);
    this.#decisions.invalidateTag(userId);
  }
}

function isLive({ expiresAtMs }: LiveGrant, nowMs: number): boolean {
  return expiresAtMs === null || expiresAtMs > nowMs;
}

function decisionKey(viewer: Viewer, caseId: string, permission: Permission): string {
  return `${scopeKey(viewer)}|${caseId}|${permission}`;
}
