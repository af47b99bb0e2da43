import { Clock, type Logger } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { AuditTrail } from '../../audit/audit-trail.ts';
import type { Config } from '../../config.ts';
import { RefusalAudit } from './refusal-audit.ts';
import { RefusalConnection } from './refusal-connection.ts';
import { RefusalPace } from './refusal-pace.ts';
import { writeRefusal } from './refusal-writer.ts';
import { Unauthenticated } from './unauthenticated.ts';

export const refusalProviders = (config: Config, logger: Logger): Provider[] => [
  { provide: RefusalPace, useValue: new RefusalPace() },
  { provide: Unauthenticated, useValue: new Unauthenticated(logger) },
  {
    provide: RefusalConnection,
    useValue: new RefusalConnection(config.TOKEN_ADMIN_POSTGRES_URL, logger),
  },
  {
    provide: RefusalAudit,
    useFactory: (connection: RefusalConnection, audit: AuditTrail, clock: Clock) =>
      new RefusalAudit({ write: (row) => writeRefusal({ connection, audit, clock }, row), logger }),
    inject: [RefusalConnection, AuditTrail, Clock],
  },
];
