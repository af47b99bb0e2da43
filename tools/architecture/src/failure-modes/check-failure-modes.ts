/** What each code is documented with. */
const parts = ['What happened', 'What to do', 'For operators'] as const;

interface Section {
  readonly code: string;
  readonly text: string;
}

/** The sections under `### \`code\`` of a page. */
const sectionsOf = (page: string): readonly Section[] =>
  page
    .split(/^#{1,3} (?=`?)/m)
    .map((text) => /^`([a-z-]+)`\n/.exec(text))
    .filter((match) => match !== null)
    .map((match) => ({ code: match[1] ?? '', text: match.input }));

/** Every code has its section with all parts, no section is for anything else, and each list is in alphabetical order. */
export const checkFailureModes = (page: string, lists: readonly (readonly string[])[]): readonly string[] => {
  const sections = sectionsOf(page);
  const documented = sections.map(({ code }) => code);
  const codes = lists.flat();
  return [
    ...codes.filter((code) => !documented.includes(code)).map((code) => `${code}: is not documented`),
    ...documented.filter((code) => !codes.includes(code)).map((code) => `${code}: there is no such code`),
    ...documented
      .filter((code, index) => documented.indexOf(code) !== index)
      .map((code) => `${code}: is documented twice`),
    ...sections.flatMap(checkParts),
    ...lists.flatMap((list) => checkOrder(documented.filter((code) => list.includes(code)))),
  ];
};

const checkParts = ({ code, text }: Section): readonly string[] =>
  parts
    .filter((part) => !new RegExp(`^- \\*\\*${part}:\\*\\* \\S`, 'm').test(text))
    .map((part) => `${code}: lacks "${part}"`);

const checkOrder = (codes: readonly string[]): readonly string[] =>
  codes
    .filter((code, index) => index > 0 && code < (codes[index - 1] ?? ''))
    .map((code) => `${code}: is not in alphabetical order`);
