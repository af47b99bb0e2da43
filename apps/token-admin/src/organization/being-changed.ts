import type { OrganizationState } from './organization-state.ts';

/** Whoever adds or removes the connection right now will say how it ended, and who wanted it. */
export const isBeingChanged = (
  { underWay }: OrganizationState,
  { connectionId, removed }: { readonly connectionId: string; readonly removed: boolean },
): boolean =>
  underWay.some(
    ({ action, subjectId }) =>
      subjectId === connectionId && action === (removed ? 'removeMdmConnection' : 'addMdmConnection'),
  );
