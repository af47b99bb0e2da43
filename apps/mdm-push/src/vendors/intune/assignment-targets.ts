import type { Assignment } from './intune.schema.ts';

const groupTarget = '#microsoft.graph.groupAssignmentTarget';
const exclusionTarget = '#microsoft.graph.exclusionGroupAssignmentTarget';

/** The groups that are neither assigned nor excluded yet. A group that an administrator excluded stays excluded. */
export const missingGroups = (
  assignments: readonly Assignment[],
  groupIds: readonly string[],
): readonly string[] => {
  const known = new Set(assignments.map(({ target }) => target.groupId?.toLowerCase()));
  return groupIds.filter((groupId) => !known.has(groupId.toLowerCase()));
};

/** `assign` replaces the list: what is there is sent again, with its filters. */
export const mergedTargets = (
  assignments: readonly Assignment[],
  groupIds: readonly string[],
): readonly object[] => [
  ...assignments.map(({ target }) => withoutNulls(target)),
  ...missingGroups(assignments, groupIds).map((groupId) => ({ '@odata.type': groupTarget, groupId })),
];

/** Whether anybody is meant by it. */
export const reachesAnybody = (assignments: readonly Assignment[]): boolean =>
  assignments.some(({ target }) => target['@odata.type'] !== exclusionTarget);

/** The targets that are not there, or not with the same filter, in a later list. */
export const lostTargets = (
  before: readonly Assignment[],
  after: readonly Assignment[],
): readonly string[] => {
  const left = new Set(after.map(({ target }) => textOf(target)));
  return before.flatMap(({ target }) =>
    left.has(textOf(target)) ? [] : [`the assignment to ${target.groupId ?? target['@odata.type']}`],
  );
};

const textOf = (target: object): string =>
  JSON.stringify(
    Object.entries(withoutNulls(target)).sort(([one], [other]) => one.localeCompare(other)),
  ).toLowerCase();

const withoutNulls = (target: object): object =>
  Object.fromEntries(Object.entries(target).filter(([, value]) => value !== null));
