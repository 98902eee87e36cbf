import { expect, it } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { describeEachServer } from '../support/describe-each-server.ts';

const ROWS = 600;
const ANSWERED_BEFORE_KILL = 100;
const token = 'bulk-kill-'.repeat(4);
const rows = Array.from({ length: ROWS }, (_, n) => ({ key: `row-${n}`, name: `Killed ${n}` }));

describeEachServer('a server that is killed in a bulk call', (start) => {
  it('has every row that it answered, and takes the same call again without doubling one', async () => {
    const answered: Array<{ id: string; status: string }> = [];
    {
      await using server = await start({ ADMIN_TOKEN: token });
      const client = new ApiClient(() => server.url, token);
      try {
        for await (const line of client.stream('/bulk/parties/insert', rows)) {
          if (line.end !== undefined) break;
          answered.push(line);
          if (answered.length === ANSWERED_BEFORE_KILL) await server.stop('SIGKILL');
        }
      } catch {
        // Its connection ended with it.
      }
      expect(server.isRunning()).toBe(false);
    }
    expect(answered.length).toBeGreaterThanOrEqual(ANSWERED_BEFORE_KILL);
    expect(answered.length).toBeLessThan(ROWS);
    expect(answered.filter(({ status }) => status !== 'created')).toEqual([]);

    await using server = await start({ ADMIN_TOKEN: token });
    const client = new ApiClient(() => server.url, token);
    const again: Array<{ id: string; status: string; end?: string }> = [];
    for await (const line of client.stream('/bulk/parties/insert', rows)) again.push(line);
    const end = again.pop();
    expect(end).toMatchObject({ end: 'complete', rows: ROWS });
    answered.forEach(({ id }, n) => expect(again[n]).toMatchObject({ id, status: 'unchanged' }));
    const { total } = await client.get('/parties?limit=1&count=true&q=Killed');
    expect(total).toBe(ROWS);
    expect(new Set(again.map(({ id }) => id)).size).toBe(ROWS);
  }, 120_000);
});
