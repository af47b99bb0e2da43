const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const line${index} = ${index};`).join('\n');

const statements = (count: number): string =>
  Array.from({ length: count }, (_, index) => `  sum += ${index};`).join('\n');

const branches = (count: number): string =>
  Array.from({ length: count }, (_, index) => `  if (given === ${index}) return ${index};`).join('\n');

const parameters = (count: number): string =>
  Array.from({ length: count }, (_, index) => `p${index}: string`).join(', ');

const longFunction = (count: number): string =>
  `export const add = (): number => {\n  let sum = 0;\n${statements(count)}\n  return sum;\n};\n`;

const branchingFunction = (count: number): string =>
  `export const pick = (given: number): number => {\n${branches(count)}\n  return -1;\n};\n`;

/** For each rule of the house style: code that breaks it by the least that is too much. */
export const plantedStyle: Readonly<Record<string, string>> = {
  complexity: branchingFunction(8),
  'max-lines': `${lines(201)}\n`,
  'max-lines-per-function': longFunction(48),
  'max-params': `export type Taken = string;\nexport function take(${parameters(5)}): void {}\n`,
  'no-console': "console.log('hello');\n",
  'no-restricted-globals': 'export const timer = setInterval(() => undefined, 1_000);\n',
  'no-restricted-imports': "export * from '@nats-io/jetstream';\n",
  'typescript/no-explicit-any': `export const parsed = JSON.parse('1') ${['as', 'any'].join(' ')};\n`,
  'typescript/no-non-null-assertion': 'export const first = (list: string[]): string => list[0]!;\n',
  'typescript/ban-ts-comment': `// ${['@ts', 'ignore'].join('-')}\nexport const text: string = 1;\n`,
  'typescript/no-floating-promises': 'Promise.resolve(1);\n',
  'typescript/switch-exhaustiveness-check':
    "export const say = (word: 'a' | 'b'): string => {\n  switch (word) {\n    case 'a':\n      return word;\n  }\n  return '';\n};\n",
};

export const styleFile = (rule: string): string =>
  `libs/service-kit/src/${rule.replace('typescript/', '').replaceAll('-', '_')}.ts`;

/** Code that keeps to each limit exactly. */
export const styleInOrder: Readonly<Record<string, string>> = {
  'libs/service-kit/src/limits/branches.ts': branchingFunction(7),
  'libs/service-kit/src/limits/lines.ts': `${lines(200)}\n`,
  'libs/service-kit/src/limits/function.ts': longFunction(46),
  'libs/service-kit/src/limits/parameters.ts': `export const join = (${parameters(4)}): string => p0 + p1 + p2 + p3;\n`,
};

export const styleFiles: Readonly<Record<string, string>> = Object.assign(
  { ...styleInOrder },
  ...Object.entries(plantedStyle).map(([rule, code]) => ({ [styleFile(rule)]: code })),
) as Record<string, string>;
