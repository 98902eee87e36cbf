import fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { loopbackClient } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Session {
  readonly user: string;
  readonly openedAt: number;
  readonly rights: string;
}

class SignInDesk {
  readonly sessions: Record<string, Session> = {};

  open(user: string): string {
    const id = crypto.randomUUID();
    this.sessions[id] = { user, openedAt: Date.now(), rights: textOf(6_000) };
    return id;
  }

  userOf(id: string): string | undefined {
    return this.sessions[id]?.user;
  }
}

/** Sessions are opened at sign-in; nothing closes those of users who just go away. */
export const program: CorpusProgram = {
  about: 'session store without expiry in a plain object, behind fastify',
  verdict: 'leak',
  culprit: { holder: 'SignInDesk.sessions' },
  async start(host) {
    const desk = new SignInDesk();
    host.keep(desk);
    const app = fastify();
    app.addHook('onRequest', async (request) => host.watch('request', request));
    app.post('/sign-in', async () => ({ session: desk.open('anna') }));
    app.get('/who/:id', async (request) => ({
      user: desk.userOf((request.params as { id: string }).id) ?? null,
    }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    host.signal.addEventListener('abort', () => void app.close());
    const client = loopbackClient(host, (app.server.address() as AddressInfo).port);
    host.every(25, async () => {
      const { session } = JSON.parse(await client.ask('/sign-in', { method: 'POST' })) as {
        session: string;
      };
      await client.ask(`/who/${session}`);
    });
  },
};
