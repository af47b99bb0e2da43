import { mdmVendorCatalogue, mdmVendorForms } from '@mdm-gate/contracts';
import { leavesOf, partsOf } from './form-leaves.ts';

const examples: Readonly<Record<string, string>> = {
  tenantId: '5f2b7c1e-58a1-4c53-9f4e-0d6c4b7a9e21',
  clientId: 'f3c6b1de-0d35-4a7b-bc8d-7f3a1f0e2b4c',
  clientSecret: 'a-client-secret',
  apiUrl: 'https://mdm.example.com',
  username: 'somebody',
  password: 'a-password',
};

describe('the form of a vendor', () => {
  it.each(mdmVendorForms.map((form) => [form.vendor, form] as const))(
    'of %s has a control with words for everything that is needed',
    (_, form) => {
      const leaves = [form.settings, ...form.credentials.map(({ fields }) => fields)].flatMap(leavesOf);
      for (const { label, help } of leaves) expect([label, help]).not.toContain('');
    },
  );

  it.each(mdmVendorForms.map((form) => [form.vendor, form] as const))(
    'of %s gives what its schema takes when only what is required is filled in',
    (vendor, form) => {
      const entered = partsOf(
        leavesOf(form.settings).filter(({ required }) => required),
        (path) => examples[path] ?? '',
      );
      expect(mdmVendorCatalogue[vendor].settings.safeParse(entered).error).toBeUndefined();
    },
  );

  it('puts parts, lists and numbers together', () => {
    const field = (name: string, schema: Record<string, unknown>) => ({
      name,
      label: name,
      help: name,
      whereToFind: null,
      secret: false,
      required: false,
      schema,
    });
    const leaves = leavesOf([
      field('groups', { type: 'array' }),
      field('space', { type: 'integer' }),
      field('apps', { type: 'object', properties: { ios: { type: 'string' }, android: { type: 'string' } } }),
    ]);
    const texts: Readonly<Record<string, string>> = { groups: 'a,\nb', space: '3', 'apps.ios': 'x' };
    expect(partsOf(leaves, (path) => texts[path] ?? '')).toEqual({
      groups: ['a', 'b'],
      space: 3,
      apps: { ios: 'x' },
    });
  });
});
