import { choice, flag, integer, ratio } from './variable-kinds.ts';
import { addressList, secret, text, url } from './variable-texts.ts';

/** Where the server listens, keeps its data and who may operate it. */
export const serverVariables = {
  nodeEnv: choice({
    name: 'NODE_ENV',
    of: ['development', 'production', 'test'],
    default: 'development',
    meaning: 'Kind of installation; production turns on the production memory profile.',
  }),
  port: integer({
    name: 'PORT',
    default: 3000,
    min: 0,
    max: 65_535,
    meaning: 'Port of the API and the console; 0 takes any free port.',
  }),
  metricsPort: integer({
    name: 'METRICS_PORT',
    default: 9090,
    min: 0,
    max: 65_535,
    meaning:
      'Port that serves the metrics page alone, for the private network; 0 takes any free port.',
  }),
  bindAddress: text({
    name: 'BIND_ADDRESS',
    default: '0.0.0.0',
    maxLength: 255,
    meaning: 'Address of the network interface that both ports listen on.',
  }),
  publicUrl: url({
    name: 'PUBLIC_URL',
    protocols: ['http:', 'https:'],
    meaning:
      'Address under which users reach the console, used in links; unset means http://localhost:PORT.',
  }),
  dataDir: text({
    name: 'DATA_DIR',
    default: '.lexiflow',
    maxLength: 1024,
    meaning: 'Folder of the embedded database and of stored files, relative to the project.',
  }),
  adminToken: secret({
    name: 'ADMIN_TOKEN',
    minLength: 32,
    maxLength: 512,
    meaning: "The operator's own bearer token; unset turns it off.",
  }),
  commandToken: secret({
    name: 'LEXIFLOW_TOKEN',
    minLength: 1,
    maxLength: 1024,
    meaning:
      'Token that the commands import and snapshot show; unset means ADMIN_TOKEN, else the token in DATA_DIR.',
  }),
  trustedProxies: addressList({
    name: 'TRUSTED_PROXIES',
    meaning: 'Proxies whose X-Forwarded-For header is believed; none when unset.',
  }),
  rateLimitScale: ratio({
    name: 'RATE_LIMIT_SCALE',
    default: 1,
    min: 0,
    max: 100,
    meaning:
      'Multiplies how many requests a network address and a user may make in a minute; 0 turns the limits off.',
  }),
  autoBlock: flag({
    name: 'AUTO_BLOCK_ENABLED',
    default: true,
    meaning: 'Blocks network addresses for a time after much abuse.',
  }),
};

/** What the server writes to its log. */
export const logVariables = {
  level: choice({
    name: 'LOG_LEVEL',
    of: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
    meaning: 'Least severe level that is written.',
  }),
  memoryMetrics: flag({
    name: 'LOG_MEMORY_METRICS',
    default: false,
    meaning: 'Writes the memory figures to the log at every memory check.',
  }),
  cacheMetrics: flag({
    name: 'LOG_CACHE_METRICS',
    default: false,
    meaning: 'Writes size and hit rate of every cache to the log at every memory check.',
  }),
};
