import type { DeviceCount } from '../device/device-counts.ts';
import type { StoredRotation } from './rotation.entity.ts';

/** How many active devices last proceeded by which token. */
export interface Adoption {
  readonly onNew: number;
  readonly onOld: number;
  readonly onOther: number;
}

type Lane = keyof Adoption;

const laneOf = ({ tokenId, replaces }: StoredRotation, { proceededTokenId }: DeviceCount): Lane => {
  if (proceededTokenId === tokenId) return 'onNew';
  return proceededTokenId !== null && replaces.includes(proceededTokenId) ? 'onOld' : 'onOther';
};

export const adoptionOf = (rotation: StoredRotation, active: readonly DeviceCount[]): Adoption => {
  const adoption = { onNew: 0, onOld: 0, onOther: 0 };
  for (const count of active) adoption[laneOf(rotation, count)] += count.devices;
  return adoption;
};

/** Null while there are none of either. */
export const shareOf = ({ onNew, onOld }: Adoption): number | null =>
  onNew + onOld === 0 ? null : onNew / (onNew + onOld);
