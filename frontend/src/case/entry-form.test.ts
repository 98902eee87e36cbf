import { docketEntryBody } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { bodyOf, entryFormOf } from './entry-form.ts';

describe('the form of a docket entry', () => {
  it('sends what is empty as unknown', () => {
    const form = { ...entryFormOf(null), filedOn: '2024-03-01', description: ' ORDER ' };
    expect(docketEntryBody.parse(bodyOf(form))).toEqual({
      documentNumber: null,
      filedOn: '2024-03-01',
      enteredOn: null,
      description: 'ORDER',
      sealed: false,
      restricted: false,
    });
  });

  it('is refused without a date and a text', () => {
    const parsed = docketEntryBody.safeParse(bodyOf(entryFormOf(null)));
    expect([...new Set(parsed.error?.issues.map(({ path }) => path.join('.')))]).toEqual([
      'filedOn',
      'description',
    ]);
  });
});
