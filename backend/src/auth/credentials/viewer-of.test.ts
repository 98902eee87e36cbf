import { permissions } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
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
    const viewer = viewerOf(session);
    expect(viewer.kind).toBe('user');
    expect(viewer.permissions.has('docket:write')).toBe(true);
    expect(viewer.permissions.has('case:create')).toBe(false);
  });

  it('gives a key those of its scopes that its owner still holds', () => {
    const viewer = viewerOf({ ...session, scopes: ['case:read', 'case:archive', 'user:manage'] });
    expect(viewer.kind).toBe('api-key');
    expect([...viewer.permissions]).toEqual(['case:read']);
  });

  it('gives the operator every permission and no user', () => {
    const viewer = operatorViewer('local');
    expect(viewer.userId).toBeNull();
    expect([...viewer.permissions]).toEqual([...permissions]);
  });
});
