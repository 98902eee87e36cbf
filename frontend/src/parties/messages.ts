import { plural } from '../ui/plural.ts';

/** Texts of the party list. */
export const partiesMessages = {
  title: 'Parties',
  detail: 'People and organisations, kept once however many cases they appear in.',
  label: 'List of parties',
  filter: 'Name',
  kind: 'Kind',
  anyKind: 'Any kind',
  kinds: { person: 'Person', organisation: 'Organisation', unknown: 'Unknown' },
  new: 'New party',
  edit: 'Edit party',
  columns: {
    name: 'Name',
    kind: 'Kind',
    email: 'Email',
    phone: 'Phone',
    address: 'Address',
    notes: 'Notes',
    cases: 'Cases',
  },
  emptyTitle: 'No parties yet',
  emptyHint: 'They come with imported dockets, or are made by hand.',
  noneTitle: 'No party matches',
  noneHint: 'Take a filter away, or use the search, which forgives spelling mistakes.',
  clear: 'Clear filters',
  save: 'Save',
  make: 'Make the party',
  saved: (name: string) => `${name} is saved`,
  cases: (count: number) => plural(count, 'case', 'cases'),
  badName: 'Enter a name of at most 500 characters',
  badEmail: 'Enter an email address, or leave it empty',
} as const;
