import { statfsSync } from 'node:fs';
import type { Config } from '../../platform/config/config.ts';
import { claimDataFolder } from '../data-folder.ts';
import { portTrouble } from '../port-check.ts';
import { ok, problem, warning } from './finding.ts';
import type { Finding } from './finding.ts';

const LOW_SPACE_MB = 1024;

/** Judges both ports: free, or why not. */
export async function checkPorts({ server }: Config): Promise<Finding[]> {
  const ports = [
    { variable: 'PORT', port: server.port },
    { variable: 'METRICS_PORT', port: server.metricsPort },
  ];
  return Promise.all(
    ports.map(async ({ variable, port }) => {
      const trouble = await portTrouble(port, server.bindAddress, variable);
      if (trouble === null) return ok(variable, port === 0 ? 'any free port' : `${port} is free`);
      const [what = trouble, ...advice] = trouble.split(': ');
      return problem(variable, what, advice.join(': ') || `set ${variable} to another port`);
    }),
  );
}

/** Judges the data folder: can be written, is LexiFlow's, has space. Creates it when it is missing. */
export function checkDataFolder({ server }: Config): Finding {
  const trouble = claimDataFolder(server.dataDir);
  if (trouble !== null) return problem('DATA_DIR', trouble, 'see docs/configuration.md, DATA_DIR');
  const { bavail, bsize } = statfsSync(server.dataDir);
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024);
  const detail = `${server.dataDir} can be written, ${freeMb} MB free`;
  if (freeMb >= LOW_SPACE_MB) return ok('DATA_DIR', detail);
  return warning('DATA_DIR', detail, `free space: below ${LOW_SPACE_MB} MB an import may not fit`);
}
