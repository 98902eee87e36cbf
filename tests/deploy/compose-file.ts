import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What the tests read of a service. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: unknown;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly command?: string | readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly cgroup_parent?: string;
  readonly profiles?: readonly string[];
  readonly deploy?: {
    readonly resources: {
      readonly limits: { readonly memory: string };
      readonly reservations: { readonly memory: string };
    };
  };
}

/** A Compose file with its anchors and merges resolved; variables stand as they are written. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

const root = new URL('../..', import.meta.url);

/** Reads a Compose file of the project. */
export function readCompose(path: string): ComposeFile {
  return parse(readFileSync(new URL(path, root), 'utf8'), { merge: true }) as ComposeFile;
}

/** Networks that a service joins. */
export function networksOf({ networks = [] }: ComposeService): readonly string[] {
  return Array.isArray(networks) ? (networks as readonly string[]) : Object.keys(networks);
}

/** A memory size of Compose (`384M`, `1G`) in MiB; throws on another spelling. */
export function mebibytes(size: string): number {
  const [, number, unit] = /^(\d+)([MG])$/.exec(size) ?? [];
  if (number === undefined) throw new Error(`${size} is not a size in M or G`);
  return Number(number) * (unit === 'G' ? 1024 : 1);
}
