import { testConnection, type ConnectionReadiness, type RequestOf } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { requireConnection } from '../connection/connections.ts';
import { RefusedCredentials } from '../connection/refused-credentials.ts';
import { ReadinessLook } from './readiness-look.ts';

@Controller()
export class TestConnectionController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly look: ReadinessLook,
    private readonly refusals: RefusedCredentials,
  ) {}

  /** Sends credentials that were refused once more: somebody asks for it. */
  @Answers(testConnection)
  async test(request: RequestOf<typeof testConnection>): Promise<ConnectionReadiness> {
    await this.refusals.forget(await requireConnection(this.dataSource.manager, request));
    return this.look.at(await requireConnection(this.dataSource.manager, request));
  }
}
