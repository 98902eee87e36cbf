import { inspectorLimits } from './inspector.limits.ts';
import type { CallFrame, ProfileNode, SamplingProfile } from './sampling-profile.ts';

/** Live bytes of one function of the application. */
export interface RawSite {
  readonly frame: CallFrame;
  /** The stack that allocated most of them: the function that allocated first, often one of a library. */
  readonly stack: readonly CallFrame[];
  readonly liveBytes: number;
  readonly samples: number;
}

/** A node with the nearest own function at or above it, and the node that called it. */
interface Visit {
  readonly node: ProfileNode;
  readonly own: CallFrame | undefined;
  readonly caller: Visit | undefined;
}

interface Sum {
  readonly frame: CallFrame;
  heaviest: Visit | undefined;
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
  const pending: Visit[] = [{ node: profile.head, own: undefined, caller: undefined }];
  for (let visit = pending.pop(); visit; visit = pending.pop()) {
    const { node, own } = visit;
    if (node.selfSize > 0) add(sums, visit, samples.get(node.id) ?? 0);
    for (const child of node.children) {
      const ownOfChild = isOwn(child.callFrame) ? child.callFrame : own;
      pending.push({ node: child, own: ownOfChild, caller: visit });
    }
  }
  const largest = [...sums.values()].toSorted((a, b) => b.liveBytes - a.liveBytes).slice(0, top);
  return largest.map(({ heaviest, ...sum }) => ({ ...sum, stack: stackOf(heaviest) }));
}

/** The functions that were running, from the one that allocated outwards; the profile's root is none. */
function stackOf(from: Visit | undefined): CallFrame[] {
  const stack: CallFrame[] = [];
  for (let visit = from; visit; visit = visit.caller) {
    const isRoot = visit.caller === undefined && visit !== from;
    if (isRoot || stack.length >= inspectorLimits.stackFrames.value) break;
    stack.push(visit.node.callFrame);
  }
  return stack;
}

function add(sums: Map<string, Sum>, visit: Visit, samples: number): void {
  const { node, own } = visit;
  const frame = own ?? node.callFrame;
  const key = `${frame.url}:${frame.lineNumber}:${frame.columnNumber}:${frame.functionName}`;
  let sum = sums.get(key);
  if (!sum) sums.set(key, (sum = { frame, heaviest: undefined, liveBytes: 0, samples: 0 }));
  sum.liveBytes += node.selfSize;
  sum.samples += samples;
  if (node.selfSize > (sum.heaviest?.node.selfSize ?? 0)) sum.heaviest = visit;
}

function isOwn({ url }: CallFrame): boolean {
  return url !== '' && !url.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(url);
}
