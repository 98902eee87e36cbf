export { systemClock } from './clock.ts';
export type { CancelTimer, Clock } from './clock.ts';
export { defineError, memoryErrors, MemoryError } from './errors.ts';
export { channels } from './events.ts';
export { FakeClock } from './fake-clock.ts';
export type { Limit } from './limit.ts';

export { budgetLimits } from './budget/budget.limits.ts';
export type * from './budget/memory-plan.ts';
export { memoryProfiles } from './budget/memory-profile.ts';
export type { MemoryProfile } from './budget/memory-profile.ts';
export { assertPlan, plan } from './budget/plan.ts';
export { readCgroup } from './budget/read-cgroup.ts';
export type { Cgroup } from './budget/read-cgroup.ts';

export { poolNames } from './governor/account.ts';
export type * from './governor/account.ts';
export type * from './governor/actions/pressure-action.ts';
export type { Admission, AdmissionRequest, AdmissionTotals } from './governor/admission.ts';
export { createGovernor, Governor } from './governor/governor.ts';
export type { LevelListener } from './governor/governor.ts';
export { governorLimits } from './governor/governor.limits.ts';
export type { GovernorOptions } from './governor/governor-options.ts';
export type { GovernorSnapshot, ReadingSnapshot } from './governor/governor-snapshot.ts';
export type { StandingSnapshot } from './governor/standing-memory.ts';
export type { MemoryHost } from './governor/host.ts';
export { ladder, ladderRules, levelOf, pressureLevels } from './governor/ladder.ts';
export type { LadderRules, LadderState, PressureLevel, PressureSample } from './governor/ladder.ts';
export { Ledger } from './governor/ledger.ts';
export type { LedgerOptions } from './governor/ledger.ts';
export type { AccountGroup, PoolSnapshot } from './governor/ledger-snapshot.ts';
export { defaultPoolShares } from './governor/pool-shares.ts';
export type { PoolShare, PoolShares } from './governor/pool-shares.ts';
export type { Pressure, PressureCause } from './governor/pressure.ts';
export { priorities, refusalSteps } from './governor/priority.ts';
export type { Priority } from './governor/priority.ts';
export type * from './governor/reclaimer.ts';
export { refusalCodes } from './governor/refusal.ts';
export type * from './governor/refusal.ts';
export type { RouteSnapshot } from './governor/route-book.ts';
export type { TimelineEntry } from './governor/timeline.ts';

export { fakeGovernor } from './governor/fake-governor.ts';
export type { FakeGovernor } from './governor/fake-governor.ts';
export { FakeMachine } from './probe/fake-machine.ts';
export { gcBucketsMs, gcKinds } from './probe/gc-histogram.ts';
export type { GcKind, GcKindSnapshot } from './probe/gc-histogram.ts';
export type { GcSnapshot, GcSource } from './probe/gc-observer.ts';
export type { GcPause } from './probe/gc-pauses.ts';
export type { History, HistorySeries } from './probe/history.ts';
export type { Machine, MachineFigures } from './probe/machine.ts';
export { probeLimits } from './probe/probe.limits.ts';
export type { Reading } from './probe/reading.ts';

export { CleanupStack } from './cleanup/cleanup-stack.ts';
export type { CleanupKind, Leftover } from './cleanup/cleanup-stack.ts';

export { CollectOnDemand } from './diagnostics/collect-on-demand.ts';
export type { CollectFigures, CollectOutcome } from './diagnostics/collect-on-demand.ts';
export { diagnosticsLimits } from './diagnostics/diagnostics.limits.ts';
export { heapStatistics } from './diagnostics/heap-statistics.ts';
export type { HeapSpace, HeapStatistics } from './diagnostics/heap-statistics.ts';
export { HeapSnapshots } from './diagnostics/heap-snapshots.ts';
export type { SnapshotOutcome, SnapshotRequest } from './diagnostics/heap-snapshots.ts';
export { redactSnapshot } from './diagnostics/redact-snapshot.ts';
export { requireSnapshotRoom } from './diagnostics/snapshot-folder.ts';
export type { SnapshotVerdict } from './diagnostics/snapshot-guard.ts';
export { processInfo } from './diagnostics/process-info.ts';
export type { ProcessInfo } from './diagnostics/process-info.ts';

export { BoundedCache } from './cache/bounded-cache.ts';
export type { LoadOptions } from './cache/bounded-cache.ts';
export type { CacheKey } from './cache/cache-entry.ts';
export type { CacheAccount, CacheOptions } from './cache/cache-options.ts';
export type { CacheStats } from './cache/cache-stats.ts';
export { cacheErrors } from './cache/cache.errors.ts';
export { cacheLimits } from './cache/cache.limits.ts';
export { detachString } from './cache/detach-string.ts';
export { disposalReasons } from './cache/disposal.ts';
export type { DisposalReason } from './cache/disposal.ts';
export type { PolicyName } from './cache/eviction-policy.ts';
export type { Loader } from './cache/load-table.ts';
export type { SetOptions } from './cache/prepare-entry.ts';
export { weighValue } from './cache/weigh-value.ts';
export type { DetachMode, WeighedValue } from './cache/weigh-value.ts';

