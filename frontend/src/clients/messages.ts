import { plural } from '../ui/plural.ts';

/** Texts of the client list. */
export const clientsMessages = {
  title: 'Clients',
  detail: 'Those the firm acts for, under its own client numbers.',
  label: 'List of clients',
  filter: 'Name or number',
  status: 'Status',
  anyStatus: 'Any status',
  statuses: { active: 'Active', former: 'Former', prospective: 'Prospective' },
  new: 'New client',
  edit: 'Edit client',
  columns: { name: 'Name', number: 'Number', status: 'Status', kind: 'Kind', cases: 'Cases' },
  kinds: { person: 'Person', organisation: 'Organisation', unknown: 'Unknown' },
  emptyTitle: 'No clients yet',
  emptyHint: 'Make one by hand. A client is a party that the firm acts for.',
  noneTitle: 'No client matches',
  noneHint: 'Take a filter away.',
  clear: 'Clear filters',
  save: 'Save',
  make: 'Make the client',
  saved: (name: string) => `${name} is saved`,
  cases: (count: number) => plural(count, 'case', 'cases'),
  badName: 'Enter a name of at most 500 characters',
  badNumber: 'Enter a client number of at most 50 characters',
} as const;
