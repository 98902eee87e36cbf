import { Module } from '@nestjs/common';
import { PartiesController } from './parties.controller.ts';
import { PartiesRepository } from './parties.repository.ts';
import { PartiesService } from './parties.service.ts';
import { PartyDirectory } from './party-directory.ts';

@Module({
  controllers: [PartiesController],
  providers: [PartiesRepository, PartiesService, PartyDirectory],
  exports: [PartiesService, PartyDirectory],
})
export class PartiesModule {}
