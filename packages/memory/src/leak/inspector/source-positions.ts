import { readFile, stat } from 'node:fs/promises';
import { findSourceMap, SourceMap } from 'node:module';
import type { SourceMapPayload } from 'node:module';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SiteFrame } from '../finding.ts';
import { inspectorLimits } from './inspector.limits.ts';
import type { CallFrame } from './sampling-profile.ts';

/** A place as a person opens it; lines from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
}

/**
 * Finds the place in the source that a compiled function was written at, through the process's
 * source maps or the map that lies beside the file; files below the working directory are given
 * relative to it. Remembers at most `inspectorLimits.positions` places.
 */
export class SourcePositions {
  readonly #known = new Map<string, SourcePosition>();

  /** The places of many functions. Reads each map once and holds one at a time. */
  async ofAll(frames: readonly CallFrame[]): Promise<Map<CallFrame, SiteFrame>> {
    const found = new Map<CallFrame, SiteFrame>();
    let map: { readonly url: string; readonly read: SourceMap | undefined } | undefined;
    for (const frame of frames.toSorted((a, b) => (a.url < b.url ? -1 : 1))) {
      const { url, functionName } = frame;
      let position = this.#known.get(keyOf(frame));
      if (!position) {
        if (map?.url !== url) map = { url, read: await mapOf(url) };
        position = locate(frame, map.read);
        this.#remember(frame, position);
      }
      found.set(frame, { functionName: functionName || '(anonymous)', ...position });
    }
    return found;
  }

  #remember(frame: CallFrame, position: SourcePosition): void {
    if (this.#known.size >= inspectorLimits.positions.value) this.#known.clear();
    this.#known.set(keyOf(frame), position);
  }
}

function keyOf({ url, lineNumber, columnNumber }: CallFrame): string {
  return `${url}:${lineNumber}:${columnNumber}`;
}

async function mapOf(url: string): Promise<SourceMap | undefined> {
  const file = pathOf(url);
  if (file === undefined) return undefined;
  return findSourceMap(url) ?? findSourceMap(file) ?? (await mapBeside(file));
}

function locate(frame: CallFrame, map: SourceMap | undefined): SourcePosition {
  const { url, lineNumber, columnNumber } = frame;
  const file = pathOf(url);
  if (file === undefined) return { file: url, line: lineNumber + 1 };
  const entry = map?.findEntry(lineNumber, columnNumber);
  if (!entry || !('originalSource' in entry)) return { file: shown(file), line: lineNumber + 1 };
  const source = pathOf(entry.originalSource) ?? resolve(dirname(file), entry.originalSource);
  return { file: shown(source), line: entry.originalLine + 1 };
}

async function mapBeside(file: string): Promise<SourceMap | undefined> {
  try {
    const { size } = await stat(`${file}.map`);
    if (size > inspectorLimits.sourceMap.value) return undefined;
    return new SourceMap(JSON.parse(await readFile(`${file}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    // No map, or not one of JSON: the compiled place is the best there is.
    return undefined;
  }
}

function pathOf(url: string): string | undefined {
  if (isAbsolute(url)) return url;
  return url.startsWith('file:') ? fileURLToPath(url) : undefined;
}

function shown(file: string): string {
  const inside = relative(process.cwd(), file);
  return inside.startsWith('..') || isAbsolute(inside) ? file : inside.split(sep).join('/');
}
