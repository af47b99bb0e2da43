import type { Rotation } from '@mdm-gate/contracts';
import type { StoredRotation } from './rotation.entity.ts';

const hourMs = 3_600_000;

const graceEndsAt = ({ state, stateSince, graceHours }: StoredRotation): string | null =>
  state === 'grace' ? new Date(stateSince.getTime() + graceHours * hourMs).toISOString() : null;

const heldWords = {
  'would-halt-devices':
    'A person: the next step would halt active devices. See the stragglers, then advance with acknowledgeHaltedDevices, or cancel',
  'deadline-passed': 'A person: the deadline has passed below the share. Advance it by hand, or cancel',
  'last-active-token': 'A person: the next step would leave no active token. Cancel, or create another token',
  'by-hand': 'A person: somebody held it. Resume it, advance it, or cancel',
} as const;

const adoptionWords = ({ advance }: StoredRotation): string =>
  advance === 'by-hand'
    ? 'A person: advance it when enough devices are on the new token'
    : `Devices: ${advance.whenShare * 100} % of those concerned must be on the new token`;

const heldReason = (heldBecause: StoredRotation['heldBecause']): string | null =>
  heldBecause === null ? null : heldWords[heldBecause];

const waitingFor = (rotation: StoredRotation): string | null => {
  const { state, heldBecause } = rotation;
  switch (state) {
    case 'delivering':
      return 'The MDM systems: every delivery of the new token must be stored';
    case 'adopting':
      return adoptionWords(rotation);
    case 'grace':
      return `The end of the grace time: ${graceEndsAt(rotation) ?? ''}`;
    case 'held':
      return heldReason(heldBecause);
    case 'completed':
    case 'cancelled':
      return null;
  }
};

const isEnded = ({ state }: StoredRotation): boolean => state === 'completed' || state === 'cancelled';

/** What it revoked is under way in its own name, or in that of the token whose revocation ended it. */
const isEffective = (
  { rotationId, tokenId, replaces }: StoredRotation,
  notEffective: ReadonlySet<string>,
): boolean => ![rotationId, tokenId, ...replaces].some((id) => notEffective.has(id));

/** `notEffective`: tokens and rotations of which a revocation has not taken effect yet. */
export const shownRotation = (rotation: StoredRotation, notEffective: ReadonlySet<string>): Rotation => ({
  rotationId: rotation.rotationId,
  label: rotation.label,
  state: rotation.state,
  stateSince: rotation.stateSince.toISOString(),
  connectionId: rotation.connectionId,
  tokenId: rotation.tokenId,
  replaces: [...rotation.replaces],
  advance: rotation.advance,
  graceHours: rotation.graceHours,
  graceEndsAt: graceEndsAt(rotation),
  deadline: rotation.deadline?.toISOString() ?? null,
  startedAt: rotation.startedAt.toISOString(),
  endedAt: isEnded(rotation) ? rotation.stateSince.toISOString() : null,
  effective: isEnded(rotation) ? isEffective(rotation, notEffective) : null,
  createdBy: rotation.createdBy,
  waitingFor: waitingFor(rotation),
  heldIn: rotation.heldIn,
  heldBecause: rotation.heldBecause,
  version: rotation.version,
});
