import { catalogue, variablesIn } from '../backend/src/platform/config/catalogue.ts';
import type { Variable } from '../backend/src/platform/config/variable.ts';

const TITLES: Record<keyof typeof catalogue, string> = {
  server: 'Server',
  log: 'Log',
  database: 'Database',
  redis: 'Redis',
  memory: 'Memory and launcher',
  leaks: 'Leak detection',
  cache: 'Caches',
  batch: 'Batches',
  etl: 'Pipelines (ETL)',
  stream: 'Streams',
  compression: 'Compression',
  websocket: 'WebSockets',
  mail: 'Email',
  outbound: 'Outgoing connections',
  webhook: 'Webhooks',
  integrations: 'Integrations',
};

const groups = Object.entries(catalogue).map(([key, node]) => ({
  title: TITLES[key as keyof typeof catalogue],
  variables: variablesIn(node),
}));

function defaultText({ fallback }: Variable<unknown>): string {
  if (typeof fallback === 'string') return fallback;
  if (Array.isArray(fallback)) return fallback.join(',');
  return typeof fallback === 'number' || typeof fallback === 'boolean' ? String(fallback) : '';
}

function templateLines(variable: Variable<unknown>): string[] {
  const [name, ...others] = variable.names;
  const also = others.length === 0 ? '' : ` Also read as ${others.join(', ')}.`;
  const line = name === 'NODE_ENV' ? 'NODE_ENV=production' : `#${name}=${defaultText(variable)}`;
  return [`# ${variable.meaning} (${variable.accepts})${also}`, line];
}

/** The commented `.env.production.template` with every variable and its default. */
export const configTemplate = [
  '# Settings of a production server. Generated from backend/src/platform/config by',
  '# `npm run generate`. Copy to .env.production in this folder or in the project folder and remove',
  '# the # in front of what you change: each line shows the default. An empty value means unset.',
  '# Variables of the environment win over this file.',
  ...groups.flatMap(({ title, variables }) => [
    '',
    `## ${title}`,
    ...variables.flatMap((variable) => templateLines(variable)),
  ]),
  '',
].join('\n');

function row(variable: Variable<unknown>): string {
  const names = variable.names.map((name) => `\`${name}\``).join(' or ');
  const shown = defaultText(variable);
  const cells = [
    names,
    shown === '' ? 'unset' : `\`${shown}\``,
    variable.accepts,
    variable.meaning,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const intro = `# Configuration

Generated from \`backend/src/platform/config\` by \`npm run generate\`; \`npm run validate\` fails when this page is stale.

Every setting is an environment variable. \`lexiflow\` reads the environment, then \`.env\` of the project folder and of
\`backend/\`, and with \`NODE_ENV=production\` also \`.env.production\` of both, which wins over \`.env\`. What is set in the
environment wins over every file. An empty value means unset.

At start all problems are printed at once, one line each, with the value (secrets masked) and the accepted range, and the
process exits with status 78. A name that is two characters or fewer away from a known one gives a warning. Where two names are
listed, both are read; different values for them are refused. These combinations are refused too:

- \`MEMORY_WARNING_THRESHOLD\` not below \`MEMORY_CRITICAL_THRESHOLD\`
- \`DATABASE_POOL_MIN\` above \`DATABASE_POOL_MAX\`, \`MIN_BATCH_SIZE\` above \`MAX_BATCH_SIZE\`, \`NODE_INITIAL_OLD_SPACE_SIZE\` above
  \`NODE_MAX_OLD_SPACE_SIZE\`
- \`PORT\` equal to \`METRICS_PORT\`
- a \`MEMORY_BUDGET_MB\` below the sum of what is set: old space, three semi-spaces, caches, and 96 MB outside the heap
- \`REDIS_URL\` with another host or port than \`REDIS_HOST\` and \`REDIS_PORT\`

The memory plan that follows from these settings, and the sum behind it, is printed by \`lexiflow plan\`.
`;

const tables = groups.map(({ title, variables }) =>
  [
    `## ${title}`,
    '',
    '| variable | default | accepts | meaning |',
    '| --- | --- | --- | --- |',
    ...variables.map((variable) => row(variable)),
    '',
  ].join('\n'),
);

/** The page that explains every variable. */
export const configPage = [intro, ...tables].join('\n');
