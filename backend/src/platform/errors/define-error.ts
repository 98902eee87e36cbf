/** How loud an error is in the log; `error` means that someone must act. */
export type ErrorLevel = 'debug' | 'info' | 'warn' | 'error';

/** One row of an error table. */
export interface ErrorSpec {
  /** HTTP status of the answer. */
  readonly status: number;
  readonly level: ErrorLevel;
  /** What happened, constant for the code: it becomes the problem's `title`. */
  readonly message: string;
  /** What the caller can do about it. */
  readonly hint?: string;
  /**
   * Made without a stack: for what refuses many requests at a time, when there is least to spare. Nobody reads
   * that stack, and it costs twenty times the error.
   */
  readonly isStackless?: true;
}

/** One refused field: where it stands (`body.filedOn`) and why. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** Facts about one occurrence of an error. */
export interface ErrorFacts {
  /** What happened this time; the code's message when absent. Never holds secrets. */
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
  /** Further headers of the answer, lower-case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem document. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected failure with a stable code. The one HTTP filter turns it into problem details. */
export class AppError extends Error {
  readonly code: string;
  readonly spec: ErrorSpec;
  readonly facts: ErrorFacts;

  constructor(code: string, spec: ErrorSpec, facts: ErrorFacts) {
    super(facts.detail ?? spec.message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.name = 'AppError';
    this.code = code;
    this.spec = spec;
    this.facts = facts;
  }
}

/** Makes the error of one code; a plain string stands for `{ detail }`. */
export interface ErrorMaker {
  (facts?: ErrorFacts | string): AppError;
  readonly code: string;
  readonly spec: ErrorSpec;
}

const defined = new Map<string, ErrorSpec>();

/** Every error code that the loaded modules define, for the error page and its check. */
export function definedErrors(): ReadonlyMap<string, ErrorSpec> {
  return defined;
}

/**
 * Defines one error code (`AREA_REASON`). Every code stands in `docs/errors.md`; a check holds
 * both lists against each other.
 */
export function defineError(code: string, spec: ErrorSpec): ErrorMaker {
  if (defined.has(code)) throw new Error(`The error code ${code} is defined twice`);
  defined.set(code, spec);
  const make = (facts: ErrorFacts | string = {}): AppError =>
    new AppError(code, spec, typeof facts === 'string' ? { detail: facts } : facts);
  return Object.assign(spec.isStackless ? withoutStack(make) : make, { code, spec });
}

function withoutStack<Given extends unknown[]>(
  make: (...given: Given) => AppError,
): (...given: Given) => AppError {
  return (...given) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return make(...given);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}
