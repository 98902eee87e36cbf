import type { RunningServer } from './server.ts';

/** Who the first administrator is. */
export interface FirstAdministrator {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/**
 * Makes the first administrator of a new server by its one-time link. Answers the response, with the token of
 * the session in its body and the cookie in its headers; throws when the server refuses.
 */
export async function makeFirstAdministrator(
  { url, firstRunLink }: Pick<RunningServer, 'url' | 'firstRunLink'>,
  admin: FirstAdministrator,
): Promise<Response> {
  const token = new URLSearchParams(new URL(firstRunLink()).hash.slice(1)).get('token');
  const answer = await fetch(`${url}/api/auth/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...admin }),
  });
  if (answer.status !== 201)
    throw new Error(`the setup answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
