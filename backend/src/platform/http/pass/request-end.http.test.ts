import { FakeClock } from '@lexiflow/memory';
import { memoryNestLimits } from '@lexiflow/memory-nestjs';
import { Controller, Get, Module, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../database/database.ts';
import { EndedObjects } from '../../testing/ended-objects.ts';
import { Endpoint } from '../endpoint.ts';
import { startTestServer } from '../testing/start-test-server.ts';
import type { TestServer } from '../testing/start-test-server.ts';

const MIB = 1024 * 1024;
const body = { text: 'x'.repeat(100_000) };
const bodyBytes = JSON.stringify(body).length;
const abandonedMs = memoryNestLimits.abandonedMs.value;

/** What the handlers of this file wait for, and how many of them have got how far. */
let gate = Promise.withResolvers<void>();
let begun = 0;
let handled = 0;

function restart(): void {
  gate = Promise.withResolvers();
  begun = handled = 0;
}

/** Lets the handlers that wait now go on to where they wait again. */
function nextGate(): void {
  const { resolve } = gate;
  gate = Promise.withResolvers();
  resolve();
}

@Controller('late')
class LateController {
  constructor(private readonly database: Database) {}

  @Post('work')
  @Endpoint({ access: 'public', tag: 'probe', summary: 'Waits, reads 2 MB and waits again' })
  async work(): Promise<object> {
    begun += 1;
    await gate.promise;
    const { rows } = await sql`
      select repeat('x', ${MIB}::int) as text from generate_series(1, 2)`.execute(this.database.db);
    await gate.promise;
    handled += 1;
    return { rows: rows.length };
  }

  @Post('fails')
  @Endpoint({ access: 'public', tag: 'probe', summary: 'Waits and throws' })
  async fails(): Promise<object> {
    begun += 1;
    await gate.promise;
    throw new Error('too late');
  }

  @Post('import')
  @Endpoint({ access: 'public', tag: 'probe', summary: 'Waits', priority: 'bulk' })
  async import(): Promise<void> {
    begun += 1;
    await gate.promise;
  }

  @Post('accepted')
  @Endpoint({ access: 'public', tag: 'probe', summary: 'Answers at once and works on' })
  async accepted(@Res() reply: FastifyReply): Promise<void> {
    void reply.send({ accepted: true });
    await gate.promise;
  }

  @Get('stream')
  @Endpoint({ access: 'public', tag: 'probe', summary: 'Sends for ever', produces: 'text/plain' })
  stream(@Res() reply: FastifyReply): void {
    void reply.type('text/plain').send(oneLine());
  }

  @Get('hijacked')
  @Endpoint({ access: 'public', tag: 'probe', summary: 'Answers by itself, for ever' })
  hijacked(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200).write('one\n');
  }
}

/** A stream that says no more after its first line. */
function oneLine(): Readable {
  const source = new Readable({ read: () => undefined });
  source.push('one\n');
  return source;
}

@Module({ controllers: [LateController] })
class LateModule {}

/** The open accounts of a route: how many, and what they hold. */
function heldBy(server: TestServer, route: string) {
  const { accounts } = server.platform.governor.snapshot();
  const group = accounts.find(({ name }) => name === route);
  return { accounts: group?.accounts ?? 0, bytes: group?.usedBytes ?? 0 };
}

/** Places of the overload gate that are taken. */
async function placesTaken({ platform }: TestServer, name = 'concurrency'): Promise<number> {
  const line = new RegExp(`^lexiflow_http_${name} (\\d+)$`, 'm');
  return Number(line.exec(await platform.metrics.text())?.[1]);
}

const none = { accounts: 0, bytes: 0 };

function requestPool({ platform }: TestServer) {
  return platform.governor.snapshot().pools.find(({ name }) => name === 'request');
}

