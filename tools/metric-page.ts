import { isTest } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

/** One metric as its definition in the sources states it. */
export interface MetricRow {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly path: string;
}

const NAME = /'((?:lexiflow|nodejs|process)_[a-z0-9_]+)'/g;
const HELP = /^,\s*(?:type:\s*'\w+',\s*)?(?:help:\s*)?(['"`])((?:\\.|(?!\1).)+)\1/s;

/** Every metric that a source defines: its name in quotes, followed by its help text. */
export function metricRows(files: readonly SourceFile[]): MetricRow[] {
  const isSource = ({ path }: SourceFile) =>
    (path.startsWith('backend/src/') || path.startsWith('packages/')) && !isTest(path);
  return files.filter(isSource).flatMap(({ path, text }) =>
    [...text.matchAll(NAME)].flatMap((match) => {
      const end = match.index + match[0].length;
      const help = HELP.exec(text.slice(end, end + 600))?.[2];
      if (help === undefined) return [];
      const type = typeAround(text, match.index, end);
      return [{ name: match[1] ?? '', type, help: help.replaceAll('\\', ''), path }];
    }),
  );
}

/** The page with every metric. */
export function metricPage(rows: readonly MetricRow[]): string {
  const lines = rows
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ name, type, help }) => `| \`${name}\` | ${type} | ${help.replaceAll('|', '\\|')} |`);
  return `# Metrics

Generated from the definitions in the sources by \`npm run generate\`; \`npm run validate\` fails when this page is stale.

Prometheus text at \`/api/metrics\` and \`/monitoring/metrics\` of the main port (with a token) and at
\`/monitoring/metrics\` of \`METRICS_PORT\` (for the private network, no token).

| metric | type | meaning |
| --- | --- | --- |
${lines.join('\n')}
`;
}

function typeAround(text: string, start: number, end: number): string {
  const stated = /type:\s*'(gauge|counter|histogram)'/.exec(text.slice(start - 60, end + 200))?.[1];
  const before = [
    ...text.slice(Math.max(0, start - 60), start).matchAll(/gauge|counter|histogram/gi),
  ];
  return before.at(-1)?.[0].toLowerCase() ?? stated ?? 'unknown';
}
