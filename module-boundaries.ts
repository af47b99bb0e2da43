export interface Boundary {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}

/** Who may import whom. `scope:` keeps the services apart, `type:` keeps the layers apart. */
export const moduleBoundaries: readonly Boundary[] = [
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:kit', onlyDependOnLibsWithTags: ['type:contracts', 'type:kit', 'type:transport'] },
  { sourceTag: 'type:transport', onlyDependOnLibsWithTags: ['type:contracts', 'type:kit'] },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:contracts', 'type:transport', 'type:kit'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:kit', 'type:transport', 'type:client'],
  },
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:kit', 'type:testing', 'type:client', 'type:tool'],
  },
  {
    sourceTag: 'type:test',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:kit', 'type:testing', 'type:client', 'type:tool'],
  },
  { sourceTag: 'scope:token-admin', onlyDependOnLibsWithTags: ['scope:token-admin', 'scope:shared'] },
  { sourceTag: 'scope:verifier', onlyDependOnLibsWithTags: ['scope:verifier', 'scope:shared'] },
  { sourceTag: 'scope:mdm-push', onlyDependOnLibsWithTags: ['scope:mdm-push', 'scope:shared'] },
  { sourceTag: 'type:console', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'scope:simulators', onlyDependOnLibsWithTags: ['scope:simulators'] },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
];

/** What a spec of such a project may use besides: real servers and builders. */
const besidesInSpecs = (sourceTag: string): readonly string[] => {
  if (sourceTag === 'scope:simulators') return ['scope:shared'];
  return sourceTag.startsWith('type:') && sourceTag !== 'type:contracts' ? ['type:testing'] : [];
};

export const specBoundaries = moduleBoundaries.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, ...besidesInSpecs(sourceTag)],
}));
