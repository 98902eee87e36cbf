import * as z from 'zod/mini';

/** A schema as OpenAPI 3.1 writes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const cache = new WeakMap<z.core.$ZodType, Map<'input' | 'output', JsonSchema>>();

/**
 * The JSON Schema of a contract: `input` is what a caller sends, `output` what it receives.
 * What JSON Schema cannot say (a refinement, a transformation) is left open.
 */
export function jsonSchemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  const known = cache.get(schema) ?? new Map<'input' | 'output', JsonSchema>();
  cache.set(schema, known);
  let made = known.get(io);
  if (made === undefined) {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    known.set(io, (made = rest));
  }
  return made;
}
