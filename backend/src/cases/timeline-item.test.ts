import { describe, expect, it } from 'vitest';
import { timelineItem } from './timeline-item.ts';
import type { TimelineRow } from './timeline.repository.ts';

const row = (over: Partial<TimelineRow>): TimelineRow => ({
  id: '1',
  kind: 'event',
  at: '2026-01-01T00:00:00.000Z',
  type: null,
  documentNumber: null,
  text: null,
  payload: {},
  actor: 'Ada',
  ...over,
});

describe('timelineItem', () => {
  it('names a docket entry by its number and shows its text', () => {
    const entry = row({ kind: 'docket-entry', documentNumber: '12', text: 'ORDER', actor: null });
    expect(timelineItem(entry)).toMatchObject({ title: 'Docket entry 12', detail: 'ORDER' });
    expect(timelineItem(row({ kind: 'docket-entry' })).title).toBe('Docket entry');
  });

  it('says what changed and how the status moved', () => {
    const payload = { fields: ['status', 'natureOfSuit'], status: { from: 'open', to: 'closed' } };
    expect(timelineItem(row({ type: 'case.changed', payload }))).toMatchObject({
      title: 'Case changed',
      detail: 'open → closed; status, nature of suit',
    });
  });

  it('counts the entries of an import', () => {
    const payload = { entries: { created: 3, updated: 1 } };
    expect(timelineItem(row({ type: 'docket.imported', payload })).detail).toBe(
      '3 entries new, 1 changed',
    );
  });

  it('shows the type of an event it has no words for', () => {
    expect(timelineItem(row({ type: 'deadline.missed' }))).toMatchObject({
      title: 'deadline.missed',
      detail: null,
    });
  });
});
