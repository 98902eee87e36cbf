import { EventEmitter, once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { channels } from '@lexiflow/memory';
import { afterEach, describe, expect, it } from 'vitest';
import { MetricsListener } from '../platform/metrics/metrics-listener.ts';
import { ProbeModule } from '../platform/http/testing/probe-routes.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer, TestServerOptions } from '../platform/http/testing/start-test-server.ts';
import { listen } from './listen.ts';
import { shutdownOn } from './shutdown.ts';

/** A process as far as stopping is concerned: signals come in, an exit status goes out. */
class FakeProcess extends EventEmitter {
  status: number | null = null;

  uptime(): number {
    return 3600;
  }

  exit(status: number): void {
    this.status ??= status;
  }
}

let server: TestServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function start(options: TestServerOptions = {}) {
  server = await startTestServer({ modules: [ProbeModule], ...options });
  const { app, platform } = server;
  const metricsListener = new MetricsListener(platform.metrics, platform.reporter);
  await metricsListener.listen(0, '127.0.0.1');
  const fake = new FakeProcess();
  shutdownOn(fake as unknown as NodeJS.Process, { app, platform, metricsListener }, () => 0);
  return { server, fake, metricsListener };
}

/** Sends one more signal when it is no echo any more: the process ends, whatever is in flight. */
async function insist({ app }: TestServer, fake: FakeProcess): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1100));
  fake.emit('SIGTERM');
  expect(fake.status).toBe(130);
  app.server.server.closeAllConnections();
}

const exits = async (fake: FakeProcess, status: number): Promise<void> => {
  await expect.poll(() => fake.status, { timeout: 10_000 }).toBe(status);
};

describe('a stop by signal', () => {
  it('lets requests in flight end, takes no new ones, and exits with 0', async () => {
    const { server: running, fake, metricsListener } = await start();
    const slow = running.anonymous.get('/api/probe/slow');
    await expect.poll(() => running.platform.figures.inFlight).toBe(1);
    fake.emit('SIGTERM');
    await expect(fetch(`${running.url}/health`)).rejects.toThrow();
    const answer = await slow;
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: { done: true },
    });
    await exits(fake, 0);
    await expect(fetch(`http://127.0.0.1:${metricsListener.port}/metrics`)).rejects.toThrow();
  });

  it('answers the next request on a connection that is open already, and ends it', async () => {
    const { server: running, fake } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const call = async () => {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${running.url}/api/probe/small`, { agent }, resolve).on('error', reject);
      });
      response.resume();
      await once(response, 'end');
      return { status: response.statusCode, connection: response.headers.connection };
    };
    expect(await call()).toEqual({ status: 200, connection: 'keep-alive' });
    fake.emit('SIGTERM');
    expect(await call()).toEqual({ status: 200, connection: 'close' });
    await exits(fake, 0);
  });

  it('closes kept-alive connections that are idle', async () => {
    const { server: running, fake } = await start();
    await running.anonymous.get('/api/probe/small');
    const count = () => running.app.connections.figures.open;
    expect(count()).toBe(1);
    fake.emit('SIGINT');
    await exits(fake, 0);
    expect(count()).toBe(0);
  });

  it('ends at once on a second signal that is not an echo of the first', async () => {
    const { server: running, fake } = await start();
    const slow = running.anonymous.get('/api/probe/never').catch(() => undefined);
    await expect.poll(() => running.platform.figures.inFlight).toBe(1);
    fake.emit('SIGTERM');
    fake.emit('SIGTERM');
    expect(fake.status).toBeNull();
    await insist(running, fake);
    await slow;
  });
});

describe('a request of the governor for a fresh process', () => {
  /** Asks, and waits until what follows from it has begun. */
  const ask = async (): Promise<void> => {
    channels.drain.publish({ reason: 'working-set', usedRatio: 0.97, sinceMs: 30_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
  };

  it('drains as on a signal and exits with 75, where a supervisor is said to be', async () => {
    const { server: running, fake } = await start({ env: { MEMORY_DRAIN: 'exit' } });
    const slow = running.anonymous.get('/api/probe/slow');
    await expect.poll(() => running.platform.figures.inFlight).toBe(1);
    await ask();
    await expect.poll(() => running.platform.lifecycle.phase).not.toBe('serving');
    expect((await slow).status).toBe(200);
    await exits(fake, 75);
  });

  it('does not hasten a stop that is under way', async () => {
    const { server: running, fake } = await start({ env: { MEMORY_DRAIN: 'exit' } });
    const slow = running.anonymous.get('/api/probe/slow');
    await expect.poll(() => running.platform.figures.inFlight).toBe(1);
    fake.emit('SIGTERM');
    await ask();
    expect((await slow).status).toBe(200);
    await exits(fake, 0);
  });

  it('is not cut short by the first signal that comes meanwhile, but by the second', async () => {
    const { server: running, fake } = await start({ env: { MEMORY_DRAIN: 'exit' } });
    const slow = running.anonymous.get('/api/probe/never').catch(() => undefined);
    await expect.poll(() => running.platform.figures.inFlight).toBe(1);
    await ask();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    fake.emit('SIGTERM');
    expect(fake.status).toBeNull();
    await insist(running, fake);
    await slow;
  });

  it('ends nothing where nobody was said to start a fresh one', async () => {
    const { server: running } = await start();
    await ask();
    expect(running.platform.lifecycle.phase).toBe('serving');
  });
});

describe('an error that nobody caught', () => {
  it('is logged, and the process drains and exits with 1', async () => {
    const lines: string[] = [];
    const { fake } = await start({ log: { write: (line) => void lines.push(line) } });
    fake.emit('unhandledRejection', new Error('forgotten await'));
    await exits(fake, 1);
    const fatal = lines.map((line) => JSON.parse(line)).find(({ level }) => level === 'fatal');
    expect(fatal).toMatchObject({
      what: 'unhandledRejection',
      err: { message: 'forgotten await' },
    });
  });
});

describe('listen', () => {
  it('names a taken port and the variable to set', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    server = await startTestServer();
    const { app, platform } = server;
    const metrics = new MetricsListener(platform.metrics, platform.reporter);
    const at = (ports: object) =>
      ({ server: { bindAddress: '127.0.0.1', port: 0, metricsPort: 0, ...ports } }) as never;
    const other = {
      ...app,
      acceptors: { open: () => Promise.resolve() },
      server: { listen: () => Promise.resolve() },
    } as never;
    await expect(listen(other, metrics, at({ metricsPort: port }))).rejects.toThrow(
      `port ${port} is in use by another process: stop it, or set METRICS_PORT`,
    );
    taken.close();
  });
});
