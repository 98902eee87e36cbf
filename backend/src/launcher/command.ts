import type { Environment } from '../platform/config/read-config.ts';

/** What a command of `lexiflow` is given. */
export interface Invocation {
  /** The words after the command's name. */
  readonly args: readonly string[];
  /** The environment completed by the `.env` files. */
  readonly env: Environment;
  /** Writes one line to standard output. */
  readonly print: (line: string) => void;
}

/** One command of `lexiflow`; `run` answers the exit status and throws `Refusal` for an expected failure. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  run(invocation: Invocation): Promise<number>;
}
