import { testConnection, type ConnectionReadiness, type RequestOf } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { requireConnection } from '../connection/connections.ts';
import { ReadinessLook } from './readiness-look.ts';

@Controller()
export class TestConnectionController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly look: ReadinessLook,
  ) {}

  @Answers(testConnection)
  async test(request: RequestOf<typeof testConnection>): Promise<ConnectionReadiness> {
    return this.look.at(await requireConnection(this.dataSource.manager, request));
  }
}
