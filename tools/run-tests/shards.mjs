/** So many specs with servers make a part of a project that is run by itself: long enough to pay for its start. */
const specsPerShard = 10;

/** The parts in which a project's tests are run, so that a long project does not run alone at the end. */
export function shardsOf(project, pattern) {
  const specs = project.specs.filter((spec) => new RegExp(pattern).test(spec));
  const heavy = specs.filter((spec) => !spec.includes('.unit.spec.')).length;
  const count = Math.max(1, Math.ceil(heavy / specsPerShard));
  return Array.from({ length: count }, (_, index) => ({
    project,
    name: count === 1 ? project.name : `${project.name} ${index + 1}/${count}`,
    shard: `${index + 1}/${count}`,
  }));
}
