import { configPage, configTemplate } from './config-page.ts';
import { errorPage, errorRows } from './error-page.ts';
import { formatMarkdown, readOrNull } from './generated-file.ts';
import type { GeneratedFile } from './generated-file.ts';
import { limitPage, limitRows } from './limit-page.ts';
import { metricPage, metricRows } from './metric-page.ts';
import { prometheusRule } from './prometheus-rule.ts';
import { withRoomTable } from './room-table.ts';
import { sourceFiles } from './source-files.ts';

/** Every generated file of the project with the content it must have now. */
export async function allGenerated(): Promise<GeneratedFile[]> {
  const files = sourceFiles();
  const pages = {
    'docs/configuration.md': configPage,
    'docs/errors.md': errorPage(errorRows(files)),
    'docs/limits.md': limitPage(await limitRows(files)),
    'docs/metrics.md': metricPage(metricRows(files)),
    'ARCHITECTURE.md': withRoomTable(readOrNull('ARCHITECTURE.md') ?? ''),
  };
  const markdown = Object.entries(pages).map(async ([path, text]) => ({
    path,
    text: await formatMarkdown(text),
  }));
  return [
    { path: 'backend/.env.production.template', text: configTemplate },
    await prometheusRule(),
    ...(await Promise.all(markdown)),
  ];
}
