import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const exists = (path: string): boolean => existsSync(new URL(path, root));

/** Programs that an operator's machine has, with what LexiFlow itself brings. */
const PROGRAMS = new Set(
  'cat curl docker env git gpg k6 kubectl make node npm npx openssl pm2 promtool sudo'.split(' '),
);
/** Verbs of npm that are no scripts. */
const NPM_VERBS = new Set(['audit', 'ci', 'install']);

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
}

/** What is wrong with a command line that a page or workflow tells people to run; empty when all it names is there. */
export function commandProblems(line: string): string[] {
  const words = line.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word));
  const [program = '', ...args] = words;
  if (!PROGRAMS.has(program)) return [`${program} is not a program an operator has`];
  const problems = filesIn(args).filter((path) => !exists(path));
  const missing = problems.map((path) => `${path} is not in the project`);
  if (program === 'npm') return [...missing, ...npmProblems(args)];
  if (program === 'make') return [...missing, ...makeProblems(args)];
  return missing;
}

/** Words that look like files of the project. */
function filesIn(args: readonly string[]): string[] {
  return args
    .map((word) => word.replace(/^["']|["']$/g, ''))
    .filter((word) => /^[\w.-][\w./-]*\.(ts|js|mjs|cjs|ya?ml|sh|conf)$/.test(word))
    .filter((word) => !word.startsWith('/'));
}

function npmProblems(args: readonly string[]): string[] {
  const workspace = args.indexOf('-w') === -1 ? '' : `${args[args.indexOf('-w') + 1]}/`;
  const { scripts } = JSON.parse(read(`${workspace}package.json`)) as Manifest;
  const values = new Set(['-w', '--prefix'].map((flag) => args[args.indexOf(flag) + 1]));
  const [verb = '', ...rest] = args.filter(
    (word) => !word.startsWith('-') && !(values.has(word) && /\/|^frontend$|\$/.test(word)),
  );
  const name = verb === 'run' ? (rest[0] ?? '') : verb;
  if (verb !== 'run' && NPM_VERBS.has(verb)) return [];
  if (!(name in scripts)) return [`npm has no script ${name}`];
  return name === 'lexiflow' ? lexiflowProblems(rest[1] ?? '') : [];
}

function lexiflowProblems(name: string): string[] {
  const known = read('backend/src/launcher/main.ts');
  return new RegExp(`^ {2}${name}: \\w+Command,$`, 'm').test(known)
    ? []
    : [`lexiflow has no command ${name}`];
}

function makeProblems(args: readonly string[]): string[] {
  const makefile = read('Makefile');
  const targets = args.filter((word, at) => /^[a-z-]+$/.test(word) && args[at - 1] !== '-C');
  return targets
    .filter((target) => !new RegExp(`^${target}:`, 'm').test(makefile))
    .map((target) => `make has no target ${target}`);
}
