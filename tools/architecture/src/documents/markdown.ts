/** Where the links of a page lead, without their fragments; only those into the repository. */
export const localLinksOf = (page: string): readonly string[] =>
  [...page.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => (target ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));

/** The scripts of the root package.json that a page tells its readers to run. */
export const npmScriptsOf = (page: string): readonly string[] => [
  ...new Set(
    [...page.matchAll(/\bnpm (?:run )?((?!install\b|ci\b|exec\b|pack\b|run\b|version\b)[a-z][a-z:-]*)/g)]
      .map(([, script]) => script ?? '')
      .filter((script) => isCommand(page, script)),
  ),
];

/** `npm test` in code, not "npm and" in a sentence. */
const isCommand = (page: string, script: string): boolean =>
  new RegExp('(?:`|^|\\n)(?:[A-Z_]+=\\S+ )?npm (?:run )?' + script).test(page);

/** The folders that commands of a page name after `--workspace`. */
export const projectsNamedIn = (page: string): readonly string[] => [
  ...[...page.matchAll(/--workspace (\S+?)`?(?=[\s`]|$)/g)].map(([, folder]) => folder ?? ''),
];
