import * as z from 'zod/mini';

/** Roles a user can hold; exactly one each. */
export const roles = [
  'admin',
  'operator',
  'partner',
  'associate',
  'paralegal',
  'business-development',
  'client',
] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** What a permission lets its holder do: `resource:action`. */
export const permissions = [
  'user:read',
  'user:manage',
  'api-key:manage-own',
  'audit:read',
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
  'wall:manage',
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
  'monitoring:read',
  'monitoring:act',
  'job:manage',
  'email:manage',
  'integration:read',
  'integration:manage',
  'metrics:read',
  'traffic:read',
  'traffic:manage',
  'session:manage',
  'grant:read',
  'grant:manage',
  'webhook:manage-own',
  'webhook:manage-all',
] as const;
export const permission = z.enum(permissions);
export type Permission = z.infer<typeof permission>;

const needs: Readonly<Partial<Record<Permission, readonly Permission[]>>> = {
  'user:manage': ['user:read'],
  'client:write': ['client:read'],
  'party:write': ['party:read'],
  'case:create': ['case:read'],
  'case:change': ['case:read'],
  'case:archive': ['case:read'],
  'case:team': ['case:read'],
  'wall:manage': ['wall:read'],
  'docket:read': ['case:read'],
  'docket:write': ['case:read', 'docket:read'],
  'docket:read-sealed': ['case:read', 'docket:read'],
  'docket:import': ['case:read'],
  'task:write': ['task:read'],
  'task:team': ['task:read'],
  'workflow:read': ['case:read', 'task:read'],
  'workflow:run': ['case:read', 'task:read', 'workflow:read'],
  'workflow:manage': ['case:read', 'task:read', 'workflow:read'],
  'monitoring:act': ['monitoring:read'],
  'traffic:manage': ['traffic:read'],
  'session:manage': ['user:read'],
  'grant:read': ['user:read'],
  'grant:manage': ['user:read', 'grant:read'],
  'email:manage': ['monitoring:read'],
  'webhook:manage-all': ['webhook:manage-own'],
  'integration:manage': ['integration:read'],
};

/**
 * What one must hold beside `held` for it to be of use: a change is answered with the record
 * that was changed, so whoever may change it must be able to read it.
 */
export function neededBy(held: Permission): readonly Permission[] {
  return needs[held] ?? [];
}

/** On which cases a role's case permissions hold: every case, or those whose team the user is on. */
export type CaseScope = 'all' | 'team' | 'none';

/**
 * How far a grant reaches: the cases one leads (`own`), those of one's teams (`team`), one named case
 * (`case`), or everything the permission is about (`all`).
 */
export const grantScopes = ['own', 'team', 'case', 'all'] as const;
export const grantScope = z.enum(grantScopes);
export type GrantScope = z.infer<typeof grantScope>;

/** Permissions that are held on cases and can be granted for some of them; the others only for all. */
const caseBound: ReadonlySet<Permission> = new Set([
  'case:read',
  'case:change',
  'case:archive',
  'case:team',
  'wall:read',
  'wall:manage',
  'docket:read',
  'docket:write',
  'docket:read-sealed',
]);

/** Whether a permission is held on cases, so that it can be granted for some of them. */
export function isCaseBound(held: Permission): boolean {
  return caseBound.has(held);
}

/** The scopes that a permission can be granted with. */
export function scopesOf(held: Permission): readonly GrantScope[] {
  return caseBound.has(held) ? grantScopes : ['all'];
}
