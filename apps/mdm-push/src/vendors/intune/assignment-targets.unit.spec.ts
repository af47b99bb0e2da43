import { mergedTargets, missingGroups, reachesAnybody } from './assignment-targets.ts';

const group = (groupId: string) => ({
  target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId },
});
const excluded = (groupId: string) => ({
  target: { '@odata.type': '#microsoft.graph.exclusionGroupAssignmentTarget', groupId },
});
const everybody = { target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } };

describe('the targets of a policy', () => {
  it('are sent again whole, because assigning replaces the list', () => {
    const filtered = {
      target: {
        ...group('a').target,
        deviceAndAppManagementAssignmentFilterId: 'f',
        deviceAndAppManagementAssignmentFilterType: 'include',
      },
    };
    expect(mergedTargets([filtered, excluded('b')], ['c'])).toEqual([
      filtered.target,
      excluded('b').target,
      group('c').target,
    ]);
  });

  it('leave a group excluded that an administrator excluded', () => {
    expect(missingGroups([excluded('A')], ['a'])).toEqual([]);
  });

  it('know a group in whatever case its id is written', () => {
    expect(missingGroups([group('AB')], ['ab', 'c'])).toEqual(['c']);
  });

  it('reach nobody when they only exclude', () => {
    expect(reachesAnybody([])).toBe(false);
    expect(reachesAnybody([excluded('a')])).toBe(false);
    expect(reachesAnybody([everybody])).toBe(true);
  });
});
