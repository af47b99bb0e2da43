import type { Impact } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';

/** How a change that may halt devices is let through. */
export interface Gate {
  /** Whether it waits for an acknowledgement. A compromised token does not. */
  readonly isGated: boolean;
  /** How many halted devices the caller is content with; null when the caller has not said so. */
  readonly acknowledged: number | null;
  /** False: only the impact is wanted, or the change is made elsewhere. */
  readonly writes: boolean;
  /** Why nobody may go on while no device was seen yet, unless the caller has said so. */
  readonly whyNotUnseen?: string | null;
}

/** What a caller says of it, in the query and in the body. */
export interface Asked {
  readonly dryRun?: 'true' | 'false' | undefined;
  readonly acknowledgeHaltedDevices?: number | undefined;
}

export const isDryRun = ({ dryRun }: Pick<Asked, 'dryRun'>): boolean => dryRun === 'true';

export const gateOf = (asked: Asked): Gate => ({
  isGated: !isDryRun(asked),
  acknowledged: asked.acknowledgeHaltedDevices ?? null,
  writes: !isDryRun(asked),
});

/** Throws `would-halt-devices`, with the impact, unless the caller is content with it. */
export const requireAcknowledgement = (gate: Gate, impact: Impact): void => {
  if (!gate.isGated) return;
  if (impact.halted > (gate.acknowledged ?? 0)) throw wouldHalt(impact, detailOf(impact));
  const isUnseen = gate.acknowledged === null && impact.activeDevices === 0;
  if (isUnseen && typeof gate.whyNotUnseen === 'string') throw wouldHalt(impact, gate.whyNotUnseen);
};

const detailOf = ({ halted, activeDevices }: Impact): string =>
  `${halted} of ${activeDevices} active devices would be halted. If that is meant, send acknowledgeHaltedDevices: ${halted}`;

const wouldHalt = (impact: Impact, detail: string): CodedError =>
  new CodedError('would-halt-devices', detail, { impact });
