import { randomBytes, randomInt } from 'node:crypto';
import { WebSocket } from 'ws';
import type { RunningServer } from '../../support/server.ts';
import { ApiClient, type Json } from '../../support/api-client.ts';
import { Driver } from './driver.ts';
import { PASSWORD, type SoakFirm } from './firm.ts';

/** Sockets and rooms that each user asks for: more than it may have. */
const SOCKETS_ASKED = 8;
const ROOMS_ASKED = 14;
const STRANGERS = 50;

/** What comes from outside: sign-ins, strangers, WebSockets, connectors, a receiver of webhooks. */
export function trafficDrivers(
  server: RunningServer,
  { admin, users, caseIds }: SoakFirm,
  ids: { readonly webhookId: string; readonly rest: string; readonly calendar: string },
  signal: AbortSignal,
): Driver[] {
  const user = (n: number) => users[n % users.length] ?? users[0]!;
  const url = (): string => server.url;
  return [
    new Driver('sign-ins and sessions', 3_000, async (round) => {
      const { email } = user(round);
      const anyone = new ApiClient(url, '');
      const { token } = await anyone.post('/auth/sign-in', { email, password: PASSWORD });
      const mine = new ApiClient(url, token);
      await mine.get('/auth/sessions?limit=100');
      const made = { name: `Key ${round}`, scopes: ['case:read'], expiresInDays: 1 };
      const { apiKey } = await mine.post('/auth/api-keys', made);
      await mine.delete(`/auth/api-keys/${apiKey.id}`);
      if (round % 2 === 0) await mine.post('/auth/sign-out');
    }),
    new Driver('strangers with unknown tokens', 500, async () => {
      await Promise.all(Array.from({ length: STRANGERS }, () => stranger(server.url)));
    }),
    new Driver('WebSockets', 200, async (round) => {
      openSocket(server.url, user(round).client.token, caseIds, signal);
      await Promise.resolve();
    }),
    new Driver('integrations', 2_000, async (round) => {
      const run = await admin.post(`/integrations/${ids.rest}/test`);
      if (run.outcome !== 'ok') throw new Error(`the connection test said ${JSON.stringify(run)}`);
      if (round % 5 === 0) await admin.post(`/integrations/${ids.calendar}/sync`);
    }),
    new Driver('webhook log and replays', 1_000, async (round) => {
      const path = `/webhooks/${ids.webhookId}`;
      const { items } = await admin.get(`${path}/deliveries?limit=100`);
      const found = items.find(({ state }: Json) => state === 'delivered');
      if (round % 10 === 0 && found) await admin.post(`${path}/deliveries/${found.id}/replay`);
    }),
  ];
}

async function stranger(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/cases`, {
    headers: {
      authorization: `Bearer lxs_${randomBytes(32).toString('base64url')}`,
      'x-forwarded-for': `${randomInt(11, 200)}.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`,
    },
  });
  await answer.body?.cancel();
  if (answer.status >= 500 && answer.status !== 503)
    throw new Error(`a stranger was answered ${answer.status}`);
}

let sockets = 0;

/** Opens a socket that joins rooms and stays a while; each fifth one does not read. */
function openSocket(
  url: string,
  token: string,
  caseIds: readonly string[],
  signal: AbortSignal,
): void {
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime/socket`, { headers });
  const isSlow = sockets % 5 === 4;
  const end = (): void => socket.terminate();
  sockets += 1;
  socket.on('error', () => undefined);
  socket.on('open', () => {
    for (let n = 0; n < ROOMS_ASKED; n += 1) {
      const room = `case:${caseIds[(sockets + n) % caseIds.length]}`;
      socket.send(JSON.stringify({ type: 'join', room }));
    }
    if (isSlow) socket.pause();
    // So long that each user asks for more sockets than it may have.
    setTimeout(end, 200 * SOCKETS_ASKED * 8).unref();
  });
  signal.addEventListener('abort', end, { once: true });
  socket.on('close', () => signal.removeEventListener('abort', end));
}
