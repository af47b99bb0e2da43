import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPackage } from '../projects/project.ts';
import { listFiles } from '../workspace/list-files.ts';
import { localLinksOf, npmScriptsOf, projectsNamedIn } from './markdown.ts';

/** What the documents promise is there: commands, projects, and what links lead to. */
export const checkDocuments = (root: string): readonly string[] => {
  const scripts = Object.keys(readPackage(root, '.').scripts ?? {});
  return listFiles(root)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => checkDocument(root, file, scripts));
};

const checkDocument = (root: string, file: string, scripts: readonly string[]): readonly string[] => {
  const page = readFileSync(join(root, file), 'utf8');
  return [
    ...npmScriptsOf(page)
      .filter((script) => !scripts.includes(script))
      .map((script) => `${file}: package.json has no script "${script}"`),
    ...(/\bnpx [a-z@]/.test(page)
      ? [`${file}: npx takes a stranger's package where ours is not installed: name a script`]
      : []),
    ...projectsNamedIn(page)
      .filter((folder) => !existsSync(join(root, folder, 'package.json')))
      .map((folder) => `${file}: there is no project ${folder}`),
    ...localLinksOf(page)
      .filter((target) => !existsSync(join(root, dirname(file), target)))
      .map((target) => `${file}: the link to ${target} leads nowhere`),
  ];
};

/** Decisions are numbered without gaps and listed in that order. */
export const checkDecisions = (root: string): readonly string[] => {
  const folder = 'docs/adr';
  const files = listFiles(root, folder)
    .map((file) => file.slice(folder.length + 1))
    .filter((file) => file !== 'README.md');
  const listed = localLinksOf(readFileSync(join(root, folder, 'README.md'), 'utf8'));
  return [
    ...files.flatMap((file, index) => {
      const number = String(index + 1).padStart(4, '0');
      return file.startsWith(`${number}-`) && file.endsWith('.md')
        ? []
        : [`${folder}/${file}: must be number ${number}, as NNNN-title.md`];
    }),
    ...(files.join() === listed.join()
      ? []
      : [`${folder}/README.md: lists [${listed.join()}], but there is [${files.join()}]`]),
  ];
};
