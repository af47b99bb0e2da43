import { readPackage, readProjects, readReferences, type Project } from './project.ts';

const ownScope = '@mdm-gate/';

/** What package.json and tsconfig.json of the projects, and of the workspace, say twice, they say alike. */
export const checkProjects = (root: string): readonly string[] => {
  const projects = readProjects(root);
  return [
    ...projects.flatMap(checkName),
    ...projects.flatMap(checkTesting),
    ...projects.flatMap((project) => checkReferences(project, projects)),
    ...checkRootReferences(readReferences(root, '.') ?? [], projects),
    ...checkVersions([{ folder: '.', package: readPackage(root, '.') }, ...projects]),
  ];
};

/** The folder, the package and the Nx project have one name, and the tags that boundaries need. */
const checkName = ({ folder, package: { name, nx } }: Project): readonly string[] => {
  const expected = folder.split('/')[1] ?? '';
  return [
    ...(name === ownScope + expected ? [] : [`${folder}: the package must be called ${ownScope}${expected}`]),
    ...(nx?.name === expected ? [] : [`${folder}: the Nx project must be called ${expected}`]),
    ...['scope:', 'type:']
      .filter((prefix) => nx?.tags?.some((tag) => tag.startsWith(prefix)) !== true)
      .map((prefix) => `${folder}: lacks a tag ${prefix}…`),
  ];
};

/** Servers for tests are no part of what runs in production. */
const checkTesting = ({ folder, package: { dependencies, nx } }: Project): readonly string[] => {
  const isForProduction = nx?.tags?.some((tag) => /^type:(?:app|client|kit|transport)$/.test(tag)) === true;
  return isForProduction && dependencies?.[`${ownScope}testing`] !== undefined
    ? [`${folder}: ${ownScope}testing belongs in devDependencies`]
    : [];
};

/** The compiler builds what the package needs, no more and no less. */
const checkReferences = (project: Project, projects: readonly Project[]): readonly string[] => {
  if (project.references === null) return [];
  const expected = Object.keys({ ...project.package.dependencies, ...project.package.devDependencies })
    .filter((name) => name.startsWith(ownScope))
    .map((name) => projects.find((other) => other.package.name === name)?.folder ?? name)
    .sort();
  return expected.join() === project.references.join()
    ? []
    : [`${project.folder}: references [${project.references.join()}], but depends on [${expected.join()}]`];
};

const checkRootReferences = (
  references: readonly string[],
  projects: readonly Project[],
): readonly string[] => {
  const built = projects.filter((project) => project.references !== null).map(({ folder }) => folder);
  return [
    ...built
      .filter((folder) => !references.includes(folder))
      .map((folder) => `tsconfig.json: does not build ${folder}`),
    ...references
      .filter((folder) => !built.includes(folder))
      .map((folder) => `tsconfig.json: there is no project ${folder}`),
  ];
};

/** Also under another name: `npm:typescript@7.0.2`. */
const exactVersion = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+/;

/** One exact version of each package in the whole workspace. */
const checkVersions = (projects: readonly Pick<Project, 'folder' | 'package'>[]): readonly string[] => {
  const uses = projects.flatMap(({ folder, package: { dependencies, devDependencies } }) =>
    Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => ({
      folder,
      name,
      version,
    })),
  );
  return uses.flatMap(({ folder, name, version }) => {
    const first = uses.find((use) => use.name === name)?.version ?? version;
    if (!exactVersion.test(version)) return [`${folder}: ${name} has no exact version, but ${version}`];
    return version === first ? [] : [`${folder}: ${name} is ${version}, elsewhere it is ${first}`];
  });
};
