/**
 * The name of the unique constraint or index that a failed statement broke; undefined for every
 * other failure.
 */
export function brokenUniqueness(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  return code === '23505' && typeof constraint === 'string' ? constraint : undefined;
}
