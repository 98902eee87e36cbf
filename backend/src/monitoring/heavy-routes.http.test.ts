import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { MemoryMetrics } from '@lexiflow/contracts';
import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Endpoint } from '../platform/http/endpoint.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';

const MIB = 1024 * 1024;
const open = { access: 'public', tag: 'probe' } as const;

let gate = Promise.withResolvers<void>();

/** A route whose requests hold 8 MB of numbers that no account knows of, while the gate is shut. */
@Controller('holding')
class HoldingController {
  @Get()
  @Endpoint({ ...open, summary: 'Holds numbers' })
  async holding(): Promise<object> {
    const numbers = new Array<number>(MIB).fill(0.5);
    await gate.promise;
    return { last: numbers.at(-1) };
  }
}

@Module({ controllers: [HoldingController] })
class HoldingModule {}

describe('the routes that hold most, in the monitoring document', () => {
  let server: TestServer;
  let operator: TestClient;
  let collect: () => void;
  beforeAll(async () => {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
    server = await startTestServer({ modules: [HoldingModule] });
    operator = await server.signInAs('operator');
  });
  afterAll(() => server.close());

  const rowOf = async (route: string) => {
    const { body } = await operator.get<MemoryMetrics>('/monitoring/memory-metrics');
    return body.heavyRoutes.find((row) => row.route === route);
  };
  const floorSeen = async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = server.platform.governor.onFloor(resolve);
    collect();
    await promise;
    end();
  };

  it('say what their requests hold beside the account, with its error, once it has been seen', async () => {
    const route = 'GET /api/holding';
    gate.resolve();
    await server.anonymous.get('/api/holding');
    await floorSeen();
    expect(await rowOf(route)).toMatchObject({ heldBytes: null, heldErrorBytes: null });

    gate = Promise.withResolvers();
    // A busy machine may turn some of them away at first.
    const letIn = async () => {
      while ((await server.anonymous.get('/api/holding')).status !== 200) await wait(50);
    };
    const held = Array.from({ length: 6 }, letIn);
    try {
      await expect
        .poll(() => server.platform.figures.inFlight, { timeout: 25_000 })
        .toBeGreaterThanOrEqual(6);
      await floorSeen();
    } finally {
      gate.resolve();
      await Promise.all(held);
    }
    const row = await rowOf(route);
    expect(row?.heldBytes).toBeGreaterThan(2 * MIB);
    expect(row?.heldBytes).toBeLessThan(16 * MIB);
    expect(row?.heldErrorBytes).toBeGreaterThan(0);
    // The account holds the answer alone: a few bytes.
    expect(row?.accountedBytesP95).toBeLessThan(1024);
  });

  it('name no bytes of a route whose requests were all turned away', async () => {
    expect((await server.anonymous.get('/api/monitoring/memory/stats')).status).toBe(401);
    expect(await rowOf('GET /api/monitoring/memory/stats')).toMatchObject({
      requests: 1,
      accountedBytesP95: 0,
      heldBytes: null,
    });
  });
});
