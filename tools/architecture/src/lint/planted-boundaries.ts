/** Projects beside those of the workspace, one for each kind of thing that may not be imported somewhere. */
const plantedProjects: Readonly<Record<string, readonly string[]>> = {
  'planted-kit': ['scope:shared', 'type:kit'],
  'planted-testing': ['scope:shared', 'type:testing'],
  'planted-transport': ['scope:shared', 'type:transport'],
  'planted-client': ['scope:shared', 'type:client'],
  'planted-service': ['scope:planted', 'type:kit'],
};

const projectFiles = ([name, tags]: [string, readonly string[]]): Record<string, string> => ({
  [`libs/${name}/package.json`]: JSON.stringify({
    name: `@mdm-gate/${name}`,
    version: '0.0.0',
    type: 'module',
    exports: { '.': { '@mdm-gate/source': './src/index.ts' } },
    nx: { name, tags },
  }),
  [`libs/${name}/tsconfig.json`]: '{ "extends": "../../tsconfig.base.json", "include": ["src"] }',
  [`libs/${name}/src/index.ts`]: 'export const planted = 1;\n',
});

const importing = (name: string): string =>
  `import { planted } from '@mdm-gate/${name}';\nexport const used = planted;\n`;

/** For each tag that the boundaries of module-boundaries.ts speak of: who imports what it may not. */
const forbidden: Readonly<Record<string, readonly [importer: string, imported: string]>> = {
  'type:contracts': ['libs/contracts', 'planted-kit'],
  'type:testing': ['libs/testing', 'planted-kit'],
  'type:kit': ['libs/service-kit', 'planted-testing'],
  'type:transport': ['libs/messaging', 'planted-client'],
  'type:client': ['libs/verifier-client', 'planted-testing'],
  'type:app': ['apps/verifier', 'planted-testing'],
  'type:console': ['apps/admin-console', 'planted-kit'],
  'type:tool': ['tools/local-stack', 'planted-transport'],
  'type:test': ['apps/system-tests', 'planted-transport'],
  'scope:token-admin': ['apps/token-admin', 'planted-service'],
  'scope:verifier': ['apps/verifier', 'planted-service'],
  'scope:mdm-push': ['apps/mdm-push', 'planted-service'],
  'scope:simulators': ['apps/mdm-simulators', 'planted-kit'],
  'scope:shared': ['libs/service-kit', 'planted-service'],
};

const fileOf = (tag: string): string => `${forbidden[tag]?.[0] ?? ''}/src/${tag.replace(':', '-')}.ts`;

export const plantedBoundaries = Object.keys(forbidden).map((tag) => ({ tag, file: fileOf(tag) }));

/** Imports across the boundaries that do not need a tag to be wrong. */
export const sideDoor = 'apps/verifier/src/side-door.ts';
export const otherService = 'apps/verifier/src/other-service.ts';

/** Imports that the boundaries allow. */
export const allowedImports = ['apps/verifier/src/allowed.ts', 'apps/verifier/src/allowed.unit.spec.ts'];

export const boundaryFiles: Readonly<Record<string, string>> = Object.assign(
  {
    [sideDoor]: "export * from '../../../libs/planted-kit/src/index.ts';\n",
    [otherService]: "export * from '../../token-admin/src/main.ts';\n",
    'apps/token-admin/src/main.ts': 'export const started = true;\n',
    'apps/verifier/src/allowed.ts': importing('planted-kit'),
    'apps/verifier/src/allowed.unit.spec.ts': importing('planted-testing'),
  },
  ...Object.entries(plantedProjects).map(projectFiles),
  ...Object.entries(forbidden).map(([tag, [, imported]]) => ({ [fileOf(tag)]: importing(imported) })),
) as Record<string, string>;
