import type { Permission } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import type { Viewer } from '../platform/http/viewer.ts';
import { AccessSignals } from './access-signals.ts';
import { DECISION_CACHE_ENTRIES } from './authorization.limits.ts';
import type { LiveGrant } from './grant.repository.ts';
import { PermissionService } from './permission.service.ts';
import { rolePermissions } from './role-permissions.ts';

const grantOf = (permission: Permission, expiresAtMs: number | null = null): LiveGrant => ({
  permission,
  scope: 'all',
  caseId: null,
  expiresAtMs,
});

function serviceOf(grants: Record<string, LiveGrant[]> = {}) {
  const loads: string[] = [];
  const signals = new AccessSignals();
  const source = {
    live: (userId: string) => {
      loads.push(userId);
      return Promise.resolve(grants[userId] ?? []);
    },
  };
  return { service: new PermissionService(source, signals, null), signals, loads, grants };
}

const viewerOf = (userId: string, accessVersion = 1): Viewer => ({
  kind: 'user',
  userId,
  name: userId,
  email: null,
  role: 'associate',
  permissions: rolePermissions.associate.permissions,
  credentialId: null,
  accessVersion,
});

describe('PermissionService', () => {
  it('reads the grants of a user once for each access version', async () => {
    const { service, loads } = serviceOf({ ann: [grantOf('audit:read')] });
    expect(await service.grantsOf('ann', 1)).toHaveLength(1);
    await service.grantsOf('ann', 1);
    expect(loads).toEqual(['ann']);
    await service.grantsOf('ann', 2);
    await service.grantsOf('ann', 1);
    expect(loads).toEqual(['ann', 'ann']);
  });

  it('forgets a changed user, and nobody else', async () => {
    const { service, signals, loads } = serviceOf();
    await service.grantsOf('ann', 1);
    await service.grantsOf('ben', 1);
    service.decided(viewerOf('ann'), 'c', 'case:read');
    service.decided(viewerOf('ben'), 'c', 'case:read');
    signals.announce('ann');
    expect(service.isDecided(viewerOf('ann'), 'c', 'case:read')).toBe(false);
    expect(service.isDecided(viewerOf('ben'), 'c', 'case:read')).toBe(true);
    await service.grantsOf('ann', 1);
    await service.grantsOf('ben', 1);
    expect(loads).toEqual(['ann', 'ben', 'ann']);
  });

  it('forgets everyone when notifications may have been missed', async () => {
    const { service, signals } = serviceOf();
    service.decided(viewerOf('ann'), 'c', 'case:read');
    signals.announce(null);
    expect(service.isDecided(viewerOf('ann'), 'c', 'case:read')).toBe(false);
  });

  it('finds no decision that was made before a change of access', () => {
    const { service } = serviceOf();
    service.decided(viewerOf('ann', 1), 'c', 'case:read');
    expect(service.isDecided(viewerOf('ann', 2), 'c', 'case:read')).toBe(false);
    expect(service.isDecided(viewerOf('ann', 1), 'd', 'case:read')).toBe(false);
    expect(service.isDecided(viewerOf('ann', 1), 'c', 'case:change')).toBe(false);
  });

  it('answers no grant whose time is over', async () => {
    const past = grantOf('audit:read', Date.now() - 1);
    const { service } = serviceOf({ ann: [past, grantOf('user:read')] });
    await service.grantsOf('ann', 1);
    expect(await service.grantsOf('ann', 1)).toEqual([grantOf('user:read')]);
  });

  it('joins role and grants within the scopes of a key, and shares equal sets', () => {
    const { service } = serviceOf();
    const grants = [grantOf('audit:read')];
    expect(service.permissionsOf('client', null, [])).toBe(rolePermissions.client.permissions);
    const both = service.permissionsOf('client', null, grants);
    expect([...both].sort()).toEqual([...rolePermissions.client.permissions, 'audit:read'].sort());
    expect(service.permissionsOf('client', null, [...grants, ...grants])).toBe(both);
    const key = service.permissionsOf('client', ['audit:read', 'user:manage'], grants);
    expect([...key]).toEqual(['audit:read']);
  });

  it('keeps no more decisions than its bound', () => {
    const { service } = serviceOf();
    const viewer = viewerOf('ann');
    for (let n = 0; n < DECISION_CACHE_ENTRIES + 500; n++)
      service.decided(viewer, `case ${n}`, 'case:read');
    let kept = 0;
    for (let n = 0; n < DECISION_CACHE_ENTRIES + 500; n++)
      if (service.isDecided(viewer, `case ${n}`, 'case:read')) kept++;
    expect(kept).toBeLessThanOrEqual(DECISION_CACHE_ENTRIES);
    expect(kept).toBeGreaterThan(DECISION_CACHE_ENTRIES / 2);
  });
});
