import type { CallFrame, ProfileNode, SamplingProfile } from './sampling-profile.ts';

/** Live bytes of one function of the application. */
export interface RawSite {
  readonly frame: CallFrame;
  /** Name of the function that allocated most of them: often one of a library. */
  readonly leafName: string;
  readonly liveBytes: number;
  readonly samples: number;
}

interface Sum {
  readonly frame: CallFrame;
  leafName: string;
  leafBytes: number;
  liveBytes: number;
  samples: number;
}

/**
 * Adds up a profile by the nearest function on the stack that is neither Node's nor a dependency's;
 * stacks without one count for the function that allocated. The largest `top` first. O(nodes).
 */
export function attributeSites(profile: SamplingProfile, top: number): RawSite[] {
  const samples = new Map<number, number>();
  for (const { nodeId } of profile.samples) samples.set(nodeId, (samples.get(nodeId) ?? 0) + 1);
  const sums = new Map<string, Sum>();
  const pending: [node: ProfileNode, own: CallFrame | undefined][] = [[profile.head, undefined]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, above] = next;
    const own = isOwn(node.callFrame) ? node.callFrame : above;
    if (node.selfSize > 0) add(sums, node, own ?? node.callFrame, samples.get(node.id) ?? 0);
    for (const child of node.children) pending.push([child, own]);
  }
  return [...sums.values()].toSorted((a, b) => b.liveBytes - a.liveBytes).slice(0, top);
}

function add(sums: Map<string, Sum>, node: ProfileNode, frame: CallFrame, samples: number): void {
  const key = `${frame.url}:${frame.lineNumber}:${frame.columnNumber}:${frame.functionName}`;
  let sum = sums.get(key);
  if (!sum) sums.set(key, (sum = { frame, leafName: '', leafBytes: 0, liveBytes: 0, samples: 0 }));
  sum.liveBytes += node.selfSize;
  sum.samples += samples;
  if (node.selfSize <= sum.leafBytes) return;
  sum.leafBytes = node.selfSize;
  sum.leafName = node.callFrame.functionName || '(anonymous)';
}

function isOwn({ url }: CallFrame): boolean {
  return url !== '' && !url.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(url);
}
