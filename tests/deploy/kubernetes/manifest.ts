import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** One object of a manifest and the file it stands in. */
export interface Manifest {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: Readonly<Record<string, unknown>>;
}

const folder = new URL('../../../deploy/k8s/', import.meta.url);

/** The files of deploy/k8s without the kustomization, by name. */
export function manifestFiles(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .sort();
}

/** Every object of a file of deploy/k8s. Throws on YAML that is not valid or has a key twice. */
export function readManifests(file: string): Manifest[] {
  const text = readFileSync(new URL(file, folder), 'utf8');
  return parseAllDocuments(text).map((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw new Error(`${basename(file)}: ${problem.message}`);
    const object = document.toJS() as { apiVersion: string; kind: string };
    return { file, apiVersion: object.apiVersion, kind: object.kind, object: { ...object } };
  });
}

/** The module that describes a kind: its class with `validate`, and beside it its type. */
export function modelOf({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  const models = apiVersion.startsWith('monitoring.coreos.com/')
    ? '@kubernetes-models/prometheus-operator'
    : 'kubernetes-models';
  return `${models}/${apiVersion}/${kind}`;
}
