export { AppCaches } from './caches/app-caches.ts';
export type { CacheBounds } from './caches/cache-bounds.ts';
export { cacheToken, InjectCache } from './caches/feature-cache.ts';
export type { FeatureCache } from './caches/feature-cache.ts';
export { MemoryBound } from './caches/memory-bound.ts';
export type { MemoryBoundOptions } from './caches/memory-bound.ts';
export { GOVERNOR } from './governor-token.ts';
export { MemoryHealthIndicator } from './health/memory-health.indicator.ts';
export type {
  MemoryHealthDetail,
  MemoryHealthOptions,
  MemoryHealthResult,
} from './health/memory-health.indicator.ts';
export { MemoryMonitoringService } from './health/memory-monitoring.service.ts';
export type {
  MemoryHealth,
  MemoryStats,
  MemoryStatus,
  MemoryThresholds,
  WrittenSnapshot,
} from './health/memory-monitoring.service.ts';
export type { LeakDetectionOptions } from './leak/leak-detection.ts';
export { NestLeakRoots } from './leak/nest-leak-roots.ts';
export { MEMORY_OPTIONS } from './memory-module-options.ts';
export type {
  BodyBounds,
  CallRequest,
  HeavyRequest,
  MemoryEndpointsOptions,
  MemoryModuleAsyncOptions,
  MemoryModuleOptions,
  MemoryModuleParts,
} from './memory-module-options.ts';
export { MemoryModule } from './memory.module.ts';
export { memoryNestErrors } from './memory-nestjs.errors.ts';
export { memoryNestLimits } from './memory-nestjs.limits.ts';
export { accountOf } from './request/admitted-call.ts';
export { CallAdmission } from './request/call-admission.ts';
export { CallEnd } from './request/call-end.ts';
export type { CallOutcome } from './request/call-end.ts';
export { charge } from './request/charge.ts';
export { ClientLeftException } from './request/client-left-exception.ts';
export { MemoryAdmissionGuard } from './request/memory-admission.guard.ts';
export { MemoryManagementInterceptor } from './request/memory-management.interceptor.ts';
export { RefusalException } from './request/refusal-exception.ts';
export { routeName } from './request/route-name.ts';
export { WorkPriority } from './request/work-priority.ts';
export { discardRest } from './streams/discard-rest.ts';
export type { Linger } from './streams/discard-rest.ts';
export { StreamProcessingMiddleware } from './streams/stream-processing.middleware.ts';
export { streamedBody } from './streams/streamed-body.ts';
export type { StreamedBody } from './streams/streamed-body.ts';
export { readUpload, storeUpload } from './streams/uploads.ts';
export type { StoreUploadOptions, UploadOptions } from './streams/uploads.ts';
