import { describe, expect, it } from 'vitest';
import { docketLimits } from '../docket.limits.ts';
import { readDocket } from './read-docket.ts';
import { dataFolder, realDockets } from './testing/real-dockets.ts';
import { syntheticDocket, syntheticEntry, syntheticParty } from './testing/synthetic-docket.ts';

const reasonOf = (value: unknown): string => {
  const read = readDocket(value);
  return read.ok ? '' : read.reason;
};
const reading = (value: unknown) => {
  const read = readDocket(value);
  if (!read.ok) throw new Error(read.reason);
  return read.reading;
};

describe('readDocket', () => {
  it('maps the case, its parties and its entries', () => {
    const docket = reading(syntheticDocket());
    expect(docket.case).toMatchObject({
      courtId: 'nysd',
      number: '1:21-cv-00101',
      judge: 'Adele Winters',
      typeCode: 'cv',
      terminatedOn: null,
      attributes: {},
    });
    expect(docket.parties[1]).toMatchObject({ name: 'Northwind Freight, Inc.', role: 'Defendant' });
    expect(docket.entries.map((entry) => entry.number)).toEqual(['1', null, '2']);
  });

  it('reads missing, null and blank fields as not known', () => {
    const docket = reading({
      court_id: 'NYSD',
      docket_number: ' 21-1 ',
      case_name: ' ',
      cause: '',
    });
    expect(docket.case).toMatchObject({
      courtId: 'nysd',
      number: '21-1',
      title: null,
      cause: null,
    });
    expect(docket.parties).toEqual([]);
    expect(docket.entries).toEqual([]);
  });

  it('takes numbers that are JSON numbers, and the date out of a date with a time', () => {
    const entry = { ...syntheticEntry(null, '2021-03-01T10:15:00-05:00', 'X'), document_number: 7 };
    const [read] = reading(syntheticDocket({ docket_entries: [entry] })).entries;
    expect(read).toMatchObject({ number: '7', filedOn: '2021-03-01' });
  });

  it('dates an entry without a filing date by when it was entered', () => {
    const entry = { ...syntheticEntry('1', '2021-03-04', 'X'), date_filed: null };
    expect(reading(syntheticDocket({ docket_entries: [entry] })).entries[0]?.filedOn).toBe(
      '2021-03-04',
    );
  });

  it('turns a docket that is printed newest first', () => {
    const entries = (syntheticDocket()['docket_entries'] as unknown[]).toReversed();
    const docket = reading(syntheticDocket({ docket_entries: entries }));
    expect(docket.entries.map((entry) => entry.number)).toEqual(['1', null, '2']);
  });

  it('keeps small unknown fields and drops large ones', () => {
    const docket = reading(
      syntheticDocket({ mdl_status: 'MDL 1', huge: 'x'.repeat(5000), bad: 'a\0b' }),
    );
    expect(docket.case.attributes).toEqual({ mdl_status: 'MDL 1' });
  });

  it.each([
    [{ court_id: 7 }, 'court_id: '],
    [{ court_id: '' }, 'court_id: '],
    [{ docket_number: null }, 'docket_number: '],
    [{ case_name: ['a'] }, 'case_name: '],
    [{ date_filed: '2021-02-30' }, 'date_filed: must be a date'],
    [{ date_filed: 20210230 }, 'date_filed: '],
    [{ case_name: 'a\0b' }, 'case_name: must not contain a NUL'],
    [{ docket_entries: {} }, 'docket_entries: '],
    [{ docket_entries: [null] }, 'docket_entries[0]: '],
    [
      {
        docket_entries: [syntheticEntry('1', '', 'no date')].map((e) => ({
          ...e,
          date_entered: null,
        })),
      },
      'docket_entries[0].date_filed: must be a date',
    ],
    [
      { docket_entries: [syntheticEntry('1', '2021-01-01', 'X', { page_count: 1.5 })] },
      'docket_entries[0].page_count: ',
    ],
    [{ parties: [{ type: 'Plaintiff' }] }, 'parties[0].name: '],
    [
      { parties: [{ ...syntheticParty('A', 'B'), attorneys: [{ name: 'C', roles: [1] }] }] },
      'parties[0].attorneys[0].roles[0]: ',
    ],
  ])('says where a docket is wrong: %j', (over, start) => {
    expect(reasonOf(syntheticDocket(over))).toContain(start);
  });

  it.each([null, 7, 'text', [], true])('refuses %j, which is no docket', (value) => {
    expect(readDocket(value).ok).toBe(false);
  });

  it('bounds the entries of a docket and the length of the reason', () => {
    const entries = Array.from({ length: docketLimits.entries + 1 }, () =>
      syntheticEntry('1', '2021-01-01', 'X'),
    );
    expect(reasonOf(syntheticDocket({ docket_entries: entries }))).toContain('holds more than');
    const wrong = Array.from({ length: 500 }, () => 7);
    expect(reasonOf(syntheticDocket({ docket_entries: wrong })).length).toBeLessThanOrEqual(
      docketLimits.reasonLength,
    );
  });

  it('stores half surrogate pairs as replacement characters', () => {
    expect(reading(syntheticDocket({ case_name: 'a\uD800b' })).case.title).toBe('a\uFFFDb');
  });

  it.skipIf(dataFolder === null)('reads every real docket (skipped without LEXIFLOW_DATA)', () => {
    const dockets = realDockets().map(({ text }) => reading(JSON.parse(text)));
    expect(dockets).toHaveLength(20);
    expect(dockets.reduce((sum, docket) => sum + docket.entries.length, 0)).toBe(376);
  });
});
