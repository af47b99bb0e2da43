import type { Pace } from './delivery-step.ts';

/** How the reconciler works; see the configuration. */
export class ReconcileSettings {
  constructor(
    readonly deliveriesAtOnce: number,
    readonly leaseMs: number,
    readonly pace: Pace,
  ) {}
}
