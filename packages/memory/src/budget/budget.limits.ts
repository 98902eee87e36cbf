import type { Limit } from '../limit.ts';

const mib = 1024 * 1024;

/** Every bound and measured allowance the memory plan is made of. */
export const budgetLimits = {
  bootBytes: {
    value: 72 * mib,
    unit: 'bytes',
    reason:
      'Node itself (37 MiB outside the heap) and what the loaded modules hold outside the heap.',
  },
  codeMinimumBytes: {
    value: 16 * mib,
    unit: 'bytes',
    reason: 'Machine code and the compilers’ working memory of a small service.',
  },
  codeMaximumBytes: {
    value: 48 * mib,
    unit: 'bytes',
    reason: 'Code does not grow with the heap beyond this.',
  },
  codeRatio: { value: 0.04, unit: 'ratio', reason: 'Code between its minimum and maximum.' },
  nativeBytes: {
    value: 12 * mib,
    unit: 'bytes',
    reason: 'Stacks of the platform threads, TLS, sockets, allocator fragmentation.',
  },
  threadBytes: {
    value: mib,
    unit: 'bytes',
    reason: 'Touched stack and allocator arena of one libuv pool thread.',
  },
  mmapThresholdBytes: {
    value: 256 * 1024,
    unit: 'bytes',
    reason:
      'glibc gives a Buffer of this size back to the system when it is freed. Left alone it raises the threshold up to 32 MB and keeps the pages: 190 MB instead of 145 under a flood of Buffers.',
  },
  embeddedDatabaseBytes: {
    value: 144 * mib,
    unit: 'bytes',
    reason:
      'The embedded database in its worker took 122 to 135 MB with the settings it is started with.',
  },
  bufferRatio: {
    value: 0.15,
    unit: 'ratio',
    reason: 'Buffers live outside the heap: uploads, streams, sockets, database results.',
  },
  bufferMinimumBytes: {
    value: 16 * mib,
    unit: 'bytes',
    reason: 'What is left for buffers when an explicit heap takes the rest.',
  },
  slackRatio: {
    value: 0.08,
    unit: 'ratio',
    reason: 'Given to nobody, so that a surprise does not reach the limit.',
  },
  slackMinimumBytes: {
    value: 16 * mib,
    unit: 'bytes',
    reason: 'Two samples of fast allocation at a small budget.',
  },
  heapMinimumBytes: {
    value: 80 * mib,
    unit: 'bytes',
    reason: 'The service needs 40 to 60 MB live after boot and room for the collector to work.',
  },
  heapBaseBytes: {
    value: 48 * mib,
    unit: 'bytes',
    reason: 'Live heap of the service without load; not for accounts.',
  },
  heapAccountRatio: {
    value: 0.8,
    unit: 'ratio',
    reason:
      'Share of the remaining heap that accounts may hold; the rest is garbage between collections.',
  },
  machineShare: {
    value: 0.25,
    unit: 'ratio',
    reason: 'Without any limit the machine is shared with others.',
  },
  machineCeilingRatio: {
    value: 0.8,
    unit: 'ratio',
    reason:
      'A profile larger than the machine is cut to this; the operating system needs the rest.',
  },
  machineCapBytes: {
    value: 3072 * mib,
    unit: 'bytes',
    reason: 'A larger heap is a choice to make on purpose: major collections grow with it.',
  },
  semiSpaceMaximumMb: {
    value: 32,
    unit: 'MB',
    reason: 'V8 keeps three semi-spaces; larger ones lengthen minor pauses for little gain.',
  },
} as const satisfies Record<string, Limit>;
