import { Clock, type Logger } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../config.ts';
import { AuditKeyCheck } from '../keys/audit-key-check.ts';
import { auditKeysFrom } from '../keys/keyrings.ts';
import { AuditKeys } from './audit-keys.ts';
import { AuditReader } from './audit-reader.ts';
import { AuditTrail } from './audit-trail.ts';
import { UseCurrentKey } from './use-current-key.ts';

export const auditProviders = (config: Config, logger: Logger): Provider[] => [
  { provide: AuditKeys, useValue: auditKeysFrom(config) },
  AuditKeyCheck,
  AuditTrail,
  AuditReader,
  {
    provide: UseCurrentKey,
    useFactory: (dataSource: DataSource, trail: AuditTrail, keys: AuditKeys, clock: Clock) =>
      new UseCurrentKey(dataSource, trail, keys, { clock, logger }),
    inject: [DataSource, AuditTrail, AuditKeys, Clock],
  },
];
