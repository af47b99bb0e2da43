import { Clock, Loops } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../config.ts';
import { AuditKeyCheck } from '../keys/audit-key-check.ts';
import { auditKeysFrom } from '../keys/keyrings.ts';
import { AuditKeys } from './audit-keys.ts';
import { AuditReader } from './audit-reader.ts';
import { AuditTrail } from './audit-trail.ts';
import { UseCurrentKey } from './use-current-key.ts';

const clockAndLoops = Symbol('clock and loops');

interface ClockAndLoops {
  readonly clock: Clock;
  readonly loops: Loops;
}

export const auditProviders = (config: Config): Provider[] => [
  { provide: AuditKeys, useValue: auditKeysFrom(config) },
  AuditKeyCheck,
  AuditTrail,
  AuditReader,
  {
    provide: clockAndLoops,
    useFactory: (clock: Clock, loops: Loops): ClockAndLoops => ({ clock, loops }),
    inject: [Clock, Loops],
  },
  {
    provide: UseCurrentKey,
    useFactory: (dataSource: DataSource, trail: AuditTrail, keys: AuditKeys, from: ClockAndLoops) =>
      new UseCurrentKey(dataSource, trail, keys, from),
    inject: [DataSource, AuditTrail, AuditKeys, clockAndLoops],
  },
];
