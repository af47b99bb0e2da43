import type { PolicyMode } from '@mdm-gate/contracts';

/** From nothing to everything, in the order one climbs. */
export const policyLadder: readonly {
  readonly mode: PolicyMode;
  readonly word: string;
  readonly what: string;
}[] = [
  { mode: 'off', word: 'Off', what: 'Nothing is asked of devices.' },
  {
    mode: 'monitor',
    word: 'Monitor',
    what: 'Every check is judged, and every device goes on. Nobody is halted.',
  },
  {
    mode: 'enforce-pairing',
    word: 'Enforce pairing',
    what: 'New devices must present an active token. Those that are paired already are only monitored.',
  },
  {
    mode: 'enforce',
    word: 'Enforce',
    what: 'Devices that do not present an active token can neither pair nor authenticate.',
  },
];

export const policyWord = (mode: PolicyMode): string =>
  policyLadder.find((step) => step.mode === mode)?.word ?? mode;
