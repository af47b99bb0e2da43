import ts from 'typescript';

/** `export const name = …`, without `as const`, `satisfies …` and brackets around the value. */
export interface Constant {
  readonly name: string;
  readonly value: ts.Expression;
}

const isWrapper = (
  node: ts.Expression,
): node is ts.AsExpression | ts.SatisfiesExpression | ts.ParenthesizedExpression =>
  ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node);

const bare = (node: ts.Expression): ts.Expression => (isWrapper(node) ? bare(node.expression) : node);

/** The constants at the top level of a file. */
export const constantsOf = (file: ts.SourceFile): readonly Constant[] =>
  file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) =>
      declarationList.declarations.flatMap(({ name, initializer }) =>
        ts.isIdentifier(name) && initializer !== undefined
          ? [{ name: name.text, value: bare(initializer) }]
          : [],
      ),
    );
