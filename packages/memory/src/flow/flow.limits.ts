import type { Limit } from '../limit.ts';

/** Bounds of the flow room. */
export const flowLimits = {
  itemBytes: {
    value: 16 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Default bound of one record: parsed it takes several times as much.',
  },
  depth: {
    value: 256,
    unit: 'entries',
    reason: 'Default nesting of one record; deeper ones overflow code that walks them recursively.',
  },
  detectBytes: {
    value: 64 * 1024,
    unit: 'bytes',
    reason:
      'How much is looked at to tell one object from NDJSON; the answer must not hang on chunks.',
  },
  keptCarryBytes: {
    value: 256 * 1024,
    unit: 'bytes',
    reason: 'A buffer for records that span chunks is kept for the next one up to this size.',
  },
  parsedFactor: {
    value: 4,
    unit: 'factor',
    reason: 'What a parsed record is charged per byte of its text: keys are shared, slots are not.',
  },
  turnMs: {
    value: 10,
    unit: 'ms',
    reason: 'Longest work on what is at hand before the event loop has its turn.',
  },
  pieceBytes: {
    value: 64 * 1024,
    unit: 'bytes',
    reason:
      'Piece in which a reader takes a large chunk, as a stream gives it: turns come between.',
  },
  waitMs: {
    value: 60_000,
    unit: 'ms',
    reason: 'Longest pause of a reader that gets no memory: proxies cut an upload soon after.',
  },
  pauseMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'Default standstill under pressure before one more step: silence ends a body at 60 s.',
  },
  fieldBytes: {
    value: 1024 * 1024,
    unit: 'bytes',
    reason: 'Default bound of one CSV field: a longer one is most often a quote that never closes.',
  },
  columns: {
    value: 4096,
    unit: 'entries',
    reason: 'Default bound of the columns of a CSV row: spreadsheets end at 16,384.',
  },
  mostColumns: {
    value: 1_000_000,
    unit: 'entries',
    reason: 'Highest bound of columns that can be asked for: eight bytes of places each.',
  },
  largestItemBytes: {
    value: 256 * 1024 * 1024,
    unit: 'bytes',
    reason:
      'Highest bound of one CSV row that can be asked for: V8 ends texts at 512 Mi characters.',
  },
  rowTextBytes: {
    value: 2048,
    unit: 'bytes',
    reason:
      'CSV rows that are turned into text together: a field that is kept holds that much, not its chunk.',
  },
  copyChunkBytes: {
    value: 64 * 1024,
    unit: 'bytes',
    reason: 'Default piece of a file copy: the copy holds one of it.',
  },
  largestChunkBytes: {
    value: 16 * 1024 * 1024,
    unit: 'bytes',
    reason: 'A larger piece wins no speed and is most likely a wrong unit.',
  },
  batchItems: {
    value: 100_000,
    unit: 'entries',
    reason: 'Largest batch: beyond it a batch is a copy of the whole input.',
  },
  batchTargetMs: {
    value: 200,
    unit: 'ms',
    reason:
      'Default time of one batch that the size is steered to: a pause then takes effect soon.',
  },
  batchesInFlight: {
    value: 64,
    unit: 'entries',
    reason: 'Most batches at once; more do not fit a pool of 20 connections either.',
  },
} as const satisfies Record<string, Limit>;
