import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { AccessSignals } from '../../authorization/access-signals.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Authenticator, TokenSource, Viewer } from '../../platform/http/viewer.ts';
import { LAST_SEEN_INTERVAL_MS } from '../auth.limits.ts';
import { CredentialViewers } from './credential-viewers.ts';
import { LocalToken } from './local-token.ts';
import { TokenThrottle } from './token-throttle.ts';
import { hashToken, tokenKey, tokenKind } from './token.ts';
import { ViewerCache, type CachedViewer } from './viewer-cache.ts';
import { operatorViewer } from './viewer-of.ts';

const adminViewer = operatorViewer('admin-token');
const localViewer = operatorViewer('local');

/** Turns bearer tokens into viewers: sessions, API keys, `ADMIN_TOKEN`, the local command line. */
@Injectable()
export class TokenAuthenticator implements Authenticator, OnApplicationShutdown {
  readonly #adminHash: Buffer | null;
  readonly #unsubscribe: () => void;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly credentials: CredentialViewers,
    private readonly localToken: LocalToken,
    private readonly cache: ViewerCache,
    private readonly throttle: TokenThrottle,
    signals: AccessSignals,
  ) {
    const { adminToken } = config.server;
    this.#adminHash = adminToken === null ? null : hashToken(adminToken);
    this.#unsubscribe = signals.subscribe((userId) => cache.drop(userId));
  }

  async authenticate(token: string, from: TokenSource): Promise<Viewer | null> {
    const hash = hashToken(token);
    if (this.#adminHash !== null && timingSafeEqual(hash, this.#adminHash)) return adminViewer;
    const { credentials } = this;
    switch (tokenKind(token)) {
      case 'lxs':
        return await this.#viewer(hash, from, () => credentials.ofSession(hash));
      case 'lxk':
        return await this.#viewer(hash, from, () => credentials.ofApiKey(hash));
      case 'lxl':
        return from.isLoopback && this.localToken.matches(token) ? localViewer : null;
      default:
        return null;
    }
  }

  recall(token: string): Viewer | undefined {
    if (!token.startsWith('lxs_') && !token.startsWith('lxk_')) return undefined;
    const entry = this.cache.get(tokenKey(token));
    if (entry === undefined) return undefined;
    const nowMs = Date.now();
    const isOver = entry.expiresAtMs !== null && entry.expiresAtMs <= nowMs;
    // Its use is written down once a minute, and that is work for `authenticate`.
    const isDue = nowMs - entry.lastSeenMs >= LAST_SEEN_INTERVAL_MS;
    return isOver || isDue ? undefined : entry.viewer;
  }

  async renew(viewers: readonly Viewer[]): Promise<(Viewer | null)[]> {
    const ids = viewers.flatMap(({ credentialId }) => credentialId ?? []);
    const live = ids.length === 0 ? [] : await this.credentials.ofIds([...new Set(ids)]);
    const byId = new Map(live.map((found) => [found.credentialId, found]));
    // The operator's own token and the local one stand as long as the process.
    return viewers.map((viewer) =>
      viewer.credentialId === null ? viewer : (byId.get(viewer.credentialId) ?? null),
    );
  }

  onApplicationShutdown(): void {
    this.#unsubscribe();
    this.cache.close();
  }

  async #viewer(
    hash: Buffer,
    from: TokenSource,
    find: () => Promise<CachedViewer | null>,
  ): Promise<Viewer | null> {
    const key = hash.toString('base64url');
    const entry = await this.cache.getOrLoad(key, () =>
      this.throttle.look(from.address, key, find),
    );
    const nowMs = Date.now();
    if (entry === null || (entry.expiresAtMs !== null && entry.expiresAtMs <= nowMs)) return null;
    if (nowMs - entry.lastSeenMs >= LAST_SEEN_INTERVAL_MS) {
      entry.lastSeenMs = nowMs;
      await this.credentials.used(entry.viewer, from.address);
    }
    return entry.viewer;
  }
}
