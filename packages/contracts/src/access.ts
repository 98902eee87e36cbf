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
  'search:query',
  'monitoring:read',
  'monitoring:act',
  'job:manage',
  'metrics:read',
] as const;
export const permission = z.enum(permissions);
export type Permission = z.infer<typeof permission>;

/** On which cases a role's case permissions hold: every case, or those whose team the user is on. */
export type CaseScope = 'all' | 'team' | 'none';
