import type { Slot } from '../mdm-vendor.ts';
import type { AssignmentRule, AssignmentRules, ConfigurationEntry } from './workspace-one.schema.ts';

/** Which assignments get the key: all, or those of the given smart groups. */
export type RuleChoice = (rule: AssignmentRule) => boolean;

export const chooseRules = (smartGroupUuids: readonly string[] | undefined): RuleChoice => {
  if (smartGroupUuids === undefined) return () => true;
  const chosen = new Set(smartGroupUuids);
  return ({ distribution }) => distribution.smart_groups.some((uuid) => chosen.has(uuid.toLowerCase()));
};

/** The key's value in one assignment; undefined when it does not have the key. */
export const valueIn = (rule: AssignmentRule, key: string): string | undefined => {
  const entry = rule.application_configuration?.find((each) => each.key === key);
  return entry === undefined ? undefined : String(entry.value ?? '');
};

/** The whole document with the key set (or, with null, taken out) in the chosen assignments, and nothing else changed. */
export const withValue = (
  rules: AssignmentRules,
  { key }: Pick<Slot, 'key'>,
  change: { readonly choice: RuleChoice; readonly value: string | null },
): AssignmentRules => ({
  ...rules,
  assignments: rules.assignments.map((rule) =>
    change.choice(rule)
      ? {
          ...rule,
          application_configuration: changedEntries(rule.application_configuration ?? [], key, change.value),
        }
      : rule,
  ),
});

const changedEntries = (
  entries: readonly ConfigurationEntry[],
  key: string,
  value: string | null,
): ConfigurationEntry[] => {
  if (value === null) return entries.filter((entry) => entry.key !== key);
  const known = entries.find((entry) => entry.key === key);
  if (known !== undefined) return entries.map((entry) => (entry === known ? { ...entry, value } : entry));
  return [...entries, { key, value, type: 'STRING', nested_configurations: [] }];
};

/** The first assignment of an app that has none. */
export const firstRule = (
  smartGroupUuids: readonly string[],
  deliveryMethod: 'ON_DEMAND' | 'AUTO',
): AssignmentRule => ({
  priority: 0,
  distribution: {
    name: 'MDM Gate',
    smart_groups: [...smartGroupUuids],
    app_delivery_method: deliveryMethod,
  },
  application_configuration: [],
});
