const nodeTypes = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
  'new in V8',
] as const;
const edgeTypes = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
] as const;

export type NodeType = (typeof nodeTypes)[number];
export type EdgeType = (typeof edgeTypes)[number];

/** Types and names; a number stands for itself, a text for its place among the strings. */
export interface SmallSnapshot {
  readonly nodes: readonly (readonly [type: NodeType, name: string | number])[];
  readonly edges?: readonly (readonly [type: EdgeType, name: string | number])[];
}

/** A heap snapshot as V8 writes it, of these nodes and edges; `order` is that of its sections. */
export function smallSnapshot(
  { nodes, edges = [] }: SmallSnapshot,
  order: readonly string[] = ['nodes', 'edges', 'locations', 'strings'],
): string {
  const strings = ['<dummy>'];
  const place = (name: string | number): number => {
    if (typeof name === 'number') return name;
    if (!strings.includes(name)) strings.push(name);
    return strings.indexOf(name);
  };
  const rows: Record<string, readonly unknown[]> = {
    nodes: nodes.flatMap(([type, name], i) => [nodeTypes.indexOf(type), place(name), i, 16, 0, 0]),
    edges: edges.flatMap(([type, name]) => [edgeTypes.indexOf(type), place(name), 0]),
    locations: [0, 1, 2, 3],
    strings,
  };
  const meta = {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness'],
    node_types: [nodeTypes, 'string', 'number', 'number', 'number', 'number'],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [edgeTypes, 'string_or_number', 'node'],
  };
  const head = { meta, node_count: nodes.length, edge_count: edges.length };
  const sections = order.map((name) => `"${name}":${JSON.stringify(rows[name])}`);
  return `{"snapshot":${JSON.stringify(head)},\n${sections.join(',\n')}}`;
}
