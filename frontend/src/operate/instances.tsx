import type { RealtimeMemorySample } from '@lexiflow/contracts';
import { useState } from 'react';
import { useRoom } from '../api/use-room.ts';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatBytes, formatShare } from '../ui/format.ts';
import { FigureSection } from './figure-section.tsx';
import { operateMessages } from './messages.ts';
import { MAX_INSTANCES, SAMPLE_KEPT_MS } from './operate.limits.ts';

const text = operateMessages.instances;
type Samples = ReadonlyMap<string, RealtimeMemorySample>;

const columns: readonly FigureColumn<RealtimeMemorySample>[] = [
  {
    header: text.instance,
    cell: (row) => <code className="font-mono text-xs">{row.instance}</code>,
  },
  { header: text.level, cell: (row) => row.level },
  { header: text.workingSet, numeric: true, cell: (row) => formatBytes(row.workingSetBytes) },
  {
    header: text.share,
    numeric: true,
    cell: (row) => formatShare(row.workingSetBytes / row.limitBytes),
  },
  { header: text.heap, numeric: true, cell: (row) => formatBytes(row.heapUsedBytes) },
  { header: text.accounted, numeric: true, cell: (row) => formatBytes(row.accountedBytes) },
];

/** The memory of every process of the installation, live; nothing while there is only one. */
export function Instances() {
  const [samples, setSamples] = useState<Samples>(new Map());
  useRoom('memory', (message) => {
    if (message.type !== 'message' || message.kind !== 'sample') return;
    const sample = message.body as RealtimeMemorySample;
    setSamples((known) => withSample(known, sample));
  });
  if (samples.size < 2) return null;
  return (
    <FigureSection title={text.title}>
      <FigureTable
        caption={text.title}
        rows={[...samples.values()]}
        rowKey={(row) => row.instance}
        empty={text.none}
        columns={columns}
      />
    </FigureSection>
  );
}

/** Adds a sample and drops those of processes that have sent none for a while. */
function withSample(known: Samples, sample: RealtimeMemorySample): Samples {
  const samples = new Map(known).set(sample.instance, sample);
  const earliest = Date.parse(sample.at) - SAMPLE_KEPT_MS;
  for (const [instance, { at }] of samples)
    if (Date.parse(at) < earliest || samples.size > MAX_INSTANCES) samples.delete(instance);
  return samples;
}
