import { readdirSync } from 'node:fs';
import { projectFolder, projectYaml } from './project-file.ts';

/** A recording or alert rule as its file has it. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An alert rule and the file it stands in. */
export interface Alert extends Rule {
  readonly alert: string;
  readonly file: string;
}

/** One group of a promtool test file. */
export interface RuleTest {
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts?: readonly { readonly exp_labels: Readonly<Record<string, string>> }[];
  }[];
}

/** Where rules and their tests stand. */
export const rulesFolder = 'config/prometheus';

/** Names of the rule files. */
export const ruleFiles = readdirSync(projectFolder + rulesFolder).filter((name) =>
  name.endsWith('.rules.yml'),
);

/** Names of the test files, in `tests/` of the rules' folder. */
export const ruleTestFiles = readdirSync(`${projectFolder}${rulesFolder}/tests`);

/** Every rule, in the order of the files. */
export const rules: readonly (Rule & { readonly file: string })[] = ruleFiles.flatMap((file) =>
  projectYaml<{ groups: { rules: Rule[] }[] }>(`${rulesFolder}/${file}`).groups.flatMap((group) =>
    group.rules.map((rule) => ({ ...rule, file })),
  ),
);

/** The rules that are alerts. */
export const alerts = rules.filter((rule): rule is Alert => rule.alert !== undefined);

/** Every check of every unit test of a rule file. */
export function checksOf(ruleFile: string): NonNullable<RuleTest['alert_rule_test']>[number][] {
  const path = `${rulesFolder}/tests/${ruleFile.replace('.rules.yml', '.test.yml')}`;
  return projectYaml<{ tests: RuleTest[] }>(path).tests.flatMap(
    (test) => test.alert_rule_test ?? [],
  );
}
