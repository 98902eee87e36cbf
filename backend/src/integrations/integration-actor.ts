import type { Actor } from '../audit/current-actor.ts';

/** Who brings in what an integration fetches: no user; the name says which one in audit log and timeline. */
export function integrationActor(name: string): Actor {
  return {
    kind: 'local',
    userId: null,
    name: `Integration ${name}`,
    email: null,
    role: 'admin',
    permissions: new Set(['case:read', 'docket:read', 'docket:read-sealed', 'docket:import']),
    credentialId: null,
  };
}
