import { describe, expect, it } from 'vitest';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { bodyBytes } from './body-bytes.ts';

const most = memoryNestLimits.thresholdBytes.value;

describe('bodyBytes', () => {
  it.each([
    ['no body', {}, undefined, 0],
    ['a parsed body', { 'content-length': '1000' }, { a: 1 }, 3000],
    ['a body that nobody has read', { 'content-length': '1000' }, undefined, 0],
    ['the same on Fastify', { 'content-length': '1000' }, null, 0],
    ['a parsed body without a length', { 'transfer-encoding': 'chunked' }, { a: 1 }, 0],
    ['a form whose files are on disk', { 'content-length': '9000000000' }, {}, 3 * most],
  ])('of %s', (_, headers, body, bytes) => {
    expect(bodyBytes({ headers, body })).toBe(bytes);
  });
});
