import type { findRotationRoute } from '@mdm-gate/contracts';
import type { BodyOf } from '../../api/call.ts';

export type ExaminedRotation = BodyOf<typeof findRotationRoute>;
