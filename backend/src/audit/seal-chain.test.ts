import { describe, expect, it } from 'vitest';
import { CHAIN_START, sealHash, type SealedFields } from './seal-chain.ts';

const fields: SealedFields = {
  id: '0190a6a2-0000-7000-8000-000000000001',
  at: '2026-01-02T03:04:05.000006Z',
  actor_kind: 'user',
  actor_id: '0190a6a2-0000-7000-8000-000000000002',
  actor_name: 'Ada',
  action: 'case.created',
  object_type: 'case',
  object_id: 'c',
  case_id: null,
  details: '{"number": "1"}',
  request_id: 'r',
  ip: '::1',
};

describe('sealHash', () => {
  it('is the same for the same row at the same place', () => {
    expect(sealHash(CHAIN_START, 1, { ...fields })).toEqual(sealHash(CHAIN_START, 1, fields));
  });

  it('stays what it was when the first chains were sealed', () => {
    expect(sealHash(CHAIN_START, 1, fields).toString('hex')).toMatchInlineSnapshot(
      `"aed79f31e4abc6b1dfcc0fa2c738c3ef426223e3afe9941c47a760d2203cfaed"`,
    );
  });

  it.each(Object.keys(fields) as (keyof SealedFields)[])('depends on %s', (name) => {
    const changed = { ...fields, [name]: fields[name] === null ? 'x' : `${fields[name]}x` };
    expect(sealHash(CHAIN_START, 1, changed)).not.toEqual(sealHash(CHAIN_START, 1, fields));
  });

  it('depends on the place in the chain and on the row before', () => {
    const hash = sealHash(CHAIN_START, 1, fields);
    expect(sealHash(CHAIN_START, 2, fields)).not.toEqual(hash);
    expect(sealHash(hash, 1, fields)).not.toEqual(hash);
  });

  it('tells a text in one field from the same text in the next', () => {
    const [a, b] = [
      { ...fields, request_id: 'x', ip: '' },
      { ...fields, request_id: '', ip: 'x' },
    ];
    expect(sealHash(CHAIN_START, 1, a)).not.toEqual(sealHash(CHAIN_START, 1, b));
  });
});
