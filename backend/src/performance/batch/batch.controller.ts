import { batchJobList } from '@lexiflow/contracts';
import type { BatchJobList } from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { Endpoint } from '../../platform/http/endpoint.ts';
import { BatchProcessorService } from './batch-processor.service.ts';

/** What operators see of batch work. */
@Controller('performance')
export class BatchController {
  constructor(private readonly batches: BatchProcessorService) {}

  @Get('batches')
  @Endpoint({
    access: 'monitoring:read',
    priority: 'admin',
    tag: 'performance',
    summary: 'The batch jobs under way in this process and how far they are',
    answer: batchJobList,
  })
  list(): BatchJobList {
    return { items: this.batches.progress(), nextCursor: null };
  }
}
