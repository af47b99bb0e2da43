import ts from 'typescript';

/** A name in a list of arguments or elements, or (`spread`) all that the list of this name holds. */
export interface Reference {
  readonly name: string;
  readonly spread: boolean;
}

/** What is neither a name nor a spread name stands as its text, which no catalogue knows. */
export const referencesIn = (expressions: readonly ts.Expression[]): readonly Reference[] =>
  expressions.map((expression) =>
    ts.isSpreadElement(expression)
      ? { name: expression.expression.getText(), spread: true }
      : { name: expression.getText(), spread: false },
  );

/** The lists of names in these files, by their own name. */
export type NameLists = ReadonlyMap<string, readonly Reference[]>;

/** Names with spread lists replaced by what they hold. */
export const namesOf = (references: readonly Reference[], lists: NameLists): readonly string[] =>
  references.flatMap(({ name, spread }) => (spread ? namesOf(lists.get(name) ?? [], lists) : [name]));
