import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Authenticator, Viewer } from '../../platform/http/viewer.ts';
import { LAST_SEEN_INTERVAL_MS } from '../auth.limits.ts';
import { CredentialRepository, type LiveCredential } from './credential.repository.ts';
import { LocalToken } from './local-token.ts';
import { hashToken, sameSecret, tokenKind } from './token.ts';
import { operatorViewer, viewerOf } from './viewer-of.ts';

const adminViewer = operatorViewer('admin-token');
const localViewer = operatorViewer('local');

/** Turns bearer tokens into viewers: sessions, API keys, `ADMIN_TOKEN`, the local command line. */
@Injectable()
export class TokenAuthenticator implements Authenticator {
  readonly #adminToken: string | null;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly credentials: CredentialRepository,
    private readonly localToken: LocalToken,
  ) {
    this.#adminToken = config.server.adminToken;
  }

  async authenticate(token: string, isLoopback: boolean): Promise<Viewer | null> {
    if (this.#adminToken !== null && sameSecret(token, this.#adminToken)) return adminViewer;
    switch (tokenKind(token)) {
      case 'lxs':
        return this.#session(hashToken(token));
      case 'lxk':
        return this.#apiKey(hashToken(token));
      case 'lxl':
        return isLoopback && this.localToken.matches(token) ? localViewer : null;
      default:
        return null;
    }
  }

  async #session(hash: Buffer): Promise<Viewer | null> {
    const session = await this.credentials.liveSession(hash);
    if (session === null) return null;
    if (isDue(session)) await this.credentials.sessionSeen(session.credentialId);
    return viewerOf(session);
  }

  async #apiKey(hash: Buffer): Promise<Viewer | null> {
    const key = await this.credentials.liveApiKey(hash);
    if (key === null) return null;
    if (isDue(key)) await this.credentials.apiKeyUsed(key.credentialId);
    return viewerOf(key);
  }
}

function isDue(credential: LiveCredential): boolean {
  return Date.now() - credential.lastSeenMs >= LAST_SEEN_INTERVAL_MS;
}
