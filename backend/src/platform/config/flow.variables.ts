import { flag, integer } from './variable-kinds.ts';

const MIB = 1024 * 1024;

function serviceEntries(name: string, service: string, entries: number, isRead = false) {
  return integer({
    name,
    default: entries,
    min: 1,
    max: 10_000_000,
    unit: 'entries',
    meaning: `Entries of the ${service} cache${isRead ? '.' : '; this version has none.'}`,
  });
}

/** Bounds of the caches inside the process; the governor may shrink them further. */
export const cacheVariables = {
  ttlMs: integer({
    name: 'CACHE_TTL_MS',
    default: 1_800_000,
    min: 100,
    max: 2_592_000_000,
    unit: 'ms',
    meaning: 'Life of a cached value that states none of its own.',
  }),
  maxEntries: integer({
    name: 'CACHE_MAX_MEMORY_ENTRIES',
    default: 10_000,
    min: 1,
    max: 10_000_000,
    unit: 'entries',
    meaning: 'Entries of the shared first-tier cache.',
  }),
  maxBytes: integer({
    name: 'CACHE_MAX_MEMORY_SIZE',
    default: 100 * MIB,
    min: MIB,
    max: 1024 * 1024 * MIB,
    unit: 'bytes',
    meaning: 'Bytes that all caches in the process may hold together.',
  }),
  maxSize: integer({
    name: 'CACHE_MAX_SIZE',
    default: 100,
    min: 1,
    max: 1_000_000,
    unit: 'entries',
    meaning: 'Entries of a small cache that states no limit of its own.',
  }),
  perService: {
    aiDataops: serviceEntries('MAX_CACHE_SIZE_AI_DATAOPS', 'ai-dataops', 10_000),
    aiOps: serviceEntries('MAX_CACHE_SIZE_AI_OPS', 'ai-ops', 5000),
    predictions: serviceEntries('MAX_CACHE_SIZE_PREDICTIONS', 'predictions', 2000),
    analytics: serviceEntries('MAX_CACHE_SIZE_ANALYTICS', 'analytics', 5000),
    search: serviceEntries('MAX_CACHE_SIZE_SEARCH', 'search', 5000, true),
  },
};

/** Bounds of batch work. */
export const batchVariables = {
  maxSize: integer({
    name: 'MAX_BATCH_SIZE',
    default: 1000,
    min: 1,
    max: 100_000,
    unit: 'items',
    meaning: 'Items of one batch at most.',
  }),
  minSize: integer({
    name: 'MIN_BATCH_SIZE',
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'items',
    meaning: 'Items of one batch at least, under pressure.',
  }),
  concurrency: integer({
    name: 'BATCH_CONCURRENCY',
    default: 10,
    min: 1,
    max: 1000,
    unit: 'items',
    meaning: 'Items of all batches worked on at a time at most.',
  }),
};

/** Bounds of what extracts, transforms and loads: the imports. */
export const etlVariables = {
  memoryThresholdMb: integer({
    name: 'ETL_MEMORY_THRESHOLD_MB',
    default: 512,
    min: 1,
    max: 1_048_576,
    unit: 'MB',
    meaning: 'Memory accounted to an import at which it pauses until some is free.',
  }),
  checkpointInterval: integer({
    name: 'ETL_CHECKPOINT_INTERVAL',
    default: 10_000,
    min: 1,
    max: 10_000_000,
    unit: 'records',
    meaning: 'Records after which an import commits at the latest.',
  }),
  maxBatchSize: integer({
    name: 'ETL_MAX_BATCH_SIZE',
    default: 10_000,
    min: 1,
    max: 1_000_000,
    unit: 'records',
    meaning: 'Records that an import writes at once at most.',
  }),
};

/** Bounds of streamed bodies and files. */
export const streamVariables = {
  fileThresholdBytes: integer({
    name: 'STREAM_FILE_THRESHOLD',
    default: 10 * MIB,
    min: 1024,
    max: 1024 * MIB,
    unit: 'bytes',
    meaning: 'Size above which no body is held in memory as a whole: streamed, or refused (413).',
  }),
  chunkBytes: integer({
    name: 'STREAM_CHUNK_SIZE',
    default: 65_536,
    min: 1024,
    max: 16 * MIB,
    unit: 'bytes',
    meaning: 'Size of one piece of an export.',
  }),
};

/** Compression of answers. */
export const compressionVariables = {
  enabled: flag({
    name: 'COMPRESSION_ENABLED',
    default: true,
    meaning: 'Compresses answers for clients that accept it.',
  }),
  level: integer({
    name: 'COMPRESSION_LEVEL',
    default: 6,
    min: 0,
    max: 9,
    meaning: 'gzip level.',
  }),
  thresholdBytes: integer({
    name: 'COMPRESSION_THRESHOLD',
    default: 1024,
    min: 0,
    max: 16 * MIB,
    unit: 'bytes',
    meaning: 'Size below which an answer is sent as it is.',
  }),
};

/** Bounds of WebSocket connections. */
export const websocketVariables = {
  maxConnectionsPerUser: integer({
    name: 'WS_MAX_CONNECTIONS_PER_USER',
    default: 5,
    min: 1,
    max: 1000,
    unit: 'connections',
    meaning: 'Open connections of one user at most.',
  }),
  maxGlobalConnections: integer({
    name: 'WS_MAX_GLOBAL_CONNECTIONS',
    default: 10_000,
    min: 1,
    max: 1_000_000,
    unit: 'connections',
    meaning: 'Open connections of this process at most.',
  }),
  maxRoomsPerUser: integer({
    name: 'WS_MAX_ROOMS_PER_USER',
    default: 50,
    min: 1,
    max: 10_000,
    unit: 'rooms',
    meaning: 'Rooms that one user may be in at a time.',
  }),
  eventsPerMinute: integer({
    name: 'WS_RATE_LIMIT_EVENTS_PER_MINUTE',
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'events',
    meaning: 'Events that one connection may send in a minute.',
  }),
};
