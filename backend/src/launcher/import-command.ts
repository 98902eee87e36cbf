import { setTimeout as wait } from 'node:timers/promises';
import { loadConfig } from '../platform/config/load-config.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { importFiles } from './import-files.ts';
import type { ImportFile } from './import-files.ts';
import { ImportProgress } from './import-progress.ts';
import { fileLine, rejectedSum, rejectionLines, summaryTable } from './import-report.ts';
import type { FileReport } from './import-report.ts';
import { importTarget } from './import-target.ts';
import type { ImportTarget } from './import-target.ts';
import { uploadDockets } from './import-upload.ts';
import { Refusal } from './refusal.ts';
import { standingFolder } from './standing-folder.ts';

const usage = 'import [--url URL] [--token TOKEN] FILE...';

/** Times a file is sent again to a server that asks to be tried later. */
const TRIES = 5;
/** Longest wait for it. */
const LONGEST_WAIT_SECONDS = 30;

/**
 * `lexiflow import`: streams docket files to the running server, one after the other. Status 0 when
 * all was imported, 1 when something was rejected, 2 when the server is not there.
 */
export const importCommand: Command = {
  usage,
  summary: 'imports federal dockets (.json, .ndjson) into the running server',
  async run({ args, env, print }) {
    const options = { url: { type: 'string' }, token: { type: 'string' } } as const;
    const { values, positionals } = readArguments(args, options, usage);
    if (positionals.length === 0) throw new Refusal(`no file; usage: lexiflow ${usage}`, 64);
    const files = importFiles(positionals, standingFolder(env));
    const { server } = loadConfig(env, false);
    const target = importTarget(values, server);
    const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const progress = new ImportProgress(process.stderr, totalBytes);
    const reports: FileReport[] = [];
    try {
      for (const file of files) {
        const report = await importFile(target, file, progress);
        progress.done(file.bytes);
        reports.push(report);
        print(fileLine(report));
      }
    } finally {
      progress.clear();
    }
    for (const line of ['', ...summaryTable(reports)]) print(line);
    const rejections = rejectionLines(reports);
    if (rejections.length > 0) print('');
    for (const line of rejections) print(line);
    return rejectedSum(reports) === 0 ? 0 : 1;
  },
};

async function importFile(
  target: ImportTarget,
  file: ImportFile,
  progress: ImportProgress,
): Promise<FileReport> {
  const { name } = file;
  for (let tries = 1; ; tries++) {
    const answer = await uploadDockets(target, file, (bytes) => progress.show(name, bytes));
    if (answer.ok) return { name, result: answer.result, failure: null };
    const { status, reason, retryAfterSeconds } = answer;
    // What concerns the caller concerns every file.
    if (status === 401 || status === 403) throw new Refusal(reason);
    if (retryAfterSeconds === null || tries === TRIES)
      return { name, result: null, failure: reason };
    await wait(Math.min(retryAfterSeconds, LONGEST_WAIT_SECONDS) * 1000);
  }
}
