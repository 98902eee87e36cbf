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
} as const satisfies Record<string, Limit>;
