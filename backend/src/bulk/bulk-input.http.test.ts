import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchLimits } from '../performance/batch/batch.limits.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { bulkLimits } from './bulk.limits.ts';
import { bulkCall } from './testing/bulk-call.ts';

const row = (name: string) => `${JSON.stringify({ name })}\n`;

describe('the input of a bulk operation', () => {
  let server: TestServer;
  let partner: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
  });
  afterAll(() => server.close());

  const insert = (body: string | Uint8Array | ReadableStream<Uint8Array>) =>
    bulkCall(partner, 'parties/insert', body);
  const outcomes = (read: Awaited<ReturnType<typeof insert>>) =>
    read.lines.map(({ line, status, error }) => `${line} ${error?.code ?? status}`);

  it('that is cut off has its last line rejected, with the place', async () => {
    const whole = row('Cut One') + row('Cut Two');
    const read = await insert(whole.slice(0, whole.length - 5));
    expect(outcomes(read)).toEqual(['1 created', '2 BULK_LINE_UNREADABLE']);
    expect(read.lines[1]?.error?.detail).toMatch(/byte \d+ of the input/);
    expect(read.end).toMatchObject({ end: 'complete', rows: 2, created: 1, rejected: 1 });
  });

  it('may hold lines that are no rows: each is named and the others go in', async () => {
    const long = row('x'.repeat(bulkLimits.lineBytes));
    const deep = `{"name":${'['.repeat(bulkLimits.lineDepth + 1)}${']'.repeat(bulkLimits.lineDepth + 1)}}\n`;
    const latin = Buffer.concat([
      Buffer.from(row('Good One')),
      Buffer.from(row('Café'), 'latin1'),
      Buffer.from(`7\n[]\n\n${long}${deep}{"name": }\n${row('Good Two')}`),
    ]);
    const read = await insert(latin);
    const bad = 'BULK_LINE_UNREADABLE';
    expect(outcomes(read)).toEqual([
      '1 created',
      `2 ${bad}`,
      `3 ${bad}`,
      `4 ${bad}`,
      `6 ${bad}`,
      `7 ${bad}`,
      `8 ${bad}`,
      '9 created',
    ]);
    expect(read.lines[4]?.error?.detail).toContain(`larger than ${bulkLimits.lineBytes} bytes`);
  });

  it('in another encoding is refused by name', async () => {
    const read = await insert(Buffer.from(`\uFEFF${row('Wide')}`, 'utf16le'));
    expect(outcomes(read)).toEqual(['1 BULK_LINE_UNREADABLE']);
    expect(read.lines[0]?.error?.detail).toContain('UTF-16');
  });

  it('that is empty is complete, and of another type refused unread', async () => {
    expect((await insert('\n\n')).end).toMatchObject({ end: 'complete', rows: 0 });
    const json = { headers: { 'content-type': 'application/json' } };
    const other = await partner.post('/api/bulk/parties/insert', row('Type'), json);
    expect([other.status, other.body.code]).toEqual([415, 'HTTP_UNSUPPORTED_MEDIA']);
    const packed = {
      headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
    };
    expect((await partner.post('/api/bulk/parties/insert', row('Gzip'), packed)).status).toBe(415);
  });

  it('may have 10,000 rows: each is answered in order, in the memory of one batch', async () => {
    const count = 10_000;
    const note = 'n'.repeat(1_000);
    let sent = 0;
    let mostBytes = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const { pools } = server.platform.governor.snapshot();
        const used = pools.find(({ name }) => name === 'batch')?.usedBytes ?? 0;
        mostBytes = Math.max(mostBytes, used);
        if (sent === count) return controller.close();
        const lines: string[] = [];
        // Every 50th row is good: what is measured is the stream, not the database.
        for (let n = 0; n < 100; n++, sent++)
          lines.push(
            JSON.stringify({ name: sent % 50 === 0 ? `Many ${sent}` : '', notes: note }) + '\n',
          );
        controller.enqueue(Buffer.from(lines.join('')));
      },
    });
    const read = await insert(body);
    expect(read.lines.map(({ line }) => line)).toEqual(
      Array.from({ length: count }, (_, at) => at + 1),
    );
    expect(read.end).toMatchObject({
      end: 'complete',
      rows: count,
      created: count / 50,
      rejected: count - count / 50,
    });
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from parties
      where name like 'Many %'`.execute(server.database.db);
    expect(rows).toEqual([{ n: count / 50 }]);
    expect(mostBytes).toBeGreaterThan(0);
    expect(mostBytes).toBeLessThan(batchLimits.batchBytes + 2 * bulkLimits.lineBytes);
    const batch = server.platform.governor.snapshot().pools.find(({ name }) => name === 'batch');
    expect(batch).toMatchObject({ usedBytes: 0, leftoverTotal: 0, misuseTotal: 0 });
    const metrics = await server.platform.metrics.text();
    expect(metrics).toMatch(/lexiflow_bulk_rows_total\{kind="parties",status="created"\} \d{3}/);
  });
});
