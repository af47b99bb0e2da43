import { SealedBox } from '@mdm-gate/encryption';
import type { Logger } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Asking } from './asking.ts';
import { CarryOut } from './carry-out.ts';
import { Effects } from './effects.ts';
import { Outcomes } from './outcomes.ts';
import { OperationLoop } from './operation-loop.ts';

export const operationProviders = (logger: Logger): Provider[] => [
  Asking,
  CarryOut,
  Effects,
  Outcomes,
  {
    provide: OperationLoop,
    useFactory: (dataSource: DataSource, carryOut: CarryOut, effects: Effects, sealedBox: SealedBox) =>
      new OperationLoop({ dataSource, carryOut, effects, sealedBox, logger }),
    inject: [DataSource, CarryOut, Effects, SealedBox],
  },
];
