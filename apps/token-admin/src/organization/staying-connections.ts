import type { OrganizationState } from './organization-state.ts';

/** One whose removal is under way is as good as gone: the removal may end at any moment. */
export const stayingConnections = ({
  connectionIds,
  underWay,
}: Pick<OrganizationState, 'connectionIds' | 'underWay'>): readonly string[] => {
  const leaving = underWay
    .filter(({ action }) => action === 'removeMdmConnection')
    .map(({ subjectId }) => subjectId);
  return connectionIds.filter((id) => !leaving.includes(id));
};
