import { processEnvironment } from '../platform/config/load-config.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { analysisCommand } from './analysis-command.ts';
import { auditCommand } from './audit-command.ts';
import { backupCommand } from './backup-command.ts';
import type { Command } from './command.ts';
import { doctorCommand } from './doctor-command.ts';
import { importCommand } from './import-command.ts';
import { migrateCommand } from './migrate-command.ts';
import { ownVersion } from './own-version.ts';
import { planCommand } from './plan-command.ts';
import { Refusal } from './refusal.ts';
import { restoreCommand } from './restore-command.ts';
import { snapshotCommand } from './snapshot-command.ts';
import { startCommand } from './start-command.ts';

const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  plan: planCommand,
  doctor: doctorCommand,
  migrate: migrateCommand,
  import: importCommand,
  backup: backupCommand,
  restore: restoreCommand,
  snapshot: snapshotCommand,
  analysis: analysisCommand,
  audit: auditCommand,
};

// A reader that stops early (head, less) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  if (name === 'help' || name === '--help' || name === '-h') return help();
  if (name === 'version' || name === '--version' || name === '-v') return version();
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Refusal(`unknown command ${name}; see lexiflow help`, 64);
  return command.run({ args, env: processEnvironment(), print });
}

function help(): number {
  print('usage: lexiflow COMMAND');
  for (const { usage, summary } of Object.values(commands))
    print(`  ${usage.padEnd(48)} ${summary}`);
  print(`  ${'version'.padEnd(48)} prints the versions of LexiFlow, Node and V8`);
  print(`  ${'help'.padEnd(48)} prints this list`);
  return 0;
}

function version(): number {
  print(`lexiflow ${ownVersion()}, Node ${process.versions.node}, V8 ${process.versions.v8}`);
  return 0;
}

/** The line and the status for anything thrown: an expected failure is a sentence, a defect its stack. */
function outcomeOf(error: unknown): { readonly line: string; readonly exitCode: number } {
  if (error instanceof Refusal) return { line: error.message, exitCode: error.exitCode };
  if (error instanceof AppError) {
    const { code, message, spec } = error;
    return {
      line: `${message} (${code})${spec.hint === undefined ? '' : `. ${spec.hint}`}`,
      exitCode: 1,
    };
  }
  return {
    line: error instanceof Error ? (error.stack ?? error.message) : String(error),
    exitCode: 1,
  };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { line, exitCode } = outcomeOf(error);
  process.stderr.write(`lexiflow: ${line}\n`);
  process.exitCode = exitCode;
}
