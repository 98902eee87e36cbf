import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../support/server.ts';

const TASKS = 40;
const CASES = 3;
const ANSWERED_BEFORE_KILL = 12;
let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lexiflow-workflow-kill-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const stages = [
  {
    name: 'Intake',
    duration: 10,
    tasks: Array.from({ length: TASKS }, (_, index) => ({ title: `Step ${index + 1}` })),
  },
];

async function call(server: RunningServer, path: string, body?: unknown): Promise<any> {
  const answer = await fetch(`${server.url}/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${server.localToken()}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

describe('a server that is killed while workflows start', () => {
  it('has after its restart every workflow whole or not at all', async () => {
    const answered: string[] = [];
    const caseIds: string[] = [];
    {
      await using server = await startServer({ dataDir });
      const template = await call(server, '/workflow-templates', { name: 'Intake', stages });
      for (let index = 0; index < CASES; index += 1) {
        const made = await call(server, '/cases', { number: `K-${index}`, title: 'Killed v. Not' });
        caseIds.push(made.id);
      }
      const reached = Promise.withResolvers<void>();
      const begin = async (caseId: string): Promise<void> => {
        while (server.isRunning()) {
          const body = { caseId, templateId: template.id };
          answered.push((await call(server, '/workflows', body)).id);
          if (answered.length === ANSWERED_BEFORE_KILL) reached.resolve();
        }
      };
      // They end when their connection does.
      const loops = caseIds.map((caseId) => begin(caseId).catch(() => undefined));
      await reached.promise;
      expect(await server.stop('SIGKILL')).toBeNull();
      await Promise.all(loops);
    }

    await using server = await startServer({ dataDir });
    const found: string[] = [];
    for (const caseId of caseIds) {
      const { items } = await call(server, `/workflows?caseId=${caseId}&limit=100`);
      for (const { id, status } of items as Array<{ id: string; status: string }>) {
        found.push(id);
        const tasks = await call(server, `/tasks?workflowId=${id}&limit=1&count=true`);
        expect([status, tasks.total]).toEqual(['running', TASKS]);
        const history = await call(server, `/workflows/${id}/history?count=true&limit=1`);
        expect(history.total).toBe(3);
      }
      const all = await call(server, `/tasks?caseId=${caseId}&limit=1&count=true`);
      expect(all.total).toBe(items.length * TASKS);
    }
    expect(found).toEqual(expect.arrayContaining(answered));
  });
});
