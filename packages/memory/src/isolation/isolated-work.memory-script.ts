import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const MIB = 1024 * 1024;

/** What the tests have done in a process of its own. */
type Order =
  | { readonly do: 'answer'; readonly value: unknown }
  | { readonly do: 'objects' | 'one-array' | 'parse' | 'hang' | 'sleep' | 'kill' }
  | { readonly do: 'exit'; readonly status: number }
  | { readonly do: 'fail'; readonly with?: string }
  | { readonly do: 'environment' | 'write' | 'start' | 'function' }
  | { readonly do: 'hold-objects' }
  | { readonly do: 'buffers'; readonly mib: number };

/** Rows of a few numbers, `bytes` of heap and more. */
function rows(bytes: number): number[][] {
  return Array.from({ length: Math.ceil(bytes / 80) }, (_, row) => [row, row + 1, row + 2]);
}

export default async function work(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'answer':
      return order.value;
    case 'objects':
      return rows(1024 * MIB).length;
    case 'one-array':
      return new Array<object>(100_000_000).fill({}).length;
    case 'parse':
      return (JSON.parse(`[${'[1,2,3],'.repeat(5_000_000)}0]`) as unknown[]).length;
    case 'buffers':
      return Array.from({ length: order.mib }, () => Buffer.alloc(MIB, 1)).length;
    case 'hold-objects':
      return rows(32 * MIB).length;
    case 'hang':
      for (;;) Math.sqrt(2);
    case 'exit':
      process.exit(order.status);
    // eslint-disable-next-line no-fallthrough
    case 'sleep':
      return new Promise((resolve) => setTimeout(resolve, 3_600_000));
    case 'kill':
      process.kill(process.pid, 'SIGTERM');
      return new Promise((resolve) => setTimeout(resolve, 3_600_000));
    case 'fail':
      if (order.with !== undefined) throw order.with;
      throw Object.assign(new TypeError('the third column is no date'), { code: 'BAD_DATE' });
    case 'environment':
      return readFileSync('/proc/self/environ', 'latin1').split('\0');
    case 'write':
      return writeFileSync('/tmp/isolated-work', 'x');
    case 'start':
      return spawnSync('/bin/true').status;
    case 'function':
      return () => 1;
  }
}
