import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer } from '../testing/start-test-server.ts';
import type { TestServer } from '../testing/start-test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    env: { STREAM_FILE_THRESHOLD: '2048', ETL_MAX_BATCH_SIZE: '2' },
  });
});
afterAll(() => server.close());

it('holds no body above STREAM_FILE_THRESHOLD and reads larger ones where they are streamed', async () => {
  const partner = await server.signInAs('partner');
  const held = await partner.post('/api/clients', { name: 'x'.repeat(4096) });
  expect([held.status, held.body.code]).toEqual([413, 'HTTP_BODY_TOO_LARGE']);
  const courts = Array.from({ length: 9 }, (_, i) => ({ id: `new${i}`, name: 'x'.repeat(299) }));
  const streamed = await partner.post('/api/courts/import', courts);
  expect(streamed.body).toMatchObject({ created: 9, rejectedCount: 0 });
  // Two at once: each transaction leaves one record.
  const admin = await server.signInAs('admin');
  const { body } = await admin.get('/api/audit?action=court.imported');
  expect(body.items).toHaveLength(5);
});
