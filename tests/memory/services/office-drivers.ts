import type { ApiClient } from '../../support/api-client.ts';
import { Driver } from './driver.ts';
import type { SoakFirm } from './firm.ts';

const BULK_ROWS = 200;
/** Keys of the bulk calls go round, so that rows are made, changed and left as they are. */
const BULK_KEYS = 2_000;
const words = ['motion', 'order', 'letter', 'notice', 'exhibit', 'transcript', 'brief', 'answer'];

/** What people and programs do with records: docket, tasks, workflows, bulk calls, search, notifications. */
export function officeDrivers(firm: SoakFirm): Driver[] {
  const { admin, users, caseIds } = firm;
  const one = <T>(values: readonly T[]): T =>
    values[Math.floor(Math.random() * values.length)] as T;
  const someone = () => one(users);
  return [
    new Driver('docket entries', 40, async (round) => {
      const description = `${one(words)} ${round} ${'of some length '.repeat(20)}`;
      const body = { filedOn: '2024-01-02', description };
      await someone().client.post(`/cases/${one(caseIds)}/docket`, body);
    }),
    new Driver('tasks and notifications', 40, async (round) => {
      const { id } = someone();
      const title = `${one(words)} ${round}`;
      const body = { title, caseId: one(caseIds), assigneeIds: [id] };
      const task = await someone().client.post('/tasks', body);
      if (round % 3 === 0) await someone().client.patch(`/tasks/${task.id}`, 1, { status: 'done' });
    }),
    new Driver('notifications read', 500, async (round) => {
      const { client } = someone();
      await client.get('/notifications?limit=100');
      const { count } = await client.get('/notifications/unread');
      if (round % 40 === 0 && count > 0)
        await client.post('/notifications/read', { until: new Date().toISOString() });
    }),
    new Driver('workflows', 250, async () => {
      const { client } = someone();
      const body = { caseId: one(caseIds), templateId: firm.templateId };
      const { id } = await client.post('/workflows', body);
      for (let stage = 0; stage < 2; stage += 1) await finishTasks(client, id);
      await client.get(`/workflows/${id}/history?limit=100`);
    }),
    new Driver('bulk calls', 1_000, async (round) => {
      const rows = Array.from({ length: BULK_ROWS }, (_, n) => {
        const key = (round * BULK_ROWS + n) % BULK_KEYS;
        return { key: `soak-${key}`, name: `Party ${key} of ${one(words)}` };
      });
      let last: { end?: string } = {};
      for await (const line of admin.stream('/bulk/parties/upsert', rows)) last = line;
      if (last.end !== 'complete') throw new Error(`a bulk call ended as ${JSON.stringify(last)}`);
    }),
    new Driver('search', 50, async (round) => {
      await someone().client.get(`/search?q=${one(words)}+${one(words)}+${round % 500}`);
    }),
  ];
}

async function finishTasks(client: ApiClient, workflowId: string): Promise<void> {
  const { items } = await client.get(`/tasks?workflowId=${workflowId}&limit=100`);
  for (const { id, version, status } of items)
    if (status === 'open') await client.patch(`/tasks/${id}`, version, { status: 'done' });
}
