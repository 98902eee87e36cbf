/**
 * How the embedded server is started. Small shared memory, because its pages are never given back;
 * no parallel workers, because there is one process; one session, so ten connection slots are
 * plenty. Durability: see docs/design/004.
 */
export const startParameters: readonly string[] = [
  '--single',
  '-F',
  '-O',
  '-j',
  ...settings({
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
    min_wal_size: '32MB',
    max_wal_size: '64MB',
    timezone: 'UTC',
  }),
];

function settings(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
