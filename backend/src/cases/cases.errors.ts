import { defineError } from '../platform/errors/define-error.ts';

export const caseErrors = {
  notFound: defineError('CASE_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'There is no such case, or it is not open to you',
    hint: 'Check the id; a case shows only to its team and to those whose role sees every case.',
  }),
  numberTaken: defineError('CASE_NUMBER_TAKEN', {
    status: 409,
    level: 'debug',
    message: 'A case with this number exists in this court',
    hint: 'Look for it with GET /api/cases/duplicates.',
  }),
  numberRefused: defineError('CASE_NUMBER_REFUSED', {
    status: 422,
    level: 'info',
    message: 'This number cannot be used in this court',
    hint: 'Check the number and the court; an administrator can say more.',
  }),
  statusRefused: defineError('CASE_STATUS_REFUSED', {
    status: 409,
    level: 'debug',
    message: 'A case cannot go from its present status to that one',
    hint: 'The detail names the moves that are open.',
  }),
  datesRefused: defineError('CASE_DATES_REFUSED', {
    status: 422,
    level: 'debug',
    message: 'The dates of the case contradict each other or its status',
    hint: 'Only a closed case has a closing date, and it is not before the filing date.',
  }),
  referenceUnknown: defineError('CASE_REFERENCE_UNKNOWN', {
    status: 422,
    level: 'debug',
    message: 'The case names a record that does not exist or is not open to you',
    hint: 'Correct the fields listed in "errors".',
  }),
  archived: defineError('CASE_ARCHIVED', {
    status: 409,
    level: 'debug',
    message: 'An archived case cannot be changed',
    hint: 'POST /api/cases/{id}/unarchive first.',
  }),
  partyNotFound: defineError('CASE_PARTY_NOT_FOUND', {
    status: 404,
    level: 'debug',
    message: 'The case has no such party',
    hint: 'GET /api/cases/{id}/parties lists its parties with their ids.',
  }),
  partyTaken: defineError('CASE_PARTY_TAKEN', {
    status: 409,
    level: 'debug',
    message: 'The party has this role in the case already',
    hint: 'Nothing needs to be done, or choose another role.',
  }),
} as const;
