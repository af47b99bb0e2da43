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

/** What takes rotations on, and shows them. */
export const rotationProviders: Provider[] = [
  RotationChanges,
  RotationProgressReader,
  Rotations,
  BeginRotation,
  LookAtRotation,
  RotationLoop,
  RotationMetrics,
  AutomaticRotations,
  AutomaticRotationLoop,
];
