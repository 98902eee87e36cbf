import * as z from 'zod/mini';

/** A part of an email. Every text is plain: the renderers escape it, so no template can forget to. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'items'; readonly items: readonly Item[] }
  | { readonly kind: 'action'; readonly label: string; readonly path: string };

/** One line of a list; `path` leads into the console. */
export interface Item {
  readonly text: string;
  readonly path?: string | undefined;
}

/** What one kind of email says, made of its values alone. */
export interface Template<Values> {
  /** What the values must be; checked when the email is queued and again when it is sent. */
  readonly schema: z.core.$ZodType<Values>;
  /** The email carries a one-time link that is made when it is sent and kept nowhere else. */
  readonly hasSecret?: true;
  subject(values: Values): string;
  /** `secretPath` is null when the email is shown to anyone but its recipient. */
  blocks(values: Values, secretPath: string | null): readonly Block[];
}

/** Gives a template the type of its schema's values. */
export function defineTemplate<Schema extends z.core.$ZodType>(
  template: Template<z.core.output<Schema>> & { readonly schema: Schema },
): Template<z.core.output<Schema>> {
  return template;
}

/** A place in the console: an absolute path, never another host. */
export const consolePath = z
  .string()
  .check(z.regex(/^\/(?![/\\])[\x21-\x7e]*$/), z.maxLength(1_000));
