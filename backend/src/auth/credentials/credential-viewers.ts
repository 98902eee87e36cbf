import { Injectable } from '@nestjs/common';
import { PermissionService } from '../../authorization/permission.service.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { CredentialRepository, type LiveCredential } from './credential.repository.ts';
import type { CachedViewer } from './viewer-cache.ts';
import { viewerOf } from './viewer-of.ts';

/** Finds the viewer behind the hash of a token: credential, user, and the user's grants. */
@Injectable()
export class CredentialViewers {
  constructor(
    private readonly credentials: CredentialRepository,
    private readonly permissions: PermissionService,
  ) {}

  /** The viewer of a live session, or null. */
  async ofSession(tokenHash: Buffer): Promise<CachedViewer | null> {
    return await this.#viewer(await this.credentials.liveSession(tokenHash));
  }

  /** The viewer of a live API key, or null. */
  async ofApiKey(keyHash: Buffer): Promise<CachedViewer | null> {
    return await this.#viewer(await this.credentials.liveApiKey(keyHash));
  }

  /** The viewers of those of these sessions and API keys that are live now, in any order. */
  async ofIds(ids: readonly string[]): Promise<Viewer[]> {
    const live = await this.credentials.liveByIds(ids);
    const viewers: Viewer[] = [];
    for (const credential of live) viewers.push((await this.#cached(credential)).viewer);
    return viewers;
  }

  /** Writes down the use of a viewer's credential, at most once a minute. */
  async used({ kind, credentialId }: Viewer, address: string): Promise<void> {
    if (kind === 'user') await this.credentials.sessionSeen(credentialId ?? '', address);
    else await this.credentials.apiKeyUsed(credentialId ?? '');
  }

  async #viewer(credential: LiveCredential | null): Promise<CachedViewer | null> {
    return credential && (await this.#cached(credential));
  }

  async #cached(credential: LiveCredential): Promise<CachedViewer> {
    const { userId, accessVersion, role, scopes, expiresAtMs, lastSeenMs } = credential;
    const grants = await this.permissions.grantsOf(userId, accessVersion);
    const held = this.permissions.permissionsOf(role, scopes, grants);
    const ends = grants.flatMap((grant) => grant.expiresAtMs ?? []);
    return {
      viewer: viewerOf(credential, held, grants),
      expiresAtMs,
      lastSeenMs,
      // The viewer is another one from the moment a grant ends.
      staleAtMs: ends.length === 0 ? null : Math.min(...ends),
    };
  }
}
