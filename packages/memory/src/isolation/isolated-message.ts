/** What an isolated process is told to do. */
export interface IsolatedOrder {
  /** URL of a module whose default export is called. */
  readonly module: string;
  readonly input: unknown;
}

/** What it says when it is done. */
export type IsolatedAnswer =
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string; readonly code: string } };