export type { BoundedAccount, BoundedHolder, FixedHolder } from './bounded/account-for.ts';
export { BoundedCounterTable } from './bounded/bounded-counter-table.ts';
export type { CounterTableOptions, CounterTableStats } from './bounded/bounded-counter-table.ts';
export { BoundedQueue } from './bounded/bounded-queue.ts';
export type { BoundedQueueOptions, BoundedQueueStats } from './bounded/bounded-queue.ts';
export { boundedErrors } from './bounded/bounded.errors.ts';
export { boundedLimits } from './bounded/bounded.limits.ts';
export { NumberRing } from './bounded/number-ring.ts';
export { ObjectPool } from './bounded/object-pool.ts';
export type { Lease, ObjectPoolOptions, ObjectPoolStats } from './bounded/object-pool.ts';
export { RingBuffer } from './bounded/ring-buffer.ts';
export { SlidingWindow } from './bounded/sliding-window.ts';
export type {
  SlidingWindowOptions,
  SlidingWindowStats,
  WindowFigures,
} from './bounded/sliding-window.ts';

export type { ByteSource } from './flow/byte-source.ts';
export { chunkArray } from './flow/chunk-array.ts';
export type { Chunks } from './flow/chunk-array.ts';
export type { CsvFault, CsvFaultCode } from './flow/csv/csv-fault.ts';
export type { CsvRecord } from './flow/csv/csv-record.ts';
export { parseCSVStream } from './flow/csv/parse-csv-stream.ts';
export type { CsvStreamOptions } from './flow/csv/parse-csv-stream.ts';
export { writeCSV } from './flow/csv/write-csv.ts';
export type { CsvRow, CsvWriterOptions } from './flow/csv/write-csv.ts';
export { flowErrors } from './flow/flow.errors.ts';
export { flowLimits } from './flow/flow.limits.ts';
export { formatOfContentType } from './flow/json-detection.ts';
export type { JsonFormat } from './flow/json-detection.ts';
export type { JsonFault, JsonFaultCode } from './flow/json-fault.ts';
export type { JsonRecord } from './flow/json-record.ts';
export { writeNDJSON } from './flow/ndjson-writer.ts';
export { parseJSONStream } from './flow/parse-json-stream.ts';
export type { JsonStreamOptions } from './flow/parse-json-stream.ts';
export { processBatch } from './flow/process-batch.ts';
export type { ItemWorker } from './flow/process-batch.ts';
export { processBatches } from './flow/process-batches.ts';
export type { BatchContext, BatchOptions, BatchReport } from './flow/process-batches.ts';
export type { FlowAccount } from './flow/read-charge.ts';
export type { LineWriterOptions } from './flow/write-lines.ts';
export { streamCopyFile } from './flow/stream-copy-file.ts';
export type { CopyFileOptions } from './flow/stream-copy-file.ts';

export { isolationErrors } from './isolation/isolation.errors.ts';
export { isolationLimits } from './isolation/isolation.limits.ts';
export { runIsolated } from './isolation/run-isolated.ts';
export type { IsolatedOptions } from './isolation/run-isolated.ts';

export { collectionKinds } from './leak/found-collection.ts';
export type { CollectionKind, FoundCollection } from './leak/found-collection.ts';
export { findingKinds } from './leak/finding.ts';
export type * from './leak/finding.ts';
export { MemoryFindingStore } from './leak/finding-store.ts';
export type { FindingStore } from './leak/finding-store.ts';
export { AllocationSampler } from './leak/inspector/allocation-sampler.ts';
export type {
  AllocationSamplerOptions,
  AllocationSite,
} from './leak/inspector/allocation-sampler.ts';
export { discoverCollections } from './leak/inspector/discover-collections.ts';
export type { Discovery, DiscoveryOptions } from './leak/inspector/discover-collections.ts';
export { sampleInCanary } from './leak/inspector/sample-in-canary.ts';
export type { CanaryOptions } from './leak/inspector/sample-in-canary.ts';
export { inspectorLimits } from './leak/inspector/inspector.limits.ts';
export { LeakDetective } from './leak/leak-detective.ts';
export { leakErrors } from './leak/leak.errors.ts';
export { leakLimits } from './leak/leak.limits.ts';
export type { LeakDetectiveOptions } from './leak/leak-options.ts';
export type { LeakRoot } from './leak/leak-root.ts';
export { defaultLeakSettings } from './leak/leak-settings.ts';
export type { LeakSettings } from './leak/leak-settings.ts';
export type * from './leak/leak-snapshot.ts';
export { readMultipart } from './flow/upload/read-multipart.ts';
export type {
  MultipartField,
  MultipartFile,
  MultipartOptions,
  MultipartReport,
} from './flow/upload/read-multipart.ts';
export { removeStaleUploads } from './flow/upload/remove-stale-uploads.ts';
export { storeMultipart } from './flow/upload/store-multipart.ts';
export type { StoreOptions } from './flow/upload/store-multipart.ts';
export type { StoredFile, StoredUpload } from './flow/upload/stored-upload.ts';
export type { UploadError } from './flow/upload/upload.errors.ts';
export { uploadLimits } from './flow/upload/upload.limits.ts';

export { expectNoLeak } from './testing/expect-no-leak.ts';
export type { LeakTrial, NoLeakOptions, NoLeakReport } from './testing/expect-no-leak.ts';
export { testingLimits } from './testing/testing.limits.ts';
