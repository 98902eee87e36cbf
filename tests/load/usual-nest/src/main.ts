import 'reflect-metadata';
import { Module, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import helmet from 'helmet';
import { collectDefaultMetrics } from 'prom-client';
import { AppController } from './app.controller.ts';
import { CaseEntity, PartyEntity } from './entities.ts';

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env['DATABASE_URL'] ?? '',
      entities: [CaseEntity, PartyEntity],
      poolSize: 20,
    }),
    TypeOrmModule.forFeature([CaseEntity, PartyEntity]),
    JwtModule.register({ secret: process.env['JWT_SECRET'] ?? '' }),
    TerminusModule,
  ],
  controllers: [AppController],
})
class AppModule {}

collectDefaultMetrics();
const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.use(helmet());
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }));
app.enableShutdownHooks();
await app.listen(Number(process.env['PORT']), '127.0.0.1');
console.log(`token ${app.get(JwtService).sign({ sub: '00000000-0000-4000-8000-000000000000' })}`);
