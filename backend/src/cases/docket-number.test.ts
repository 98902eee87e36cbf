import { describe, expect, it } from 'vitest';
import { caseNumberKey, caseTypeOf } from './docket-number.ts';

describe('caseNumberKey', () => {
  it.each([
    ['1:08-cv-00901', '1:08-cv-00901'],
    ['1:08-cv-00901-WKW-SRW', '1:08-cv-00901'],
    ['1:08-CV-901', '1:08-cv-00901'],
    [' 1:2008-cv-00901 ', '1:08-cv-00901'],
    ['2:10-md-02179-CJB-JCW', '2:10-md-02179'],
    ['2024 / 17 A', '2024/17a'],
    ['No. 22-1234', 'no.22-1234'],
  ])('reads %j as %j', (number, key) => {
    expect(caseNumberKey(number)).toBe(key);
  });

  it('keeps different serials and offices apart', () => {
    expect(caseNumberKey('1:08-cv-00901')).not.toBe(caseNumberKey('2:08-cv-00901'));
    expect(caseNumberKey('1:08-cv-00901')).not.toBe(caseNumberKey('1:08-cv-09010'));
  });
});

describe('caseTypeOf', () => {
  it.each([
    ['cv', '1:08-cv-00901', 'civil'],
    [null, '1:08-cr-00901', 'criminal'],
    ['po', '1:08-po-00001', 'po'],
    [null, '2024/17', null],
  ])('reads %j in %j as %j', (letters, number, type) => {
    expect(caseTypeOf(letters, number)).toBe(type);
  });
});
