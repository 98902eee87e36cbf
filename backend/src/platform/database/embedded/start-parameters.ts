const settings: Readonly<Record<string, string>> = {
  search_path: 'public',
  exit_on_error: 'false',
  log_checkpoints: 'false',
  max_worker_processes: '0',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  io_method: 'sync',
  shared_buffers: '16MB',
  wal_buffers: '1MB',
  max_connections: '10',
  maintenance_work_mem: '32MB',
  min_wal_size: '16MB',
  max_wal_size: '64MB',
  timezone: 'UTC',
};

/**
 * How the embedded server is started: small shared memory, because its pages are never given back;
 * no parallel workers, because there is one process; ten connection slots, because there is one
 * session. A durable one writes WAL through to the disk at each commit (docs/design/004).
 */
export function startParameters(isDurable: boolean): string[] {
  // The engine's file layer has fsync (see sync-files.ts) and ignores fdatasync.
  const durability = isDurable ? { fsync: 'on', wal_sync_method: 'fsync' } : { fsync: 'off' };
  return [
    '--single',
    '-O',
    '-j',
    ...Object.entries({ ...settings, ...durability }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]),
  ];
}
