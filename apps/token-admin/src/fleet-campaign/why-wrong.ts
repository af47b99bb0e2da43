import type { Rotation, RotationProgress } from '@mdm-gate/contracts';

export type Examined = Rotation & { readonly progress: RotationProgress };

const isShareReached = ({ advance, progress: { onNew, onOld } }: Examined): boolean =>
  onOld === 0 || (advance !== 'by-hand' && onNew / (onNew + onOld) >= advance.whenShare);

const whyNotDelivering = ({ progress: { delivered } }: Examined): string | null =>
  delivered?.every(({ holdsNewToken }) => holdsNewToken) === true ? 'everything is delivered' : null;

const whyNotAdopting = (rotation: Examined): string | null =>
  rotation.advance !== 'by-hand' && isShareReached(rotation) ? 'enough devices have it' : null;

/** Why it should have left this state by itself, or not be in it without saying why. */
const whyNotInState: Readonly<
  Record<Rotation['state'], (rotation: Examined, nowMs: number) => string | null>
> = {
  delivering: whyNotDelivering,
  adopting: whyNotAdopting,
  grace: ({ graceEndsAt }, nowMs) =>
    Date.parse(graceEndsAt ?? '') > nowMs ? null : 'the grace time is over',
  held: ({ heldBecause }) => (heldBecause === null ? 'it says not why it is held' : null),
  completed: () => null,
  cancelled: () => null,
};

const isTooLate = (rotation: Examined, nowMs: number): boolean =>
  (rotation.state === 'delivering' || rotation.state === 'adopting') &&
  rotation.deadline !== null &&
  Date.parse(rotation.deadline) <= nowMs &&
  !isShareReached(rotation);

export const isOpen = ({ state }: Rotation): boolean => state !== 'completed' && state !== 'cancelled';

/** Why the rotation should not be where it is, or does not say why it is there; null when all is well. */
export const whyWrong = (rotation: Examined, nowMs: number): string | null => {
  if (isOpen(rotation) && rotation.waitingFor === null) return 'it says not what it waits for';
  if (isTooLate(rotation, nowMs)) return 'its deadline has passed';
  return whyNotInState[rotation.state](rotation, nowMs);
};
