import { AppError } from '../../platform/errors/define-error.ts';
import type { RunFacts } from '../connectors/connector.ts';
import { failedStepOf } from '../connectors/failed-step.ts';
import { integrationErrors } from '../integrations.errors.ts';
import type { RunEnd } from './runs.repository.ts';

/** The end of a run that did its work. */
export function endedWell(facts: RunFacts): RunEnd {
  return { outcome: 'ok', failedStep: null, code: null, detail: null, facts };
}

/**
 * The end of a run that failed. Only texts of our own errors are kept: what a library or the other
 * side says may hold anything.
 */
export function endedBadly(error: unknown): RunEnd {
  const known = error instanceof AppError ? error : integrationErrors.failed();
  const { code, spec, facts } = known;
  const detail = facts.detail === undefined ? spec.message : `${spec.message}: ${facts.detail}`;
  return { outcome: 'failed', failedStep: failedStepOf(known), code, detail, facts: {} };
}
