import { parseJson, rawOf, valueOf, type JsonNode } from '../configuration/json-text.ts';
import { unreadable } from '../configuration/encoded-text.ts';

const what = 'The app configuration policy in Intune';

/** A policy as Graph wrote it: what we do not change goes back as the same text. */
export class PolicyText {
  private constructor(
    readonly text: string,
    readonly root: JsonNode,
  ) {}

  /** Throws DeliveryProblem for a policy that has a field twice: one of the two would be lost. */
  static parse(text: string): PolicyText {
    const root = parseJson(text);
    if (root?.type !== 'object') throw unreadable(what);
    const names = (root.children ?? []).map(({ children = [] }) => String(children[0]?.value));
    if (new Set(names).size < names.length) throw unreadable(what, 'has a field twice');
    return new PolicyText(text, root);
  }

  field(name: string): JsonNode | undefined {
    return valueOf(this.root, name);
  }

  /** All fields but some, without nulls, and with others in the place of what is there. */
  bodyOf(isLeftOut: (name: string) => boolean, content: Readonly<Record<string, string>>): string {
    const kept = (this.root.children ?? []).flatMap(({ children: [name, value] = [] }) => {
      if (name === undefined || value === undefined || value.type === 'null') return [];
      const text = String(name.value);
      return isLeftOut(text) || text in content
        ? []
        : [`${rawOf(this.text, name)}:${rawOf(this.text, value)}`];
    });
    const given = Object.entries(content).map(([name, raw]) => `${JSON.stringify(name)}:${raw}`);
    return `{${[...kept, ...given].join(',')}}`;
  }
}
