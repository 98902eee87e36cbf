import { Controller, Get, UseGuards } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { MemoryEndpointsOptions } from '../memory-module-options.ts';
import { memoryNestErrors } from '../memory-nestjs.errors.ts';
import { WorkPriority } from '../request/work-priority.ts';
import type { MemoryHealthDocument, MemoryStatsDocument } from './memory-documents.ts';
import { MemoryDocuments } from './memory-documents.ts';

/**
 * The controller with the figures at the path and behind the guards that were asked for. Throws
 * `MEM_MODULE_UNGUARDED` when there is neither a guard nor `insecure: true`.
 */
export function memoryController({
  path = 'memory',
  guards = [],
  insecure,
}: MemoryEndpointsOptions): Type {
  if (guards.length === 0 && insecure !== true) {
    throw memoryNestErrors.unguarded(`No guard stands before /${path}.`);
  }
  @Controller(path)
  @UseGuards(...guards)
  @WorkPriority('admin')
  class MemoryController {
    constructor(private readonly documents: MemoryDocuments) {}

    @Get('stats')
    stats(): MemoryStatsDocument {
      return this.documents.stats();
    }

    @Get('health')
    health(): MemoryHealthDocument {
      return this.documents.health();
    }

    @Get('pools')
    pools(): object {
      return this.documents.pools();
    }

    @Get('caches')
    caches(): object {
      return this.documents.caches();
    }

    @Get('routes')
    routes(): object {
      return this.documents.routes();
    }

    @Get('leaks')
    leaks(): object {
      return this.documents.leaks();
    }

    @Get('timeline')
    timeline(): object {
      return this.documents.timeline();
    }
  }
  return MemoryController;
}
