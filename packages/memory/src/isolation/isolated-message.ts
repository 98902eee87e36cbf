/** What an isolated process is told to do. */
export interface IsolatedOrder {
  /** URL of a module whose default export is called. */
  readonly module: string;
  readonly input: unknown;
  /** Time after which it ends by itself: whoever waits for it would have killed it before. */
  readonly endMs: number;
}

/** An error as it crosses. */
export interface IsolatedFailure {
  readonly name: string;
  readonly message: string;
  readonly code: string;
}

/** What the process says when it is done. */
export type IsolatedAnswer = { readonly value: unknown } | { readonly error: IsolatedFailure };

/** What was thrown, whatever it is, as plain text. */
export function failureOf(thrown: unknown): IsolatedFailure {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown), code: '' };
  const { name, message } = thrown;
  const { code } = thrown as { code?: unknown };
  return {
    name: String(name),
    message: String(message),
    code: typeof code === 'string' ? code : '',
  };
}
