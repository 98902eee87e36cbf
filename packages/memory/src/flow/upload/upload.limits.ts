import type { Limit } from '../../limit.ts';

/** Bounds of uploads. */
export const uploadLimits = {
  bytes: {
    value: 100 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Default bound of a whole multipart body: parsers bound each part, never their sum.',
  },
  fileBytes: {
    value: 100 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Default bound of one file: the whole body may be one.',
  },
  fieldBytes: {
    value: 64 * 1024,
    unit: 'bytes',
    reason: 'Default bound of one field: fields are held in memory until the upload ends.',
  },
  files: {
    value: 32,
    unit: 'entries',
    reason: 'Default bound of the files of one body: each may have a descriptor open at its end.',
  },
  fields: {
    value: 256,
    unit: 'entries',
    reason: 'Default bound of the fields of one body: 16 MiB of them at their own bound.',
  },
  headerBytes: {
    value: 16 * 1024,
    unit: 'bytes',
    reason: 'Headers of one part: a file name of 255 characters takes 3 KiB written out.',
  },
  nameBytes: {
    value: 4096,
    unit: 'bytes',
    reason: 'Name of a field or a file: longer ones fit no file system, and may have been cut.',
  },
  headerPairs: {
    value: 32,
    unit: 'entries',
    reason: 'Headers of one part: RFC 7578 has three.',
  },
  idleMs: {
    value: 30_000,
    unit: 'ms',
    reason: 'Default wait for the next byte: a phone that changes cells comes back within it.',
  },
  graceMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'How long a connection may take to get up to the least rate.',
  },
  bytesPerSecond: {
    value: 1024,
    unit: 'bytes',
    reason: 'Default least mean rate: below it an upload of 1 MiB holds its place for 17 minutes.',
  },
} as const satisfies Record<string, Limit>;
