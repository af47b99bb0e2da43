import { uemError } from './uem-error.ts';
import {
  type Assignment,
  type AssignmentRules,
  type ConfigurationEntry,
  type UemApp,
  type WorkspaceOneTenant,
} from './workspace-one.state.ts';

const refuse = (message: string): never => {
  throw uemError(400, 6, message);
};

const lower = (uuids: readonly string[]): string[] => uuids.map((uuid) => uuid.toLowerCase());
const repeats = (names: readonly string[]): boolean => new Set(names).size !== names.length;

function checkGroups(
  tenant: WorkspaceOneTenant,
  assignment: Assignment,
  excluded: ReadonlySet<string>,
): void {
  const groups = lower(assignment.distribution.smart_groups);
  const known = new Set(tenant.smartGroups.map(({ uuid }) => uuid));
  if (groups.length === 0) {
    refuse('An assignment needs a smart group.');
  }
  if (repeats(groups)) {
    refuse('A smart group is repeated.');
  }
  if (groups.some((group) => !known.has(group))) {
    refuse('A smart group is not valid.');
  }
  if (groups.some((group) => excluded.has(group))) {
    refuse('The same group is assigned and excluded.');
  }
}

const FORMS: Readonly<Record<string, RegExp>> = {
  INTEGER: /^-?\d+$/u,
  BOOLEAN: /^(true|false)$/iu,
};

function checkEntry(entry: ConfigurationEntry, app: UemApp): void {
  if (FORMS[String(entry.type)]?.test(entry.value ?? '') === false) {
    refuse('The value does not fit the type.');
  }
  if (app.template !== null && !app.template.some(({ key }) => key === entry.key)) {
    refuse('The configuration key is not valid.');
  }
}

function checkConfiguration(assignment: Assignment, app: UemApp): void {
  if (repeats(assignment.application_configuration.map(({ key }) => key))) {
    refuse('A configuration key is repeated.');
  }
  for (const entry of assignment.application_configuration) {
    checkEntry(entry, app);
  }
}

function checkPriorities(assignments: readonly Assignment[]): void {
  if (assignments.some(({ priority }, place) => priority !== place)) {
    refuse('Priorities have to be 0 to n-1, without gap and without repetition.');
  }
}

/** The vendor's rules for assignments that are sorted by priority. */
export function checkRules(tenant: WorkspaceOneTenant, app: UemApp, rules: AssignmentRules): void {
  const excluded = new Set(lower(rules.excluded_smart_groups));
  if (rules.assignments.length === 0 && excluded.size > 0) {
    throw uemError(422, 1012, 'Exclusions need assignments.');
  }
  checkPriorities(rules.assignments);
  for (const assignment of rules.assignments) {
    checkGroups(tenant, assignment, excluded);
    checkConfiguration(assignment, app);
  }
}
