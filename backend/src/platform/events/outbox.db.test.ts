import { eventPayloads, type EventType } from '@lexiflow/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { newId } from '../database/id.ts';
import { openTestDatabase } from '../database/testing/open-test-database.ts';
import type { Viewer } from '../http/viewer.ts';
import { Outbox } from './outbox.ts';

const viewer: Viewer = {
  kind: 'local',
  userId: null,
  name: 'operator',
  email: null,
  role: 'admin',
  permissions: new Set(),
  credentialId: null,
};

it('names every event as area.verb', () => {
  for (const type of Object.keys(eventPayloads)) expect(type).toMatch(/^[a-z-]+\.[a-z-]+$/);
});

describe('Outbox', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const record = (type: EventType, payload: Record<string, unknown>): Promise<void> =>
    database.transaction((trx) =>
      new Outbox().record(trx, viewer, {
        type,
        aggregateType: 'case',
        aggregateId: newId(),
        payload,
      }),
    );

  it('refuses an event that carries data instead of naming it', async () => {
    await record('case.changed', { fields: ['x'.repeat(16_000)] });
    await expect(record('case.changed', { fields: ['ü'.repeat(9_000)] })).rejects.toMatchObject({
      code: 'EVENT_PAYLOAD_TOO_LARGE',
    });
    const rows = await database.db.selectFrom('outbox').select(['type', 'position']).execute();
    expect(rows).toEqual([{ type: 'case.changed', position: null }]);
  });
});
