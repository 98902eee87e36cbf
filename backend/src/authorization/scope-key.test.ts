import { permissions, roles } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import type { Viewer } from '../platform/http/viewer.ts';
import { permissionMask } from './permission-mask.ts';
import { rolePermissions } from './role-permissions.ts';
import { scopeKey } from './scope-key.ts';

const partner: Viewer = {
  kind: 'user',
  userId: 'u1',
  name: 'Ada',
  email: null,
  role: 'partner',
  permissions: rolePermissions.partner.permissions,
  credentialId: 's1',
  accessVersion: 1,
};

describe('scopeKey', () => {
  it('is the same for two sessions of one user', () => {
    expect(scopeKey({ ...partner, credentialId: 's2' })).toBe(scopeKey(partner));
  });

  it.each([
    ['another user', { userId: 'u2' }],
    ['a raised access version', { accessVersion: 2 }],
    ['another role', { role: 'associate' }],
    ['a key with fewer scopes', { kind: 'api-key', permissions: new Set(['case:read']) }],
    ['the operator', { kind: 'local', userId: null }],
  ] as [string, Partial<Viewer>][])('differs for %s', (_what, change) => {
    expect(scopeKey({ ...partner, ...change })).not.toBe(scopeKey(partner));
  });
});

describe('permissionMask', () => {
  it('tells every set of one role from every other, in any order', () => {
    const masks = roles.map((role) => permissionMask(rolePermissions[role].permissions));
    expect(new Set(masks).size).toBe(roles.length);
    expect(permissionMask(new Set([...permissions].reverse()))).toBe(
      permissionMask(new Set(permissions)),
    );
    for (const permission of permissions)
      expect(permissionMask(new Set([permission]))).not.toBe(permissionMask(new Set()));
  });
});
