import { plantTree } from '../workspace/plant-tree.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkVendors } from './check-vendors.ts';

it('every vendor of this workspace has the same set of files, and passes the suite of the port', () => {
  expect(checkVendors(workspaceRoot)).toEqual([]);
});

const folder = 'apps/mdm-push/src/vendors/jamf';
const specFile = `${folder}/jamf.vendor.int.spec.ts`;
const inOrder: Readonly<Record<string, string>> = {
  'apps/mdm-push/src/vendors/http/vendor-http.ts': '',
  'apps/mdm-push/src/vendors/any-mdm/any-mdm.vendor.ts': '',
  [`${folder}/jamf.vendor.ts`]: '',
  [`${folder}/jamf.api.ts`]: '',
  [`${folder}/jamf.schema.ts`]: '',
  [`${folder}/jamf.session.ts`]: '',
  [`${folder}/jamf.fixtures.ts`]: '',
  [specFile]: 'describeVendorContract(setUpJamf);',
};

const violationsIn = (files: Readonly<Record<string, string>>): string => {
  const tree = plantTree(files);
  try {
    return checkVendors(tree.root).join('\n');
  } finally {
    tree.remove();
  }
};

describe('a planted vendor', () => {
  it('is let be when it is in order', () => {
    expect(violationsIn(inOrder)).toBe('');
  });

  it.each(Object.keys(inOrder).filter((file) => file.startsWith(folder)))('is found without %s', (file) => {
    const others = Object.entries(inOrder).filter(([each]) => each !== file);
    expect(violationsIn(Object.fromEntries(others))).toContain(
      `lacks a file …${file.slice(`${folder}/jamf`.length)}`,
    );
  });

  it('is found when its spec does not run the suite', () => {
    expect(violationsIn({ ...inOrder, [specFile]: "it('works', () => {});" })).toBe(
      `${specFile}: does not run the suite of the port`,
    );
  });
});
