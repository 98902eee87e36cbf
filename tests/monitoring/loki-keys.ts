/** Keys that a part of a configuration may have; `true` ends with a plain value or a list of them. */
export interface Keys {
  readonly [key: string]: true | Keys | readonly [Keys];
}

const cache: Keys = {
  embedded_cache: { enabled: true, max_size_mb: true, max_size_items: true, ttl: true },
};
const server: Keys = {
  http_listen_address: true,
  http_listen_port: true,
  grpc_listen_address: true,
  grpc_listen_port: true,
  grpc_server_max_recv_msg_size: true,
  grpc_server_max_send_msg_size: true,
  log_level: true,
  log_format: true,
};

/**
 * Keys of Loki 3.5 in the parts that a single process on a local disk uses, after its configuration reference.
 * Loki refuses a file with any other key.
 */
export const lokiKeys: Keys = {
  auth_enabled: true,
  server,
  common: {
    path_prefix: true,
    replication_factor: true,
    instance_addr: true,
    ring: { kvstore: { store: true } },
    storage: { filesystem: { chunks_directory: true, rules_directory: true } },
  },
  schema_config: {
    configs: [
      {
        from: true,
        store: true,
        object_store: true,
        schema: true,
        index: { prefix: true, period: true },
      },
    ],
  },
  ingester: {
    chunk_block_size: true,
    chunk_encoding: true,
    chunk_idle_period: true,
    chunk_retain_period: true,
    chunk_target_size: true,
    concurrent_flushes: true,
    flush_check_period: true,
    max_chunk_age: true,
    wal: { enabled: true, dir: true, flush_on_shutdown: true, replay_memory_ceiling: true },
  },
  limits_config: {
    allow_structured_metadata: true,
    ingestion_burst_size_mb: true,
    ingestion_rate_mb: true,
    max_entries_limit_per_query: true,
    max_global_streams_per_user: true,
    max_label_names_per_series: true,
    max_line_size: true,
    max_line_size_truncate: true,
    max_query_bytes_read: true,
    max_query_length: true,
    max_query_parallelism: true,
    max_query_series: true,
    per_stream_rate_limit: true,
    per_stream_rate_limit_burst: true,
    query_timeout: true,
    reject_old_samples: true,
    reject_old_samples_max_age: true,
    retention_period: true,
    split_queries_by_interval: true,
    tsdb_max_query_parallelism: true,
  },
  querier: { max_concurrent: true },
  frontend: { max_outstanding_per_tenant: true },
  query_range: { cache_results: true, results_cache: { cache, compression: true } },
  chunk_store_config: { chunk_cache_config: cache },
  compactor: {
    working_directory: true,
    compaction_interval: true,
    delete_request_store: true,
    retention_delete_worker_count: true,
    retention_enabled: true,
  },
  analytics: { reporting_enabled: true },
};

/** The same for promtail 3.5 that reads files. */
export const promtailKeys: Keys = {
  server,
  positions: { filename: true, sync_period: true, ignore_invalid_yaml: true },
  clients: [
    {
      url: true,
      batchsize: true,
      batchwait: true,
      timeout: true,
      backoff_config: { min_period: true, max_period: true, max_retries: true },
    },
  ],
  limits_config: {
    readline_rate_enabled: true,
    readline_rate: true,
    readline_burst: true,
    readline_rate_drop: true,
    max_streams: true,
    max_line_size: true,
    max_line_size_truncate: true,
  },
  scrape_configs: [
    {
      job_name: true,
      static_configs: [{ targets: true, labels: { job: true, __path__: true } }],
      pipeline_stages: [
        {
          docker: {},
          json: { expressions: { level: true, service: true } },
          template: { source: true, template: true },
          labels: { level: true, service: true },
          drop: { source: true, expression: true, drop_counter_reason: true },
        },
      ],
    },
  ],
};

/** The paths of keys that are not allowed, and of values where a part was expected. */
export function unknownKeys(value: unknown, keys: Keys, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path} is no part`];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = path === '' ? key : `${path}.${key}`;
    const allowed = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (allowed === undefined) return [here];
    if (allowed === true) return [];
    if (!isList(allowed)) return unknownKeys(inner, allowed, here);
    if (!Array.isArray(inner)) return [`${here} is no list`];
    return inner.flatMap((each, index) => unknownKeys(each, allowed[0], `${here}[${index}]`));
  });
}

function isList(allowed: Keys | readonly [Keys]): allowed is readonly [Keys] {
  return Array.isArray(allowed);
}
