import type { GrantScope, Permission, Role } from '@lexiflow/contracts';

/** A permission that a viewer holds beyond the role, and where. */
export interface ViewerGrant {
  readonly permission: Permission;
  readonly scope: GrantScope;
  /** The one case of the scope `case`, null for every other scope. */
  readonly caseId: string | null;
}

/**
 * Who makes a request. `userId` is null for the operator's own `ADMIN_TOKEN` and for the local
 * command line, which belong to no user.
 */
export interface Viewer {
  readonly kind: 'user' | 'api-key' | 'admin-token' | 'local';
  readonly userId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  /** What the viewer may ask for at all; on which cases is another question (`grants`, the role). */
  readonly permissions: ReadonlySet<Permission>;
  /** Live grants, within the scopes of an API key. */
  readonly grants?: readonly ViewerGrant[];
  /** The session or API key that was used, when there is one. */
  readonly credentialId: string | null;
  /** Rises with every change of what the user may see (role, team, walls); part of cache keys. */
  readonly accessVersion?: number;
}

/** Where a token came from. */
export interface TokenSource {
  /** The client's network address, as a trusted proxy names it. */
  readonly address: string;
  /** The request came from this machine itself. */
  readonly isLoopback: boolean;
}

/** Turns the credential of a request into its viewer. Provided by the auth feature. */
export interface Authenticator {
  /**
   * Answers the viewer of a bearer token, or null when the token is unknown, expired or revoked.
   * Rejects with a 429 when too many unknown tokens came from that address.
   */
  authenticate(token: string, from: TokenSource): Promise<Viewer | null>;
  /**
   * The viewer of a token that was looked up a moment ago and still holds; undefined when it has to
   * be looked up. Answers at once, which is what nearly every request needs.
   */
  recall(token: string): Viewer | undefined;
  /**
   * The same viewers as they stand now, in the same order; null for one whose credential has ended.
   * For connections that live longer than a request. One query for all of them.
   */
  renew(viewers: readonly Viewer[]): Promise<(Viewer | null)[]>;
}

/** Injection token of the `Authenticator`. */
export const AUTHENTICATOR = Symbol('Authenticator');

/** Name of the console's session cookie. */
export const SESSION_COOKIE = 'lexiflow_session';
