import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The part of a Lighthouse result that is read here. */
export interface LighthouseResult {
  readonly environment: { readonly benchmarkIndex: number };
  readonly categories: { readonly performance: { readonly score: number | null } };
  readonly audits: Readonly<Record<string, { readonly numericValue?: number }>>;
  readonly runtimeError?: { readonly message: string };
}

/** `lighthouse(url, flags, config)`. */
export type Lighthouse = (
  url: string,
  flags: Readonly<Record<string, unknown>>,
  config: unknown,
) => Promise<{ readonly lhr: LighthouseResult } | undefined>;

const folder = new URL('.', import.meta.url);

/** Loads Lighthouse; installs it beside this file first when it is not there. */
export async function loadLighthouse(): Promise<Lighthouse> {
  const entry = new URL('node_modules/lighthouse/core/index.js', folder);
  if (!existsSync(entry)) {
    console.error('installing Lighthouse (176 MB) into tests/lighthouse/node_modules');
    execFileSync(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--workspaces=false'],
      {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  }
  return ((await import(entry.href)) as { default: Lighthouse }).default;
}
