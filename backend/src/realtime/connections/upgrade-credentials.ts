import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { httpErrors } from '../../platform/http/http.errors.ts';
import { credentialOf, isLoopback } from '../../platform/http/pass/credential.ts';
import { isSameOrigin } from '../../platform/http/pass/same-origin.ts';
import { TrafficGuard } from '../../platform/http/traffic/traffic-guard.ts';
import { AUTHENTICATOR, type Authenticator, type Viewer } from '../../platform/http/viewer.ts';

/** Who asks for a WebSocket. */
@Injectable()
export class UpgradeCredentials {
  readonly #isTrusted: (address: string, hop: number) => boolean;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    private readonly traffic: TrafficGuard,
  ) {
    this.#isTrusted = proxyAddress.compile([...config.server.trustedProxies]);
  }

  /**
   * The viewer of the request's token or session cookie. A browser sends the cookie along whatever
   * page opens the socket, so a cookie counts only from the console's own pages. Throws
   * HTTP_NOT_SIGNED_IN, HTTP_CROSS_ORIGIN or HTTP_ADDRESS_BLOCKED.
   */
  async viewerOf(request: IncomingMessage): Promise<Viewer> {
    const address = proxyAddress(request, this.#isTrusted);
    const rule = this.traffic.ruleFor(address);
    // After an automatic block a valid token still passes, as it does for any request.
    if (rule?.kind === 'block' && !rule.isAutomatic) throw httpErrors.addressBlocked();
    const credential = credentialOf(request.headers);
    if (credential === null) throw httpErrors.notSignedIn();
    // A socket can do more than read, whatever the method of its first request says.
    if (credential.isCookie && !isSameOrigin('POST', request.headers))
      throw httpErrors.crossOrigin('A WebSocket with a cookie must come from the console itself');
    const viewer = await this.authenticator.authenticate(credential.token, {
      address,
      isLoopback: isLoopback(request),
    });
    if (viewer === null) throw httpErrors.notSignedIn('The token is unknown, expired or revoked');
    return viewer;
  }
}
