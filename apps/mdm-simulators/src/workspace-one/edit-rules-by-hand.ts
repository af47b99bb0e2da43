import { type HandEdit, type KeyEdit } from '../vendor/hand-edit.ts';
import { type Assignment, type UemApp } from './workspace-one.state.ts';

function editKey(assignment: Assignment, { key, value, type, again }: KeyEdit): void {
  const entries = assignment.application_configuration;
  const others = again ? entries : entries.filter((entry) => entry.key !== key);
  const edited = { key, value: value ?? '', type: type.toUpperCase(), nested_configurations: [] };
  assignment.application_configuration = value === null ? others : [...others, edited];
}

function addGroup([first]: readonly Assignment[], group: string): void {
  if (first !== undefined) {
    first.distribution = {
      ...first.distribution,
      smart_groups: [...first.distribution.smart_groups, group.toUpperCase()],
    };
  }
}

/** The administrator edits all assignments of the app in the console. False: it has none. */
export function editRulesByHand({ rules: { assignments } }: UemApp, edit: HandEdit): boolean {
  if ('assignGroup' in edit) {
    addGroup(assignments, edit.assignGroup);
    return assignments.length > 0;
  }
  for (const assignment of assignments) {
    if ('key' in edit) {
      editKey(assignment, edit);
    } else {
      assignment.distribution = { ...assignment.distribution, description: edit.description };
    }
  }
  return assignments.length > 0;
}
