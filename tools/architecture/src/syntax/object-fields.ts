import ts from 'typescript';

/** The text of a string field of an object literal, or an empty one. */
export const textField = (object: ts.ObjectLiteralExpression, field: string): string => {
  const value = fieldOf(object, field);
  return value !== undefined && ts.isStringLiteralLike(value) ? value.text : '';
};

/** The texts in a list field of an object literal. */
export const textListField = (object: ts.ObjectLiteralExpression, field: string): readonly string[] => {
  const value = fieldOf(object, field);
  return value !== undefined && ts.isArrayLiteralExpression(value)
    ? value.elements.filter(ts.isStringLiteralLike).map(({ text }) => text)
    : [];
};

const fieldOf = (object: ts.ObjectLiteralExpression, field: string): ts.Expression | undefined =>
  object.properties.filter(ts.isPropertyAssignment).find(({ name }) => name.getText() === field)?.initializer;
