import type { Thresholds } from './triggers.ts';

/** How a deployment is made; every value has a variable. */
export interface Settings {
  readonly driver: 'compose' | 'processes';
  /** Holds state, journal and lock. */
  readonly folder: string;
  readonly composeFile: string;
  /** Describes the two processes and their nginx; only for the driver `processes`. */
  readonly processesFile: string;
  /** Where nginx answers on this machine. */
  readonly nginxUrl: string;
  /** Address of the memory monitor; null watches with own probes alone. */
  readonly monitorUrl: string | null;
  readonly readyPath: string;
  readonly healthPath: string;
  /** Asked of a candidate before it gets traffic: each must answer 200. */
  readonly smokePaths: readonly string[];
  readonly readyWithinMs: number;
  readonly watchMs: number;
  readonly probeEveryMs: number;
  readonly probeTimeoutMs: number;
  /** From the confirmed switch to the end of the colour that lost its traffic. */
  readonly handoverMs: number;
  /** Time a colour has to end its requests before it is killed. */
  readonly drainMs: number;
  readonly thresholds: Thresholds;
}

interface Variable {
  readonly name: string;
  readonly preset: string;
  readonly meaning: string;
}

const variables = {
  driver: variable('DRIVER', 'compose', 'compose, or processes (without containers)'),
  folder: variable('FOLDER', '.blue-green', 'folder of state, journal and lock'),
  composeFile: variable('COMPOSE_FILE', 'docker-compose.memory-optimized.yml', 'Compose file'),
  processesFile: variable('PROCESSES_FILE', '', 'JSON file of the driver processes'),
  nginxUrl: variable('NGINX_URL', 'http://127.0.0.1:80', 'nginx as reached from this machine'),
  monitorUrl: variable('MONITOR_URL', '', 'memory monitor; empty: own probes alone'),
  readyPath: variable('READY_PATH', '/health/ready', 'answers 200 when traffic may come'),
  healthPath: variable('HEALTH_PATH', '/health', 'asked at every look while watching'),
  smokePaths: variable(
    'SMOKE_PATHS',
    '/health/live,/api/health/full,/api/openapi.json,/',
    'must answer 200 before the switch',
  ),
  readyWithinMs: variable('READY_WITHIN_MS', '180000', 'time to become ready, migrations included'),
  watchMs: variable('WATCH_MS', '300000', 'time the new colour is watched under traffic'),
  probeEveryMs: variable('PROBE_EVERY_MS', '2000', 'between two looks'),
  probeTimeoutMs: variable('PROBE_TIMEOUT_MS', '5000', 'after which a look counts as failed'),
  handoverMs: variable('HANDOVER_MS', '2000', 'from the switch to the end of the other colour'),
  drainMs: variable(
    'DRAIN_MS',
    '15000',
    'time to end requests; the server itself takes up to 9.5 s',
  ),
  memoryRatio: variable('MEMORY_RATIO', '0.9', 'share of the memory limit'),
  memoryForMs: variable('MEMORY_FOR_MS', '120000', 'time above that share'),
  performanceDrop: variable('PERFORMANCE_DROP', '0.2', 'share by which answers may be slower'),
  performanceFloorMs: variable('PERFORMANCE_FLOOR_MS', '5', 'difference that is noise'),
  performanceSamples: variable('PERFORMANCE_SAMPLES', '20', 'answers compared'),
  healthFailures: variable('HEALTH_FAILURES', '3', 'failed looks in a row that are tolerated'),
  restarts: variable('RESTARTS', '3', 'restarts that make a loop'),
} as const;

/** The table of variables, for the documentation. */
export const settingVariables: readonly Variable[] = Object.values(variables);

/** Reads the settings. Throws one error that names every variable with a wrong value. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const text = (key: keyof typeof variables): string =>
    environment[variables[key].name] || variables[key].preset;
  const amount = (key: keyof typeof variables, least: number): number => {
    const value = Number(text(key));
    if (!(value >= least && value <= 86_400_000))
      problems.push(`${variables[key].name}=${text(key)} is not a number of at least ${least}`);
    return value;
  };
  const url = (key: keyof typeof variables): string => {
    if (!URL.canParse(text(key))) problems.push(`${variables[key].name}=${text(key)} is no URL`);
    return text(key).replace(/\/$/, '');
  };
  const driver = text('driver');
  if (driver !== 'compose' && driver !== 'processes')
    problems.push(`${variables.driver.name}=${driver} is neither compose nor processes`);
  const settings: Settings = {
    driver: driver === 'processes' ? 'processes' : 'compose',
    folder: text('folder'),
    composeFile: text('composeFile'),
    processesFile: text('processesFile'),
    nginxUrl: url('nginxUrl'),
    monitorUrl: text('monitorUrl') === '' ? null : url('monitorUrl'),
    readyPath: text('readyPath'),
    healthPath: text('healthPath'),
    smokePaths: text('smokePaths')
      .split(',')
      .filter((path) => path !== ''),
    readyWithinMs: amount('readyWithinMs', 1),
    watchMs: amount('watchMs', 1),
    probeEveryMs: amount('probeEveryMs', 10),
    probeTimeoutMs: amount('probeTimeoutMs', 1),
    handoverMs: amount('handoverMs', 0),
    drainMs: amount('drainMs', 1),
    thresholds: {
      memoryRatio: amount('memoryRatio', 0.01),
      memoryForMs: amount('memoryForMs', 0),
      performanceDrop: amount('performanceDrop', 0),
      performanceFloorMs: amount('performanceFloorMs', 0),
      performanceSamples: amount('performanceSamples', 1),
      healthFailures: amount('healthFailures', 0),
      restarts: amount('restarts', 1),
    },
  };
  if (settings.driver === 'processes' && settings.processesFile === '')
    problems.push(`${variables.processesFile.name} is not set`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return settings;
}

function variable(name: string, preset: string, meaning: string): Variable {
  return { name: `BLUE_GREEN_${name}`, preset, meaning };
}
