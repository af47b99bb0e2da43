import { unreadable } from '../configuration/encoded-text.ts';
import type { HeldKey } from '../configuration/held-key.ts';
import {
  addition,
  edited,
  isNull,
  namesOf,
  parseJson,
  replacement,
  textOf,
  valueOf,
  type Edit,
  type JsonNode,
} from '../configuration/json-text.ts';
import { entryEdits, heldInEntries } from '../configuration/keyed-entries.ts';
import { lostNames, meaningOf, type Meaning } from '../configuration/meaning.ts';
import { configurationEntryForm } from './configuration-entry.ts';

/** Which assignments get the key: all, or those of the given smart groups. */
export type RuleChoice = (rule: JsonNode) => boolean;

export const chooseRules = (smartGroupUuids: readonly string[] | undefined): RuleChoice => {
  if (smartGroupUuids === undefined) return () => true;
  const chosen = new Set(smartGroupUuids);
  return (rule) =>
    (valueOf(valueOf(rule, 'distribution'), 'smart_groups')?.children ?? []).some((uuid) =>
      chosen.has(textOf(uuid)?.toLowerCase() ?? ''),
    );
};

const what = 'The assignments of the app in Workspace ONE';
const entriesName = 'application_configuration';

/** The assignments of an app as Workspace ONE wrote them: a PUT replaces everything, so the same text goes back, changed at the key only. */
export class AssignmentRules {
  readonly #root: JsonNode;
  readonly #rules: readonly JsonNode[];

  /** Throws DeliveryProblem for what cannot go back as it came. */
  constructor(
    readonly text: string,
    private readonly choice: RuleChoice,
  ) {
    const root = parseJson(text);
    const rules = root?.type === 'object' ? rulesIn(root) : undefined;
    if (root === undefined || rules === undefined || [root, ...rules].some(hasNameTwice))
      throw unreadable(what);
    this.#root = root;
    this.#rules = rules;
  }

  /** Of all assignments. */
  get size(): number {
    return this.#rules.length;
  }

  get chosen(): readonly JsonNode[] {
    return this.#rules.filter(this.choice);
  }

  /** What each of the chosen assignments has under the key. */
  held(key: string): readonly HeldKey[] {
    return this.chosen.map((rule) => heldInEntries(valueOf(rule, entriesName), key, configurationEntryForm));
  }

  /** With the key set, or with null taken out, in the chosen assignments, and nothing else changed. */
  with(key: string, value: string | null): AssignmentRules {
    const edits = this.chosen.flatMap((rule) => ruleEdits(rule, key, value));
    return new AssignmentRules(edited(this.text, edits), this.choice);
  }

  /** With a first assignment, where there is none. */
  withFirst(smartGroupUuids: readonly string[], deliveryMethod: 'ON_DEMAND' | 'AUTO'): AssignmentRules {
    const distribution = {
      name: 'MDM Gate',
      smart_groups: smartGroupUuids,
      app_delivery_method: deliveryMethod,
    };
    const rule = JSON.stringify([{ priority: 0, distribution, application_configuration: [] }]);
    const list = valueOf(this.#root, 'assignments');
    const edit = list === undefined ? addition(this.#root, `"assignments":${rule}`) : replacement(list, rule);
    return new AssignmentRules(edited(this.text, [edit]), this.choice);
  }

  /** What of others is missing or different in a later state. */
  lostIn(after: AssignmentRules, key: string): readonly string[] {
    return lostNames(this.#neighbours(key), after.#neighbours(key));
  }

  #neighbours(key: string): ReadonlyMap<string, Meaning> {
    const { text } = this.with(key, null);
    const meaning = meaningOf(parseJson(text), text);
    return meaning instanceof Map ? (meaning as ReadonlyMap<string, Meaning>) : new Map<string, Meaning>();
  }
}

const rulesIn = (root: JsonNode): readonly JsonNode[] | undefined => {
  const list = valueOf(root, 'assignments');
  if (list?.type === 'array') return list.children ?? [];
  return isNull(list) ? [] : undefined;
};

const hasNameTwice = (node: JsonNode): boolean => {
  const names = namesOf(node);
  return new Set(names).size < names.length;
};

const ruleEdits = (rule: JsonNode, key: string, value: string | null): readonly Edit[] => {
  const list = valueOf(rule, entriesName);
  if (list?.type === 'array') return entryEdits(list, configurationEntryForm, { key, value });
  if (!isNull(list)) throw unreadable(what);
  if (value === null) return [];
  const entries = `[${configurationEntryForm.write(key, value)}]`;
  return [
    list === undefined
      ? addition(rule, `${JSON.stringify(entriesName)}:${entries}`)
      : replacement(list, entries),
  ];
};
