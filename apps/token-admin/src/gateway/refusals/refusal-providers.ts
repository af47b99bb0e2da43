import { Clock, Loops, type Logger } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { AuditTrail } from '../../audit/audit-trail.ts';
import { postgresTlsIn, type Config } from '../../config.ts';
import { RefusalAudit } from './refusal-audit.ts';
import { RefusalConnection } from './refusal-connection.ts';
import { RefusalPace } from './refusal-pace.ts';
import { writeRefusals } from './refusal-writer.ts';
import { Unauthenticated } from './unauthenticated.ts';

export const refusalProviders = (config: Config, logger: Logger): Provider[] => [
  { provide: RefusalPace, useValue: new RefusalPace() },
  { provide: Unauthenticated, useFactory: (loops: Loops) => new Unauthenticated(loops), inject: [Loops] },
  {
    provide: RefusalConnection,
    useValue: new RefusalConnection(config.TOKEN_ADMIN_POSTGRES_URL, logger, postgresTlsIn(config)),
  },
  {
    provide: RefusalAudit,
    useFactory: (connection: RefusalConnection, audit: AuditTrail, clock: Clock, loops: Loops) =>
      new RefusalAudit({
        write: (organizationId, rows) => writeRefusals({ connection, audit, clock }, organizationId, rows),
        loops,
      }),
    inject: [RefusalConnection, AuditTrail, Clock, Loops],
  },
];
