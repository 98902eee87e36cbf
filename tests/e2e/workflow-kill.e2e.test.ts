import { expect, it } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { describeEachServer } from '../support/describe-each-server.ts';

const TASKS = 40;
const CASES = 3;
const ANSWERED_BEFORE_KILL = 12;

const stages = [
  {
    name: 'Intake',
    duration: 10,
    tasks: Array.from({ length: TASKS }, (_, index) => ({ title: `Step ${index + 1}` })),
  },
];

describeEachServer('a server that is killed while workflows start', (start) => {
  it('has after its restart every workflow whole or not at all', async () => {
    const answered: string[] = [];
    const caseIds: string[] = [];
    {
      await using server = await start();
      const client = new ApiClient(() => server.url, server.localToken());
      const template = await client.post('/workflow-templates', { name: 'Intake', stages });
      for (let index = 0; index < CASES; index += 1) {
        const made = await client.post('/cases', { number: `K-${index}`, title: 'Killed v. Not' });
        caseIds.push(made.id);
      }
      const reached = Promise.withResolvers<void>();
      const begin = async (caseId: string): Promise<void> => {
        while (server.isRunning()) {
          const body = { caseId, templateId: template.id };
          answered.push((await client.post('/workflows', body)).id);
          if (answered.length === ANSWERED_BEFORE_KILL) reached.resolve();
        }
      };
      // They end when their connection does.
      const loops = caseIds.map((caseId) => begin(caseId).catch(() => undefined));
      await reached.promise;
      expect(await server.stop('SIGKILL')).toBeNull();
      await Promise.all(loops);
    }

    await using server = await start();
    const client = new ApiClient(() => server.url, server.localToken());
    const found: string[] = [];
    for (const caseId of caseIds) {
      const { items } = await client.get(`/workflows?caseId=${caseId}&limit=100`);
      for (const { id, status } of items as Array<{ id: string; status: string }>) {
        found.push(id);
        const tasks = await client.get(`/tasks?workflowId=${id}&limit=1&count=true`);
        expect([status, tasks.total]).toEqual(['running', TASKS]);
        const history = await client.get(`/workflows/${id}/history?count=true&limit=1`);
        expect(history.total).toBe(3);
      }
      const all = await client.get(`/tasks?caseId=${caseId}&limit=1&count=true`);
      expect(all.total).toBe(items.length * TASKS);
    }
    expect(found).toEqual(expect.arrayContaining(answered));
  });
});
