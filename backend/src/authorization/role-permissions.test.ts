import { neededBy, permissions, roles, type Permission, type Role } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { rolePermissions } from './role-permissions.ts';

/** Who holds each permission: the table of the other file, read the other way round. */
const holders: Record<Permission, readonly Role[]> = {
  'user:read': ['admin', 'operator', 'partner'],
  'user:manage': ['admin'],
  'api-key:manage-own': [
    'admin',
    'operator',
    'partner',
    'associate',
    'paralegal',
    'business-development',
  ],
  'audit:read': ['admin', 'operator'],
  'client:read': ['admin', 'partner', 'associate', 'paralegal', 'business-development'],
  'client:write': ['admin', 'partner', 'business-development'],
  'party:read': ['admin', 'partner', 'associate', 'paralegal', 'business-development'],
  'party:write': ['admin', 'partner', 'associate', 'paralegal', 'business-development'],
  'case:read': ['admin', 'partner', 'associate', 'paralegal', 'client'],
  'case:create': ['admin', 'partner', 'associate'],
  'case:change': ['admin', 'partner', 'associate', 'paralegal'],
  'case:archive': ['admin', 'partner'],
  'case:team': ['admin', 'partner'],
  'wall:read': ['admin', 'partner'],
  'wall:manage': ['admin'],
  'docket:read': ['admin', 'partner', 'associate', 'paralegal', 'client'],
  'docket:write': ['admin', 'partner', 'associate', 'paralegal'],
  'docket:read-sealed': ['admin', 'partner', 'associate', 'paralegal'],
  'docket:import': ['admin', 'partner'],
  'task:read': ['admin', 'partner', 'associate', 'paralegal', 'business-development'],
  'task:write': ['admin', 'partner', 'associate', 'paralegal', 'business-development'],
  'task:team': ['admin', 'partner'],
  'workflow:read': ['admin', 'partner', 'associate', 'paralegal'],
  'workflow:run': ['admin', 'partner', 'associate'],
  'workflow:manage': ['admin', 'partner'],
  'search:query': ['admin', 'partner', 'associate', 'paralegal', 'business-development', 'client'],
  'monitoring:read': ['admin', 'operator'],
  'monitoring:act': ['admin'],
  'job:manage': ['admin', 'operator'],
  'email:manage': ['admin', 'operator'],
  'integration:read': ['admin', 'operator'],
  'integration:manage': ['admin'],
  'metrics:read': ['admin', 'operator'],
  'traffic:read': ['admin', 'operator'],
  'traffic:manage': ['admin', 'operator'],
  'session:manage': ['admin'],
  'grant:read': ['admin', 'operator', 'partner'],
  'grant:manage': ['admin'],
  'webhook:manage-own': [
    'admin',
    'operator',
    'partner',
    'associate',
    'paralegal',
    'business-development',
  ],
  'webhook:manage-all': ['admin', 'operator'],
};

describe('rolePermissions', () => {
  const pairs = roles.flatMap((role) =>
    permissions.map((permission) => [role, permission] as const),
  );

  it.each(pairs)('for %s and %s is as decided', (role, permission) => {
    const isHeld = rolePermissions[role].permissions.has(permission);
    expect(isHeld).toBe(holders[permission].includes(role));
  });

  it('gives each role its case scope', () => {
    const scopes = Object.fromEntries(roles.map((role) => [role, rolePermissions[role].caseScope]));
    expect(scopes).toEqual({
      admin: 'all',
      operator: 'none',
      partner: 'all',
      associate: 'team',
      paralegal: 'team',
      'business-development': 'none',
      client: 'team',
    });
  });

  it('lets a client read and nothing else', () => {
    const held = [...rolePermissions.client.permissions];
    expect(held.every((permission) => /:(?:read|query)$/.test(permission))).toBe(true);
  });

  it('gives no case permission to a role that sees no case', () => {
    for (const role of roles.filter((name) => rolePermissions[name].caseScope === 'none')) {
      const held = [...rolePermissions[role].permissions];
      expect(held.filter((name) => /^(?:case|docket|wall):/.test(name))).toEqual([]);
    }
  });

  it.each(roles)('lets a %s read whatever they may change', (role) => {
    const held = rolePermissions[role].permissions;
    const needed = [...held].flatMap((permission) => neededBy(permission));
    expect(needed.filter((permission) => !held.has(permission))).toEqual([]);
  });
});
