import { readdirSync } from 'node:fs';
import { projectFolder, projectText } from './project-file.ts';
import { dashboardQueries } from './dashboard.ts';
import { parseQuery } from './promql.ts';
import type { Query } from './promql.ts';
import { rules } from './rule-files.ts';

/** A query of the project and where it stands. */
export interface UsedQuery extends Query {
  readonly where: string;
}

const runbooksFolder = 'docs/operations/runbooks/';

/** The runbooks, by file name. */
export const runbooks: ReadonlyMap<string, string> = new Map(
  readdirSync(projectFolder + runbooksFolder).map((name) => [
    name,
    projectText(runbooksFolder + name),
  ]),
);

function runbookQueries(): { where: string; expression: string }[] {
  return [...runbooks].flatMap(([name, text]) =>
    [...text.matchAll(/```promql\n([\s\S]*?)\n```/g)].map(([, expression = '']) => ({
      where: runbooksFolder + name,
      expression,
    })),
  );
}

/** Every PromQL expression of rules, dashboard and runbooks, parsed. */
export function usedQueries(): UsedQuery[] {
  const fromRules = rules.map((rule) => ({
    where: `${rule.file}: ${rule.alert ?? rule.record}`,
    expression: rule.expr,
  }));
  return [...fromRules, ...dashboardQueries(), ...runbookQueries()].map(
    ({ where, expression }) => ({
      where,
      ...parseQuery(expression),
    }),
  );
}
