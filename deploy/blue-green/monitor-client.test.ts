import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askMonitor } from './monitor-client.ts';

let server: Server;
let asked: string[];
let answer: { status: number; body: string };
let url: string;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const since = new Date('2026-01-01T00:00:00Z');
const triggers = [
  { name: 'memory', holds: true, since: '2026-01-01T00:00:00Z', detail: '93 % for 130 s' },
  { name: 'health', holds: false, since: null, detail: 'no failed check' },
];

describe('the memory monitor', () => {
  it('is asked for one colour, and its triggers that hold count', async () => {
    answer = { status: 200, body: JSON.stringify({ rollback: true, triggers }) };
    expect(await askMonitor(url, 'green', since, 5000)).toEqual([
      { name: 'memory', detail: '93 % for 130 s' },
    ]);
    expect(asked).toEqual(['/api/rollback?target=api-green&since=2026-01-01T00%3A00%3A00.000Z']);
  });

  it('has the last word on whether they call for a rollback', async () => {
    answer = { status: 200, body: JSON.stringify({ rollback: false, triggers }) };
    expect(await askMonitor(url, 'green', since, 5000)).toEqual([]);
  });

  it.each([
    ['an error', { status: 500, body: '' }, 'answered 500'],
    ['another document', { status: 200, body: '{}' }, 'something else'],
    ['no document', { status: 200, body: 'hello' }, 'JSON'],
    ['an answer without end', { status: 200, body: 'x'.repeat(100_000) }, 'no end'],
  ])('is away when it answers %s', async (_, given, message) => {
    answer = given;
    await expect(askMonitor(url, 'green', since, 5000)).rejects.toThrow(message);
  });
});
