import { projectYaml } from './project-file.ts';

/** A panel as the dashboard's file has it. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly {
    readonly refId: string;
    readonly datasource: { readonly type: string; readonly uid: string };
    readonly expr: string;
  }[];
}

/** The parts of the dashboard that the tests look at. */
export interface Dashboard {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly definition: string }[];
  };
  readonly annotations: {
    readonly list: readonly { readonly name: string; readonly expr: string }[];
  };
}

export const dashboard = projectYaml<Dashboard>('monitoring/grafana-memory-dashboard.json');

/** Every PromQL expression, with what Grafana puts in for its variables. */
export function dashboardQueries(): { where: string; expression: string }[] {
  const ofPanels = dashboard.panels
    .filter(({ datasource }) => datasource?.type === 'prometheus')
    .flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: title, expression: expr })),
    );
  const ofVariables = dashboard.templating.list.map(({ name, definition }) => ({
    where: `variable ${name}`,
    expression: /^label_values\((.+), \w+\)$/.exec(definition)?.[1] ?? definition,
  }));
  const ofAnnotations = dashboard.annotations.list.map(({ name, expr }) => ({
    where: `annotation ${name}`,
    expression: expr,
  }));
  return [...ofPanels, ...ofVariables, ...ofAnnotations].map(({ where, expression }) => ({
    where: `dashboard: ${where}`,
    expression: expression.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*'),
  }));
}