describe('the account of a request', () => {
  const clock = new FakeClock();
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ modules: [LateModule], clock });
  });
  beforeEach(restart);
  afterAll(() => server.close());

  const held = (route: string) => heldBy(server, route);
  const pool = () => requestPool(server);
  const figures = (route: string) => server.platform.figures.forRoute(route);
  /** Posts the body `times` times and goes away when all of them are being handled. */
  const postAndLeave = async (path: string, times = 1): Promise<void> => {
    const leave = new AbortController();
    const { signal } = leave;
    const wanted = begun + times;
    const left = Array.from({ length: times }, () => server.anonymous.post(path, body, { signal }));
    await expect.poll(() => begun).toBe(wanted);
    leave.abort();
    await Promise.allSettled(left);
    await expect.poll(() => server.platform.figures.inFlight).toBe(0);
  };

  it('stays open under each handler that goes on after its client has left', async () => {
    using ended = new EndedObjects();
    const route = 'POST /api/late/work';
    await postAndLeave('/api/late/work', 2);
    await postAndLeave('/api/late/work', 2);
    expect(held(route)).toEqual({ accounts: 4, bytes: 4 * bodyBytes });
    expect(ended.count(route)).toBe(0);
    expect(await placesTaken(server)).toBe(4);

    nextGate();
    // What it reads now is charged as well.
    await expect.poll(() => held(route).bytes).toBeGreaterThan(4 * 2 * MIB);
    expect(figures(route).peakBytes.count).toBe(0);

    gate.resolve();
    await expect.poll(() => held(route)).toEqual(none);
    expect(handled).toBe(4);
    expect(await placesTaken(server)).toBe(0);
    expect(pool()).toMatchObject({ leftoverTotal: 0, misuseTotal: 0 });
    expect(figures(route).peakBytes.count).toBe(4);
    expect(figures(route).peakBytes.sum).toBeGreaterThan(4 * 2 * MIB);
    expect(ended.count(route)).toBe(4);
    await expect.poll(() => ended.alive(route)).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('stands beside a place among the imports as long', async () => {
    const bulk = () => placesTaken(server, 'bulk_concurrency');
    await postAndLeave('/api/late/import', 2);
    expect(await bulk()).toBe(2);
    gate.resolve();
    await expect.poll(bulk).toBe(0);
    expect(held('POST /api/late/import')).toEqual(none);
  });

  it('stays open until a handler whose client has left has failed', async () => {
    await postAndLeave('/api/late/fails');
    expect(held('POST /api/late/fails')).toEqual({ accounts: 1, bytes: bodyBytes });
    gate.resolve();
    await expect.poll(() => held('POST /api/late/fails')).toEqual(none);
    expect(pool()).toMatchObject({ leftoverTotal: 0 });
  });

  it('stays open under a handler that works on after its answer', async () => {
    expect((await server.anonymous.post('/api/late/accepted', body)).status).toBe(200);
    await expect.poll(() => server.platform.figures.inFlight).toBe(0);
    expect(held('POST /api/late/accepted').bytes).toBeGreaterThanOrEqual(bodyBytes);
    gate.resolve();
    await expect.poll(() => held('POST /api/late/accepted')).toEqual(none);
    expect(pool()).toMatchObject({ leftoverTotal: 0 });
  });

  it('is closed without waiting for anybody where no handler runs', async () => {
    const idleAccounts = pool()?.openAccounts;
    const known = { headers: { 'content-type': 'application/json' } };
    const answers = await Promise.all([
      server.anonymous.post('/api/late/work', '{"text":', known),
      server.anonymous.post('/api/late/work', 'x'.repeat(2 * MIB), known),
      server.anonymous.get('/api/late/nothing'),
      server.anonymous.post('/api/auth/sign-out'),
      server.anonymous.get('/api/late/%E0'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 413, 404, 401, 400]);
    await expect.poll(() => pool()?.openAccounts).toBe(idleAccounts);
    expect(pool()).toMatchObject({ leftoverTotal: 0 });
    expect(begun).toBe(0);
  });

  it('is closed when its client leaves in the middle of the body', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(
      'POST /api/late/work HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n{"text":',
    );
    await expect.poll(() => held('POST /api/late/work')).toEqual({ accounts: 1, bytes: 8 });
    socket.destroy();
    await expect.poll(() => held('POST /api/late/work')).toEqual(none);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each(['stream', 'hijacked'])(
    'is closed with the connection of an answer whose handler has ended: %s',
    async (path) => {
      const leave = new AbortController();
      const answer = await fetch(`${server.url}/api/late/${path}`, { signal: leave.signal });
      await answer.body?.getReader().read();
      expect(held(`GET /api/late/${path}`).accounts).toBe(1);
      leave.abort();
      await expect.poll(() => held(`GET /api/late/${path}`)).toEqual(none);
    },
  );

  it('is closed after an ordinary answer', async () => {
    gate.resolve();
    const answer = await server.anonymous.post('/api/late/work', body);
    expect(answer.body).toEqual({ rows: 2 });
    await expect.poll(() => held('POST /api/late/work')).toEqual(none);
    expect(clock.pendingTimers).toBe(0);
    expect(pool()).toMatchObject({ leftoverTotal: 0, misuseTotal: 0 });
  });
});

describe('a handler that runs on for too long after its client has left', () => {
  it('is given up: its account is closed and what is on it is a leftover', async () => {
    restart();
    const clock = new FakeClock();
    const server = await startTestServer({ modules: [LateModule], clock });
    using ended = new EndedObjects();
    const route = 'POST /api/late/work';
    const held = () => heldBy(server, route);
    const pool = () => requestPool(server);
    try {
      const leave = new AbortController();
      const left = server.anonymous.post('/api/late/work', body, { signal: leave.signal });
      await expect.poll(() => begun).toBe(1);
      leave.abort();
      await expect(left).rejects.toThrow();
      await expect.poll(() => clock.pendingTimers).toBe(1);

      clock.advance(abandonedMs - 1);
      expect(held()).toEqual({ accounts: 1, bytes: bodyBytes });
      expect(ended.count(route)).toBe(0);
      clock.advance(1);
      expect(held()).toEqual(none);
      const leftover = { leftoverTotal: 1, leftoverBytesTotal: bodyBytes };
      expect(pool()).toMatchObject(leftover);
      expect(ended.count(route)).toBe(1);

      // It goes on by itself, and charges nobody.
      gate.resolve();
      await expect.poll(() => handled).toBe(1);
      expect(pool()).toMatchObject({ ...leftover, misuseTotal: 0 });
      expect(ended.count(route)).toBe(1);
    } finally {
      gate.resolve();
      // It complains of the leftover.
      await server.close().catch(() => undefined);
    }
  });
});
