import { Module } from '@nestjs/common';
import { EventsController } from './events.controller.ts';
import { EventsService } from './events.service.ts';
import { JobsController } from './jobs.controller.ts';
import { JobsService } from './jobs.service.ts';

/** What operators see of the job queue and the domain events, and what they can do about failures. */
@Module({
  controllers: [JobsController, EventsController],
  providers: [JobsService, EventsService],
})
export class JobsFeatureModule {}
