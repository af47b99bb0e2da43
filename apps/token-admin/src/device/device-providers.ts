import { Clock, Loops } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../config.ts';
import { DryRuns } from '../impact/dry-runs.ts';
import { Usage } from './usage.ts';
import { DeviceLedger } from './device-ledger.ts';
import { Devices } from './devices.ts';
import { ForgetDevices } from './forget-devices.ts';

/** What keeps and shows devices. */
export const deviceProviders = (config: Config): Provider[] => [
  Devices,
  Usage,
  DryRuns,
  {
    provide: DeviceLedger,
    useFactory: (dataSource: DataSource) =>
      new DeviceLedger(dataSource, config.TOKEN_ADMIN_UNPROVEN_DEVICES_MAX),
    inject: [DataSource],
  },
  {
    provide: ForgetDevices,
    useFactory: (dataSource: DataSource, ledger: DeviceLedger, clock: Clock, loops: Loops) => {
      const keptDays = config.TOKEN_ADMIN_DEVICES_KEPT_DAYS;
      return new ForgetDevices({ dataSource, ledger, clock, loops, keptDays });
    },
    inject: [DataSource, DeviceLedger, Clock, Loops],
  },
];
