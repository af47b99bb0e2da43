import { Injectable } from '@nestjs/common';
import { Devices } from '../device/devices.ts';
import { DryRuns } from '../impact/dry-runs.ts';
import { Effects } from './effects.ts';

/** What is answered of a change of tokens: what it would do, whether it has taken effect, and whom it concerns. */
@Injectable()
export class Outcomes {
  constructor(
    readonly effects: Effects,
    readonly dryRuns: DryRuns,
    readonly devices: Devices,
  ) {}
}
