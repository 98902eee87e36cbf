import { single, type MetricFamily } from '../platform/metrics/metric-family.ts';
import type { AuditBuffer } from './audit-buffer.ts';
import type { AuditSealer } from './audit-sealer.ts';
import type { AuditSpill } from './audit-spill.ts';

/** What the metrics page shows of the audit log. */
export function auditMetrics(
  buffer: AuditBuffer,
  spill: AuditSpill,
  sealer: AuditSealer,
): MetricFamily[] {
  return [
    single(
      'gauge',
      'lexiflow_audit_buffer_rows',
      'Audit rows on their way to the database',
      () => buffer.size,
    ),
    single(
      'counter',
      'lexiflow_audit_spilled_rows_total',
      'Audit rows kept on disk because the database could not take them',
      () => spill.spilledRows,
    ),
    single(
      'counter',
      'lexiflow_audit_sealed_rows_total',
      'Audit rows this process has linked into the hash chain',
      () => sealer.sealedRows,
    ),
  ];
}
