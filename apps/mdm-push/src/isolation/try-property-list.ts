import { PropertyList } from '../vendors/configuration/property-list.ts';

const anyKey = 'any';

/**
 * Reads a property list in every way in which it will be read: what takes too much time or memory, takes it here. Whether
 * it is one.
 */
export const tryPropertyList = (text: string): boolean => {
  const list = PropertyList.parse(text);
  list?.held(anyKey);
  list?.with(anyKey, anyKey);
  list?.neighboursOf(anyKey);
  return list !== undefined;
};
