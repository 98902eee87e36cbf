/** Names of the fields in `change` that are given and differ from `before`. */
export function changedFields(
  before: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(change).filter(
    (name) => change[name] !== undefined && change[name] !== before[name],
  );
}
