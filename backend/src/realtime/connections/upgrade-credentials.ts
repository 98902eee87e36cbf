import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { httpErrors } from '../../platform/http/http.errors.ts';
import { credentialOf, isLoopback } from '../../platform/http/pass/credential.ts';
import { isSameOrigin } from '../../platform/http/pass/same-origin.ts';
import type { QuotaHeaders } from '../../platform/http/traffic/quota.ts';
import type { TrafficGate } from '../../platform/http/traffic/traffic-gate.ts';
import { TrafficGuard } from '../../platform/http/traffic/traffic-guard.ts';
import { AUTHENTICATOR, type Authenticator, type Viewer } from '../../platform/http/viewer.ts';

/** An upgrade is answered by the library, or refused with Retry-After. */
const untold: QuotaHeaders = { header: () => undefined };

/** Who asks for a WebSocket. */
@Injectable()
export class UpgradeCredentials {
  readonly #isTrusted: (address: string, hop: number) => boolean;
  readonly #gate: TrafficGate;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    private readonly traffic: TrafficGuard,
  ) {
    this.#isTrusted = proxyAddress.compile([...config.server.trustedProxies]);
    this.#gate = traffic.gateFor('realtime');
  }

  /**
   * The viewer of the request's token or session cookie. A browser sends the cookie along whatever
   * page opens the socket, so a cookie counts only from the console's own pages. The request is counted
   * for its address and for its user, and an unknown token is a strike, as for any other request. Throws
   * HTTP_NOT_SIGNED_IN, HTTP_CROSS_ORIGIN, HTTP_ADDRESS_BLOCKED or HTTP_TOO_MANY_REQUESTS.
   */
  async viewerOf(request: IncomingMessage): Promise<Viewer> {
    const address = proxyAddress(request, this.#isTrusted);
    const isOwnMachine = isLoopback(request);
    const standing = this.#gate.arrive(address, isOwnMachine, untold);
    if (standing instanceof Error) throw standing;
    const credential = credentialOf(request.headers);
    if (credential === null)
      // After an automatic block a valid token still passes, as it does for any request.
      throw standing === 'suspect' ? this.#gate.refuseBlocked() : httpErrors.notSignedIn();
    // A socket can do more than read, whatever the method of its first request says.
    if (credential.isCookie && !isSameOrigin('POST', request.headers))
      throw httpErrors.crossOrigin('A WebSocket with a cookie must come from the console itself');
    const { token } = credential;
    const viewer = await this.authenticator.authenticate(token, {
      address,
      isLoopback: isOwnMachine,
    });
    if (viewer === null) {
      this.traffic.strike(address, 'unknown-token', 2, token);
      throw standing === 'suspect'
        ? this.#gate.refuseBlocked()
        : httpErrors.notSignedIn('The token is unknown, expired or revoked');
    }
    const refused = this.#gate.enter(viewer.userId, standing, untold);
    if (refused !== undefined) throw refused;
    return viewer;
  }
}
