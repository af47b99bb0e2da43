import { organizationIdSchema } from '@mdm-gate/contracts';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { notFound } from '../../organization/load-organization.ts';
import { Authentication } from '../authentication.ts';
import { accessVerdict } from '../caller.ts';
import { PublicPage } from '../serves.ts';
import { ChangeStreams } from './change-streams.ts';

const paramsSchema = z.object({ organizationId: organizationIdSchema });

/** Tells pages of the console to read again. No operation of the API: it says nothing that they could not read. */
@Controller()
export class ConsoleChangesController {
  constructor(
    private readonly authentication: Authentication,
    private readonly streams: ChangeStreams,
  ) {}

  @PublicPage('/console/changes/:organizationId')
  async follow(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { caller } = await this.authentication.authenticate(request);
    const params = paramsSchema.safeParse(request.params);
    if (!params.success || accessVerdict(caller, 'viewer', params.data.organizationId) !== 'allowed')
      throw notFound();
    await reply
      .type('text/event-stream')
      // A proxy that gathers answers would keep it to itself: https://nginx.org/en/docs/http/ngx_http_proxy_module.html
      .header('x-accel-buffering', 'no')
      .send(this.streams.open(params.data.organizationId));
  }
}
