import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryReading } from './docket-reading.ts';
import { entryFacts } from './entry-facts.ts';
import { matchEntries } from './match-entries.ts';

const entry = (over: Partial<EntryReading>): EntryReading => ({
  number: null,
  filedOn: '2021-01-01',
  enteredOn: null,
  description: 'ORDER',
  docId: null,
  seqNo: null,
  pageCount: null,
  attachments: [],
  ...over,
});
const match = (known: Partial<EntryReading>[], read: Partial<EntryReading>[], isOwn = false) =>
  matchEntries(
    known.map((over) => ({ ...entryFacts(entry(over)), isOwn })),
    read.map((over) => entryFacts(entry(over))),
  );
const long = 'Minute Entry for proceedings held before Judge Adele Winters by telephone '.repeat(2);

describe('matchEntries', () => {
  it('finds an amended text by its document id, also where PACER prints it with another digit', () => {
    expect(
      match([{ docId: '01701111613' }], [{ docId: '01711111613', description: 'AMENDED' }]),
    ).toEqual([0]);
  });

  it('finds an amended text by its sequence number or its document number', () => {
    expect(match([{ seqNo: '8' }], [{ seqNo: '8', description: 'AMENDED' }])).toEqual([0]);
    expect(match([{ number: '5' }], [{ number: '5', description: 'AMENDED' }])).toEqual([0]);
  });

  it('finds an entry whose ids only one of the readings has', () => {
    expect(match([{ number: '5', docId: '01701111613', seqNo: '9' }], [{ number: '5' }])).toEqual([
      0,
    ]);
    expect(match([{ number: '5' }], [{ number: '5', docId: '01701111613' }])).toEqual([0]);
  });

  it('keeps two entries of one number apart by their texts, whatever their order', () => {
    const twice = [
      { number: '12', description: 'A' },
      { number: '12', description: 'B' },
    ];
    expect(match(twice, twice.toReversed())).toEqual([1, 0]);
    expect(match(twice, [{ number: '12', description: 'B' }])).toEqual([1]);
    expect(
      match(twice, [
        { number: '12', description: 'A2' },
        { number: '12', description: 'B' },
      ]),
    ).toEqual([0, 1]);
  });

  it('takes equal entries as often as they are there', () => {
    expect(match([{}, {}], [{}, {}, {}])).toEqual([0, 1, -1]);
  });

  it('never takes entries with different ids or numbers for one', () => {
    expect(match([{ docId: '01701111613' }], [{ docId: '01701111614' }])).toEqual([-1]);
    expect(match([{ seqNo: '1' }], [{ seqNo: '2' }])).toEqual([-1]);
    expect(match([{ number: '1' }], [{ number: '2' }])).toEqual([-1]);
  });

  it('finds an unnumbered entry that got its number later', () => {
    expect(match([{}], [{ number: '3' }])).toEqual([0]);
  });

  it('finds an unnumbered entry by the start of a long text', () => {
    expect(
      match([{ description: `${long} held.` }], [{ description: `${long} held. Modified.` }, {}]),
    ).toEqual([0, -1]);
  });

  it('takes a short unnumbered text for amended when it stands alone in its place', () => {
    const known = [{ number: '1' }, { description: 'Set hearing' }, { number: '2' }];
    const read = [{ number: '1' }, { description: 'Set hearing for May' }, { number: '2' }];
    expect(match(known, read)).toEqual([0, 1, 2]);
  });

  it('does not guess where the place is not certain', () => {
    const known = [{ number: '1' }, { description: 'Set hearing' }];
    const two = [{ number: '1' }, { description: 'A' }, { description: 'B' }];
    expect(match(known, two)).toEqual([0, -1, -1]);
    expect(match([{ description: 'A' }], [{ description: 'B' }])).toEqual([-1]);
    const otherDay = [{ number: '1' }, { description: 'B', filedOn: '2021-02-02' }];
    expect(match(known, otherDay)).toEqual([0, -1]);
  });

  it('never takes an entry made here for an amended one', () => {
    expect(
      match(
        [{ number: '1' }, { description: 'Called the clerk' }],
        [{ number: '1' }, { description: 'B' }],
        true,
      ),
    ).toEqual([0, -1]);
  });

  it('finds every entry of a docket that is read again, and no entry twice', () => {
    const some = <Value>(...values: Value[]) => fc.constantFrom(null, ...values);
    const entries = fc.array(
      fc.record({
        number: some('1', '2', '3'),
        docId: some('01701111613', '01701111614'),
        seqNo: some('1', '2'),
        filedOn: fc.constantFrom('2021-01-01', '2021-01-02'),
        description: fc.constantFrom('', 'A', 'B', long),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(entries, (known) => {
        expect([...match(known, known)].sort((a, b) => a - b)).toEqual(
          known.map((_, index) => index),
        );
      }),
    );
    fc.assert(
      fc.property(entries, entries, (known, read) => {
        const found = match(known, read).filter((index) => index !== -1);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});
