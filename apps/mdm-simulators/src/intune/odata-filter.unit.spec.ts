import { Refusal } from '../vendor/refusal.ts';
import { parseFilter } from './odata-filter.ts';

const scope = { typeName: 'microsoft.graph.mobileApp', properties: new Set(['displayName', 'isAssigned']) };
const ios = {
  '@odata.type': '#microsoft.graph.iosStoreApp',
  displayName: "Ping's ID",
  isAssigned: true,
  bundleId: 'com.example',
};
const android = {
  '@odata.type': '#microsoft.graph.androidManagedStoreApp',
  displayName: 'PingID',
  isAssigned: false,
  packageId: 'com.example',
};

function found(filter: string): unknown[] {
  return [ios, android].filter(parseFilter(filter, scope));
}

describe('The filter of Graph collections', () => {
  it.each([
    ["isof('microsoft.graph.iosStoreApp')", [ios]],
    ["isof('microsoft.graph.iosStoreApp') or isof('microsoft.graph.androidManagedStoreApp')", [ios, android]],
    ["not isof('microsoft.graph.iosStoreApp')", [android]],
    ["displayName eq 'Ping''s ID'", [ios]],
    ["microsoft.graph.androidManagedStoreApp/packageId eq 'com.example'", [android]],
    [
      "(microsoft.graph.managedApp/appAvailability eq null or isAssigned eq true) and (isof('microsoft.graph.iosStoreApp'))",
      [ios],
    ],
    ["contains(displayName,'Ping') and isAssigned eq false", [android]],
  ])('%s finds what it names', (filter, expected) => {
    expect(found(filter)).toEqual(expected);
  });

  it.each([
    "bundleId eq 'com.example'",
    'isAssigned',
    "displayName like 'x'",
    "(isof('a')",
    "shout('x')",
    '§',
  ])('refuses %s with 400', (filter) => {
    expect(() => parseFilter(filter, scope)).toThrow(new Refusal(400, {}));
  });
});
