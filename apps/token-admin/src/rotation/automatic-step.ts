import type { Adoption } from './adoption.ts';
import type { StoredRotation } from './rotation.entity.ts';

const hourMs = 3_600_000;

export interface Facts {
  /** Null: mdm-push could not be asked. */
  readonly allStored: boolean | null;
  readonly adoption: Adoption;
  readonly now: Date;
}

/** Whether enough of the devices concerned are on the new token. With none of them on an old one nobody is waited for. */
export const isShareReached = ({ advance }: StoredRotation, { onNew, onOld }: Adoption): boolean =>
  onOld === 0 || (advance !== 'by-hand' && onNew / (onNew + onOld) >= advance.whenShare);

const isDue = ({ stateSince, graceHours }: StoredRotation, now: Date): boolean =>
  now.getTime() >= stateSince.getTime() + graceHours * hourMs;

const mayLeaveAdopting = (rotation: StoredRotation, { adoption, now }: Facts): boolean => {
  const { advance } = rotation;
  if (advance === 'by-hand') return false;
  const notBefore = advance.notBefore === null ? null : new Date(advance.notBefore);
  return isShareReached(rotation, adoption) && (notBefore === null || now >= notBefore);
};

const isTooLate = (rotation: StoredRotation, { adoption, now }: Facts): boolean =>
  rotation.deadline !== null && now >= rotation.deadline && !isShareReached(rotation, adoption);

/** What a rotation does by itself now. */
export const automaticStep = (
  rotation: StoredRotation,
  facts: Facts,
): 'advance' | 'deadline-passed' | null => {
  switch (rotation.state) {
    case 'delivering':
      return beforeDeadline(rotation, facts, facts.allStored === true);
    case 'adopting':
      return beforeDeadline(rotation, facts, mayLeaveAdopting(rotation, facts));
    case 'grace':
      return isDue(rotation, facts.now) ? 'advance' : null;
    case 'held':
    case 'completed':
    case 'cancelled':
      return null;
  }
};

const beforeDeadline = (rotation: StoredRotation, facts: Facts, goesOn: boolean) => {
  if (isTooLate(rotation, facts)) return 'deadline-passed';
  return goesOn ? 'advance' : null;
};
