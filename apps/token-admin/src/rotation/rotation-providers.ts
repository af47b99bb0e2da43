import { EventStreamReader } from '@mdm-gate/messaging';
import type { Provider } from '@nestjs/common';
import { AutomaticRotationLoop } from './automatic-rotation-loop.ts';
import { AutomaticRotations } from './automatic-rotations.ts';
import { BeginRotation } from './begin-rotation.ts';
import { LookAtRotation } from './look-at-rotation.ts';
import { RotationChanges } from './rotation-changes.ts';
import { RotationLoop } from './rotation-loop.ts';
import { RotationMetrics } from './rotation-metrics.ts';
import { RotationProgressReader } from './rotation-progress.ts';
import { Rotations } from './rotations.ts';
import { TakenIn } from './taken-in.ts';

/** What takes rotations on, and shows them. */
export const rotationProviders: Provider[] = [
  RotationChanges,
  RotationProgressReader,
  Rotations,
  BeginRotation,
  {
    provide: TakenIn,
    useFactory: (reader: EventStreamReader) => new TakenIn(reader),
    inject: [EventStreamReader],
  },
  LookAtRotation,
  RotationLoop,
  RotationMetrics,
  AutomaticRotations,
  AutomaticRotationLoop,
];
