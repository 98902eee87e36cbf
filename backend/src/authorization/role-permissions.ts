import { permissions, type CaseScope, type Permission, type Role } from '@lexiflow/contracts';

/** What one role may do, and on which cases its case permissions hold. */
export interface RoleGrant {
  readonly permissions: ReadonlySet<Permission>;
  readonly caseScope: CaseScope;
}

function grant(caseScope: CaseScope, ...held: readonly Permission[]): RoleGrant {
  return Object.freeze({ caseScope, permissions: new Set(held) });
}

/**
 * The whole permission table: one row per role. An ethical wall is applied on top of it and beats
 * every row, the administrator's included.
 */
export const rolePermissions: Readonly<Record<Role, RoleGrant>> = Object.freeze({
  admin: grant('all', ...permissions),
  operator: grant(
    'none',
    'user:read',
    'api-key:manage-own',
    'audit:read',
    'monitoring:read',
    'job:manage',
    'email:manage',
    'integration:read',
    'metrics:read',
    'traffic:read',
    'traffic:manage',
    'grant:read',
    'webhook:manage-own',
    'webhook:manage-all',
  ),
  partner: grant(
    'all',
    'user:read',
    'grant:read',
    'api-key:manage-own',
    'client:read',
    'client:write',
    'party:read',
    'party:write',
    'case:read',
    'case:create',
    'case:change',
    'case:archive',
    'case:team',
    'wall:read',
    'docket:read',
    'docket:write',
    'docket:read-sealed',
    'docket:import',
    'task:read',
    'task:write',
    'task:team',
    'workflow:read',
    'workflow:run',
    'workflow:manage',
    'search:query',
    'webhook:manage-own',
  ),
  associate: grant(
    'team',
    'api-key:manage-own',
    'client:read',
    'party:read',
    'party:write',
    'case:read',
    'case:create',
    'case:change',
    'docket:read',
    'docket:write',
    'docket:read-sealed',
    'task:read',
    'task:write',
    'workflow:read',
    'workflow:run',
    'search:query',
    'webhook:manage-own',
  ),
  paralegal: grant(
    'team',
    'api-key:manage-own',
    'client:read',
    'party:read',
    'party:write',
    'case:read',
    'case:change',
    'docket:read',
    'docket:write',
    'docket:read-sealed',
    'task:read',
    'task:write',
    'workflow:read',
    'search:query',
    'webhook:manage-own',
  ),
  'business-development': grant(
    'none',
    'api-key:manage-own',
    'client:read',
    'client:write',
    'party:read',
    'party:write',
    'task:read',
    'task:write',
    'search:query',
    'webhook:manage-own',
  ),
  client: grant('team', 'case:read', 'docket:read', 'search:query'),
});
