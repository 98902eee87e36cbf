import { memoryErrors } from '../errors.ts';

/** What a reference to a string says: code's own word, a key to be judged, or content. */
export type NameUse = 'name' | 'key' | 'content';

/** Where the two flat arrays of a snapshot hold types and strings. */
export interface SnapshotLayout {
  readonly nodes: RowLayout;
  readonly edges: RowLayout;
}

/** The rows of one array. */
export interface RowLayout {
  readonly fields: number;
  readonly typeField: number;
  readonly nameField: number;
  /** Per number of a type. */
  readonly uses: readonly NameUse[];
}

/** Types whose name comes from code or from V8; a type that is not listed counts as content. */
const nodeUses: Readonly<Record<string, NameUse>> = {
  hidden: 'name',
  array: 'name',
  object: 'name',
  code: 'name',
  closure: 'name',
  native: 'name',
  synthetic: 'name',
  'object shape': 'name',
  symbol: 'key',
};

const edgeUses: Readonly<Record<string, NameUse>> = {
  context: 'name',
  internal: 'name',
  shortcut: 'name',
  weak: 'name',
  property: 'key',
};

/**
 * Reads the first section of a snapshot, given as JSON. Throws MEM_SNAPSHOT_FORMAT unless it tells
 * where nodes and edges hold their types and names.
 */
export function readLayout(json: string): SnapshotLayout {
  let meta: Record<string, unknown>;
  try {
    ({ meta } = (JSON.parse(json) as { snapshot: { meta: Record<string, unknown> } }).snapshot);
    return {
      nodes: rowLayout(meta['node_fields'], 'name', meta['node_types'], nodeUses),
      edges: rowLayout(meta['edge_fields'], 'name_or_index', meta['edge_types'], edgeUses),
    };
  } catch (cause) {
    throw memoryErrors.snapshotFormat('Its first section does not say where names stand.', {
      cause,
    });
  }
}

function rowLayout(
  fields: unknown,
  nameOf: string,
  types: unknown,
  uses: Readonly<Record<string, NameUse>>,
): RowLayout {
  const names = fields as string[];
  const typeField = names.indexOf('type');
  const nameField = names.indexOf(nameOf);
  if (typeField < 0 || nameField < 0) throw new Error(`no field type or ${nameOf}`);
  const known = (types as string[][])[typeField] as string[];
  return {
    fields: names.length,
    typeField,
    nameField,
    uses: known.map((type) => (Object.hasOwn(uses, type) ? uses[type]! : 'content')),
  };
}
