import { Module } from '@nestjs/common';
import { CourtImportController } from './court-import.controller.ts';
import { CourtImportService } from './court-import.service.ts';
import { CourtsController } from './courts.controller.ts';
import { CourtsRepository } from './courts.repository.ts';
import { CourtsService } from './courts.service.ts';

@Module({
  controllers: [CourtImportController, CourtsController],
  providers: [CourtImportService, CourtsRepository, CourtsService],
  exports: [CourtsService],
})
export class CourtsModule {}
