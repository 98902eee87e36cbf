import { defineError } from '../platform/errors/define-error.ts';

/** What the performance routes refuse. */
export const performanceErrors = {
  statementUnknown: defineError('PERF_STATEMENT_UNKNOWN', {
    status: 404,
    level: 'debug',
    message: 'The server knows no such statement',
    hint: 'Take an id of the slow statements or the hints; one not seen for an hour is forgotten.',
  }),
  notExplainable: defineError('PERF_NOT_EXPLAINABLE', {
    status: 422,
    level: 'info',
    message: 'The database makes no plan for this statement',
    hint: 'Only queries and changes of rows have a plan.',
  }),
};
