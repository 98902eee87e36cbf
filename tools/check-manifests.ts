import { pathsBelow } from './source-files.ts';
import { readOrNull } from './generated-file.ts';

interface Manifest {
  readonly name?: string;
  readonly license?: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  /** Ships inside the package above it and has no hash of its own. */
  readonly inBundle?: boolean;
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Installed by one command alone, so no workspace: it has a lock of its own. */
const ASIDE = 'tests/lighthouse';

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** What is wrong with the manifests: open versions, missing licence, a lock that names a host or lacks a hash. */
export function checkManifests(read: (path: string) => string | null = readOrNull): string[] {
  const root = manifest(read, 'package.json');
  const paths = [
    'package.json',
    ...(root.workspaces ?? []).map((folder) => `${folder}/package.json`),
  ];
  return [
    ...paths.flatMap((path) => manifestProblems(path, manifest(read, path))),
    ...manifestProblems(ASIDE, manifest(read, `${ASIDE}/package.json`)),
    ...['package-lock.json', `${ASIDE}/package-lock.json`].flatMap((lock) =>
      lockProblems(lock, read),
    ),
  ];
}

function manifestProblems(
  path: string,
  { license, dependencies, devDependencies }: Manifest,
): string[] {
  const open = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !EXACT.test(version),
  );
  return [
    ...(license === undefined ? [`${path}: no license`] : []),
    ...open.map(([name, version]) => `${path}: ${name} ${version} is not an exact version`),
  ];
}

function lockProblems(lock: string, read: (path: string) => string | null): string[] {
  const text = read(lock);
  if (text === null) return [`${lock} is missing`];
  const { packages } = JSON.parse(text) as Lock;
  return Object.entries(packages).flatMap(([path, { resolved, integrity, link, inBundle }]) => {
    if (!path.startsWith('node_modules/') || link === true || inBundle === true) return [];
    return [
      ...(resolved === undefined ? [] : [`${lock}: ${path} names a host: ${resolved}`]),
      ...(integrity === undefined ? [`${lock}: ${path} has no integrity`] : []),
    ];
  });
}

function manifest(read: (path: string) => string | null, path: string): Manifest {
  return JSON.parse(read(path) ?? '{}') as Manifest;
}

/** Texts that every published part of the project needs. */
export function missingTexts(): string[] {
  const needed = ['LICENSE', 'README.md', 'SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md'];
  return needed.filter((path) => readOrNull(path) === null).map((path) => `${path} is missing`);
}

/** Design notes whose number is taken twice. */
export function doubleNotes(): string[] {
  const numbers = pathsBelow('docs/design').map((path) =>
    path.replace(/^docs\/design\//, '').slice(0, 3),
  );
  return numbers
    .filter((number, index) => numbers.indexOf(number) !== index)
    .map((number) => `docs/design: the number ${number} is taken twice`);
}
