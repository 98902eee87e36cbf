const MIB = 1024 * 1024;

/** One kind of work that takes about so much memory. */
export interface Order {
  readonly kind: 'nothing' | 'objects' | 'one array' | 'JSON.parse' | 'Buffers';
  readonly mb: number;
}

/** Takes the memory in the way the order names and answers a number. */
export default function work({ kind, mb }: Order): number {
  switch (kind) {
    case 'nothing':
      return 0;
    case 'objects':
      return rows(mb).length;
    case 'one array':
      return new Array<number>((mb * MIB) / 8).fill(0.5).length;
    case 'JSON.parse':
      return (JSON.parse(`[${'[1,2,3],'.repeat((mb * MIB) / 80)}0]`) as unknown[]).length;
    case 'Buffers':
      return Array.from({ length: mb }, () => Buffer.alloc(MIB, 1)).length;
  }
}

/** Small arrays, which lie in V8's heap. */
function rows(mb: number): number[][] {
  const kept: number[][] = [];
  while (kept.length < (mb * MIB) / 80) kept.push([kept.length, 1, 2]);
  return kept;
}
