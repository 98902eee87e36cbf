import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';

const folder = process.env['LEXIFLOW_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const file = join(folder, 'courts.json');

describe('courts', () => {
  let server: TestServer;
  let partner: TestClient;
  let associate: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
    associate = await server.signInAs('associate');
  });
  afterAll(() => server.close());

  it('are there from the first start and are found by id, name and citation', async () => {
    for (const q of ['nysd', 'southern district of new york', 'S.D.N.Y.']) {
      const { body } = await associate.get(`/api/courts?q=${encodeURIComponent(q)}`);
      expect(body.items.map((court: { id: string }) => court.id)).toEqual(['nysd']);
    }
    expect((await associate.get('/api/courts/NYSD')).body).toMatchObject({ citation: 'S.D.N.Y.' });
    expect((await associate.get('/api/courts/nowhere')).body.code).toBe('COURT_NOT_FOUND');
  });

  it('are walked page by page, each once', async () => {
    const seen: string[] = [];
    let cursor = '';
    let total = 0;
    do {
      const { body } = await associate.get(`/api/courts?limit=17&count=true${cursor}`);
      seen.push(...body.items.map((court: { id: string }) => court.id));
      total = body.total;
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });

  it('are imported by those who may import, and a second time nothing changes', async () => {
    const courts = [
      { id: 'exct', name: 'Example Court', level: '', citation_string: 'Ex. Ct.', extra: 1 },
      { id: 'NYSD', name: 'District Court, S.D. New York', type: 'trial' },
    ];
    expect((await associate.post('/api/courts/import', courts)).status).toBe(403);
    const first = await partner.post('/api/courts/import', courts);
    expect(first.body).toMatchObject({ created: 1, updated: 1, unchanged: 0, rejectedCount: 0 });
    expect((await partner.get('/api/courts/exct')).body).toMatchObject({
      name: 'Example Court',
      level: null,
      citation: 'Ex. Ct.',
    });
    const second = await partner.post('/api/courts/import', courts);
    expect(second.body).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });

  it('names what is wrong with a court and imports the others', async () => {
    const lines = [
      '{"id":"okct","name":"Fine"}',
      '{"id":"a b","name":"x"}',
      '{"id":',
      '{"id":"n"}',
    ];
    const { status, body } = await partner.post('/api/courts/import', lines.join('\n'), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ created: 1, rejectedCount: 3 });
    expect(
      body.rejected.map(({ index, line }: { index: number; line: number }) => [index, line]),
    ).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(body.rejected[0].reason).toContain('id: must be a court id');
  });

  it('answers where a body that is no JSON breaks', async () => {
    const { status, body } = await partner.post('/api/courts/import', '[{"id": "x",', {
      headers: { 'content-type': 'application/json' },
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'COURT_NOT_RECORDS', byteOffset: expect.any(Number) });
  });

  it.skipIf(!existsSync(file))(
    'takes the whole public list (skipped without LEXIFLOW_DATA)',
    async () => {
      const { body } = await partner.post('/api/courts/import', readFileSync(file, 'utf8'), {
        headers: { 'content-type': 'application/json' },
      });
      expect(body.rejected).toEqual([]);
      expect(body.created + body.updated + body.unchanged).toBe(2809);
      const { body: again } = await partner.post('/api/courts/import', readFileSync(file, 'utf8'), {
        headers: { 'content-type': 'application/json' },
      });
      expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 2809 });
    },
  );
});
