import type { Permission, Role } from '@lexiflow/contracts';
import type { Kysely } from 'kysely';
import { userViewers } from '../authorization/user-viewer.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/** The user a webhook belongs to, and what its own scopes leave of their permissions. */
export interface WebhookOwner {
  readonly ownerId: string;
  readonly ownerName: string;
  readonly ownerEmail: string;
  readonly role: Role;
  readonly scopes: readonly Permission[] | null;
}

/** A webhook's owner with the viewer on whose behalf the webhook hears. */
export type Hearing<Owner extends WebhookOwner> = readonly [owner: Owner, viewer: Viewer];

/**
 * Each owner with the viewer on whose behalf the webhook hears: the user as role and live grants have
 * them now, within the scopes of the API key the webhook was made with. What the owner loses, the
 * webhook loses. One statement for all.
 */
export async function hearingOf<Owner extends WebhookOwner>(
  db: Kysely<Tables>,
  owners: readonly Owner[],
): Promise<Hearing<Owner>[]> {
  const users = owners.map(({ ownerId, ownerName, ownerEmail, role }) => ({
    ...{ userId: ownerId, name: ownerName, email: ownerEmail, role },
  }));
  const viewers = await userViewers(db, users);
  return owners.flatMap((owner) => {
    const viewer = viewers.get(owner.ownerId);
    return viewer === undefined ? [] : [[owner, within(viewer, owner.scopes)] as const];
  });
}

/** The viewer of one owner. */
export async function ownerViewer(db: Kysely<Tables>, owner: WebhookOwner): Promise<Viewer> {
  const [hearing] = await hearingOf(db, [owner]);
  if (hearing === undefined) throw new Error('the owner of a webhook has a viewer');
  return hearing[1];
}

function within(viewer: Viewer, scopes: readonly Permission[] | null): Viewer {
  if (scopes === null) return viewer;
  const isHeld = (permission: Permission): boolean => scopes.includes(permission);
  return {
    ...viewer,
    kind: 'api-key',
    permissions: new Set([...viewer.permissions].filter(isHeld)),
    grants: (viewer.grants ?? []).filter(({ permission }) => isHeld(permission)),
  };
}
