import { SealedBox } from '@mdm-gate/encryption';
import { Loops } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Asking } from './asking.ts';
import { CarryOut } from './carry-out.ts';
import { Effects } from './effects.ts';
import { Outcomes } from './outcomes.ts';
import { OperationLoop, type LoopTools } from './operation-loop.ts';

const actingToken = Symbol('acting');

type Acting = Pick<LoopTools, 'carryOut' | 'effects'>;

export const operationProviders: readonly Provider[] = [
  Asking,
  CarryOut,
  Effects,
  Outcomes,
  {
    provide: actingToken,
    useFactory: (carryOut: CarryOut, effects: Effects): Acting => ({ carryOut, effects }),
    inject: [CarryOut, Effects],
  },
  {
    provide: OperationLoop,
    useFactory: (dataSource: DataSource, acting: Acting, sealedBox: SealedBox, loops: Loops) =>
      new OperationLoop({ dataSource, ...acting, sealedBox, loops }),
    inject: [DataSource, actingToken, SealedBox, Loops],
  },
];
