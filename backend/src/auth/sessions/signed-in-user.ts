import type { Viewer } from '../../platform/http/viewer.ts';
import { authErrors } from '../auth.errors.ts';

/**
 * The user and session of a viewer who signed in. Throws AUTH_SESSION_NEEDED for API keys and the
 * operator's tokens: a leaked key must not end sessions or change the password of its owner.
 */
export function signedInUser(viewer: Viewer): { userId: string; sessionId: string } {
  if (viewer.kind !== 'user' || viewer.userId === null || viewer.credentialId === null)
    throw authErrors.sessionNeeded();
  return { userId: viewer.userId, sessionId: viewer.credentialId };
}
