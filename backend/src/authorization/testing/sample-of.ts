import type { JsonSchema } from '../../platform/http/docs/json-schema.ts';

/**
 * A value that fits a JSON Schema as far as the schema says: required members only, the first choice,
 * the shortest text of the named format.
 */
export function sampleOf(schema: JsonSchema): unknown {
  const { type, anyOf, oneOf, enum: choices, const: constant, default: byDefault } = schema;
  if (constant !== undefined) return constant;
  if (byDefault !== undefined) return byDefault;
  if (Array.isArray(choices)) return choices[0];
  const alternatives = (anyOf ?? oneOf) as readonly JsonSchema[] | undefined;
  if (alternatives?.[0] !== undefined) return sampleOf(alternatives[0]);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () =>
        sampleOf((schema['items'] ?? {}) as JsonSchema),
      );
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textOf(schema);
  }
}

function objectOf({ properties, required }: JsonSchema): Record<string, unknown> {
  const members = (properties ?? {}) as Record<string, JsonSchema>;
  const needed = (required ?? []) as readonly string[];
  return Object.fromEntries(needed.map((name) => [name, sampleOf(members[name] ?? {})]));
}

const formats: Readonly<Record<string, string>> = {
  uuid: '0198c3f0-0000-7000-8000-0000000000aa',
  date: '2024-01-02',
  'date-time': '2024-01-02T03:04:05Z',
  email: 'someone@firm.example',
  uri: 'https://example.org/',
};

function textOf({ format, minLength }: JsonSchema): string {
  const known = formats[String(format)];
  return known ?? 'sample '.repeat(4).slice(0, Math.max(Number(minLength ?? 0), 10));
}
