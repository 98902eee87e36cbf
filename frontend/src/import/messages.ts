import { plural } from '../ui/plural.ts';

/** Texts of the import. */
export const importMessages = {
  title: 'Import dockets',
  detail:
    'Federal docket files as JSON, a JSON array, or NDJSON. Importing a file again changes nothing.',
  dropTitle: 'Drop docket files here',
  dropHint: '.json, .ndjson or .jsonl, of any size. Files are sent one after the other.',
  choose: 'Choose files',
  label: 'Files of this import',
  waiting: 'Waiting',
  sending: (share: string) => `Sending ${share}`,
  working: 'Writing to the database',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  cancel: 'Cancel',
  retry: 'Try again',
  remove: 'Clear finished',
  result: 'All files together',
  counts: (cases: number, parties: number, entries: number) =>
    [
      plural(cases, 'case', 'cases'),
      plural(parties, 'party', 'parties'),
      plural(entries, 'entry', 'entries'),
    ].join(', '),
  countsOf: (what: string, counts: string) => `${what}: ${counts}`,
  created: 'Created',
  updated: 'Updated',
  unchanged: 'Unchanged',
  cases: 'Cases',
  parties: 'Parties',
  entries: 'Entries',
  rejectedTitle: (count: string) => `${count} rejected`,
  rejectedCut: (shown: string) => `The first ${shown} are listed.`,
  index: 'Record',
  line: 'Line',
  reason: 'Why',
  toCases: 'Show the cases',
  summary: (done: string, all: string) => `${done} of ${all} files done`,
} as const;
