import { permissions } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { rolePermissions } from '../../authorization/role-permissions.ts';
import type { LiveCredential } from './credential.repository.ts';
import { operatorViewer, viewerOf } from './viewer-of.ts';

const session: LiveCredential = {
  credentialId: 'c',
  userId: 'u',
  name: 'Ada',
  email: 'ada@firm.example',
  role: 'paralegal',
  accessVersion: 3,
  scopes: null,
  expiresAtMs: null,
  lastSeenMs: 0,
};

describe('viewerOf', () => {
  it('gives a session everything its role allows', () => {
    const viewer = viewerOf(session, rolePermissions.paralegal.permissions);
    expect(viewer.kind).toBe('user');
    expect(viewer.permissions.has('docket:write')).toBe(true);
    expect(viewer.permissions.has('case:create')).toBe(false);
  });

  it('gives a key the grants that its scopes name, and no other', () => {
    const grants = (['case:archive', 'docket:import'] as const).map((permission) => ({
      permission,
      scope: 'all' as const,
      caseId: null,
    }));
    const key = { ...session, scopes: ['case:read' as const, 'case:archive' as const] };
    const viewer = viewerOf(key, new Set(key.scopes), grants);
    expect(viewer.kind).toBe('api-key');
    expect([...viewer.permissions]).toEqual(['case:read', 'case:archive']);
    expect(viewer.grants).toEqual([grants[0]]);
  });

  it('gives the operator every permission and no user', () => {
    const viewer = operatorViewer('local');
    expect(viewer.userId).toBeNull();
    expect([...viewer.permissions]).toEqual([...permissions]);
  });
});
