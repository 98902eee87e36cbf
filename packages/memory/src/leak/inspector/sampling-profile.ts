/** A place in a script as V8 gives it; lines and columns from 0, those where the function begins. */
export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** One stack of allocations; `selfSize` is the live bytes its samples stand for. */
export interface ProfileNode {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly id: number;
  readonly children: readonly ProfileNode[];
}

export interface SamplingProfile {
  readonly head: ProfileNode;
  readonly samples: readonly { readonly nodeId: number }[];
}
