import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { Redis } from 'ioredis';

const redis = new Redis(process.env['BENCH_REDIS_URL'] ?? '');

/** What one writes with NestJS alone: its NATS transport, SHA-256 of the token, a set per organization in Redis. */
@Controller()
class ChecksController {
  @MessagePattern('bench.nest')
  async check(
    @Payload() { organizationId, mdmToken }: { organizationId: string; mdmToken: string },
  ): Promise<{ decision: string; reason: string }> {
    const hash = createHash('sha256').update(mdmToken).digest('hex');
    const isActive = (await redis.sismember(`bench:tokens:${organizationId}`, hash)) === 1;
    return isActive
      ? { decision: 'proceed', reason: 'token-active' }
      : { decision: 'halt', reason: 'token-unknown' };
  }
}

@Module({ controllers: [ChecksController] })
class ChecksModule {}

const options: Readonly<{ transport: Transport.NATS; options: object; logger: false }> = {
  transport: Transport.NATS,
  options: { servers: [process.env['BENCH_NATS_URL'] ?? ''], queue: 'bench' },
  logger: false,
};
const app = await NestFactory.createMicroservice(ChecksModule, options);
await app.listen();
process.stdout.write('ready\n');
