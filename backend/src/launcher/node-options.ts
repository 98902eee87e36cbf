/** One flag of NODE_OPTIONS that Node or V8 does not take there, and what to do instead. */
export interface RefusedFlag {
  readonly flag: string;
  readonly reason: string;
}

/** The content of NODE_OPTIONS, sorted by what becomes of it. */
export interface SortedNodeOptions {
  /** Flags that Node takes from NODE_OPTIONS, in their order. */
  readonly kept: readonly string[];
  /** Heap sizes in MB; they count like the variables of the memory plan. */
  readonly maxOldSpaceMb: number | null;
  readonly maxSemiSpaceMb: number | null;
  readonly refused: readonly RefusedFlag[];
}

const NOT_IN_NODE_OPTIONS = 'Node refuses it in NODE_OPTIONS and does not start';

const ON_COMMAND_LINE = 'the launcher passes it on the command line';

const REASONS: Readonly<Record<string, string>> = {
  '--expose-gc': `${NOT_IN_NODE_OPTIONS}; set NODE_EXPOSE_GC=true, ${ON_COMMAND_LINE}`,
  '--optimize-for-size': `${NOT_IN_NODE_OPTIONS}; set NODE_OPTIMIZE_FOR_MEMORY=true, ${ON_COMMAND_LINE}`,
  '--initial-old-space-size': `${NOT_IN_NODE_OPTIONS}; set NODE_INITIAL_OLD_SPACE_SIZE, ${ON_COMMAND_LINE}`,
  '--gc-interval': `${NOT_IN_NODE_OPTIONS}; it is an aid for debugging V8 itself and is never set here, remove it`,
  '--max-old-generation-size-mb': 'V8 has no such flag; set NODE_MAX_OLD_SPACE_SIZE',
  '--always-compact': 'V8 has no such flag; remove it',
};

/**
 * Sorts the flags of a NODE_OPTIONS text. `allowed` is what this Node takes
 * (`process.allowedNodeEnvironmentFlags`), asked with dashes.
 */
export function sortNodeOptions(
  text: string,
  allowed: { has(flag: string): boolean },
): SortedNodeOptions {
  const kept: string[] = [];
  const refused: RefusedFlag[] = [];
  let maxOldSpaceMb: number | null = null;
  let maxSemiSpaceMb: number | null = null;
  let isValueExpected = false;
  for (const token of text.split(/\s+/).filter((word) => word !== '')) {
    if (!token.startsWith('-')) {
      if (isValueExpected) kept.push(token);
      continue;
    }
    const [name, value] = splitFlag(token);
    const megabytes = value === undefined || !/^\d+$/.test(value) ? null : Number(value);
    isValueExpected = false;
    if (name === '--max-old-space-size' && megabytes !== null) maxOldSpaceMb = megabytes;
    else if (name === '--max-semi-space-size' && megabytes !== null) maxSemiSpaceMb = megabytes;
    else if (allowed.has(name)) {
      kept.push(token);
      isValueExpected = value === undefined;
    } else refused.push({ flag: token, reason: REASONS[name] ?? NOT_IN_NODE_OPTIONS });
  }
  return { kept, maxOldSpaceMb, maxSemiSpaceMb, refused };
}

function splitFlag(token: string): [string, string | undefined] {
  const at = token.indexOf('=');
  const name = (at === -1 ? token : token.slice(0, at)).replaceAll('_', '-');
  return [name, at === -1 ? undefined : token.slice(at + 1)];
}
