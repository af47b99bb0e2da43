/** `3`, `1-10` or `2,5,7-9`: the seeds that are played one after the other. Throws for anything else. */
export const seedsIn = (text: string): readonly number[] => text.split(',').flatMap(range);

const seedsMax = 1_000;

const range = (part: string): readonly number[] => {
  const [, first = '', last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim()) ?? [];
  const length = Number(last) - Number(first) + 1;
  if (first === '' || !(length >= 1 && length <= seedsMax))
    throw new Error(`${part.trim()} is no seed, and no range of seeds such as 1-10`);
  return Array.from({ length }, (_, index) => Number(first) + index);
};
