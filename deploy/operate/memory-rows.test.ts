import { expect, it } from 'vitest';
import { applicationRows, memoryTable, monitorRows } from './memory-rows.ts';

const MIB = 1024 * 1024;

it('shows every service against its limit, in columns', () => {
  const rows = [
    ...monitorRows([
      {
        name: 'api-blue',
        workingSetBytes: 200 * MIB,
        limitBytes: 384 * MIB,
        usedRatio: 0.5208,
        timeToLimitSeconds: 3600,
      },
      {
        name: 'redis',
        workingSetBytes: 3 * MIB,
        limitBytes: null,
        usedRatio: null,
        timeToLimitSeconds: null,
      },
    ]),
    ...monitorRows([
      {
        name: 'api-green',
        workingSetBytes: null,
        limitBytes: null,
        usedRatio: null,
        timeToLimitSeconds: null,
      },
    ]),
    ...applicationRows({
      status: 'healthy',
      v8: { usedHeapSize: '60.00 MB', heapSizeLimit: '2.00 GB', heapUsedPercent: '2.93%' },
      process: { rss: '190.00 MB' },
    }),
  ];
  expect(memoryTable(rows).split('\n')).toEqual([
    'service                used     limit  share',
    'api-blue           200.0 MB  384.0 MB  52.1%  at its limit in 60 min',
    'redis                3.0 MB      none',
    'api-green          not seen      none',
    'application heap   60.00 MB   2.00 GB  2.93%  healthy',
    'application RSS   190.00 MB',
  ]);
});
