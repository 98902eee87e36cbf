import { GOVERNOR } from '@lexiflow/memory-nestjs';
import type { Account, Governor } from '@lexiflow/memory';
import { Controller, Get, Inject, Module, Post } from '@nestjs/common';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../database/database.ts';
import { Endpoint } from '../endpoint.ts';
import { startTestServer } from '../testing/start-test-server.ts';
import type { TestServer } from '../testing/start-test-server.ts';

const MIB = 1024 * 1024;
const open = { access: 'public', tag: 'probe' } as const;

/** Takes what is left of the pool of requests, until it is closed. */
let filler: Account | undefined;

function fill(governor: Governor): void {
  filler = governor.openAccount('request', 'filler');
  while (filler.grow(MIB));
  while (filler.grow(4096));
}

/** Routes that read much or answer much, some of them when the pool has just become full. */
@Controller('heavy')
class HeavyController {
  constructor(
    private readonly database: Database,
    @Inject(GOVERNOR) private readonly governor: Governor,
  ) {}

  async #read(mib: number): Promise<number> {
    const { rows } = await sql`
      select repeat('x', ${MIB}::int) as text from generate_series(1, ${mib}::int)`.execute(
      this.database.db,
    );
    return rows.length;
  }

  #fill(): void {
    fill(this.governor);
  }

  @Get('rows')
  @Endpoint({ ...open, summary: 'Reads 5 MB and answers a number' })
  async rows(): Promise<object> {
    return { rows: await this.#read(5) };
  }

  @Get('more-rows')
  @Endpoint({ ...open, summary: 'Reads 54 MB in two results' })
  async moreRows(): Promise<object> {
    return { rows: (await this.#read(27)) + (await this.#read(27)) };
  }

  @Get('pieces')
  @Endpoint({ ...open, summary: 'Reads the same in pieces', priority: 'export' })
  async pieces(): Promise<object> {
    return { rows: await this.#read(5) };
  }

  @Get('answer')
  @Endpoint({ ...open, summary: 'Answers 5 MB' })
  answer(): object {
    return { text: 'x'.repeat(5 * MIB) };
  }

  @Get('full/rows')
  @Endpoint({ ...open, summary: 'Reads 5 MB when there is no room' })
  fullRows(): Promise<object> {
    this.#fill();
    return this.rows();
  }

  @Get('full/answer')
  @Endpoint({ ...open, summary: 'Answers 5 MB when there is no room' })
  fullAnswer(): object {
    this.#fill();
    return this.answer();
  }

  @Get('full/admin')
  @Endpoint({ ...open, summary: 'The same for operators', priority: 'admin' })
  async fullAdmin(): Promise<object> {
    this.#fill();
    await this.#read(5);
    return this.answer();
  }

  @Post('full/change')
  @Endpoint({ ...open, summary: 'The same after a change', status: 200 })
  async fullChange(): Promise<object> {
    return this.fullAdmin();
  }
}

@Module({ controllers: [HeavyController] })
class HeavyModule {}

describe('memory of what a request reads and answers', () => {
  let server: TestServer;
  const lines: string[] = [];
  let idleBytes = 0;
  beforeAll(async () => {
    server = await startTestServer({
      modules: [HeavyModule],
      log: { write: (line: string) => void lines.push(line) },
    });
    idleBytes = requestPool()?.usedBytes ?? 0;
  });
  afterAll(() => server.close());

  const get = (path: string) => server.anonymous.get(`/api/heavy/${path}`);
  const peakOf = (path: string) =>
    server.platform.figures.forRoute(`GET /api/heavy/${path}`).peakBytes;
  const requestPool = () =>
    server.platform.governor.snapshot().pools.find(({ name }) => name === 'request');
  const makeRoom = () => {
    filler?.shrink(filler.usedBytes);
    filler?.close();
  };

  it.each([
    ['rows', 5],
    // Beside it stands the copy that is compressed.
    ['answer', 10],
  ])('is charged to its request until it ends: %s', async (path, mib) => {
    expect((await get(path)).status).toBe(200);
    await expect.poll(() => peakOf(path).count).toBe(1);
    expect(peakOf(path).sum).toBeGreaterThanOrEqual(mib * MIB);
    expect(peakOf(path).sum).toBeLessThan((mib + 1) * MIB);
    expect(requestPool()).toMatchObject({ usedBytes: idleBytes, leftoverTotal: 0, misuseTotal: 0 });
  });

  it('is not added up where a route reads in pieces', async () => {
    expect((await get('pieces')).body).toEqual({ rows: 5 });
    await expect.poll(() => peakOf('pieces').count).toBe(1);
    expect(peakOf('pieces').sum).toBeLessThan(MIB);
  });

  it('names a request that held more than 50 MB in the log', async () => {
    expect((await get('more-rows')).body).toEqual({ rows: 54 });
    const warned = () => lines.find((line) => line.includes('Request held much memory')) ?? '{}';
    await expect
      .poll(() => JSON.parse(warned()))
      .toMatchObject({ route: 'GET /api/heavy/more-rows', peakBytes: expect.any(Number) });
    expect(JSON.parse(warned()).peakBytes).toBeGreaterThan(54 * MIB);
  });

  it('names the routes that hold most in the monitoring document', async () => {
    const operator = await server.signInAs('operator');
    const { heavyRoutes } = (await operator.get('/monitoring/memory-metrics')).body;
    expect(heavyRoutes[0].route).toBe('GET /api/heavy/more-rows');
    const names = heavyRoutes.slice(0, 3).map(({ route }: { route: string }) => route);
    expect(names).toContain('GET /api/heavy/rows');
    expect(names).toContain('GET /api/heavy/answer');
  });

  it.each(['full/rows', 'full/answer'])('is refused with the numbers: %s', async (path) => {
    const refused = await get(path);
    makeRoom();
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({
      account: `GET /api/heavy/${path}`,
      pool: 'request',
      usedBytes: expect.any(Number),
      limitBytes: expect.any(Number),
      requestedBytes: expect.any(Number),
    });
    expect(refused.body.code).toMatch(/^MEM_/);
    expect(refused.body.requestedBytes).toBeGreaterThanOrEqual(5 * MIB);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(server.database.stats().inUse).toBe(0);
  });

  it('tells who sends too much so, and not to come back when there is room', async () => {
    fill(server.platform.governor);
    filler?.shrink(256 * 1024);
    const answers = await Promise.all(
      ['x'.repeat(MIB / 2), 'x'.repeat(2 * MIB)].map((text) =>
        server.anonymous.post('/api/heavy/full/change', { text }),
      ),
    );
    makeRoom();
    expect(answers.map(({ body }) => body.code)).toEqual([
      'MEM_WAIT_DEADLINE',
      'HTTP_BODY_TOO_LARGE',
    ]);
  });

  it('sends an answer for which room has come meanwhile', async () => {
    const answer = get('full/answer');
    await expect.poll(() => requestPool()?.waiting).toBe(1);
    makeRoom();
    const { status, body } = await answer;
    expect(status).toBe(200);
    expect(body.text).toHaveLength(5 * MIB);
  });

  it('refuses neither operators nor what has changed something', async () => {
    const seen = await get('full/admin');
    makeRoom();
    const changed = await server.anonymous.post('/api/heavy/full/change');
    makeRoom();
    expect([seen.status, changed.status]).toEqual([200, 200]);
    await expect.poll(() => requestPool()?.usedBytes).toBe(idleBytes);
    expect(requestPool()).toMatchObject({ leftoverTotal: 0, misuseTotal: 0 });
  });
});
