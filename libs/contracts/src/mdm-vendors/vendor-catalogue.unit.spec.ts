import { newMdmConnectionSchema } from '../mdm-connection.ts';
import { addressSchema, pkcs12Fields } from './shared-fields.ts';
import { mdmVendorCatalogue } from './vendor-catalogue.ts';
import { connectionForm, mdmVendorForms } from './vendor-forms.ts';
import { mdmVendors } from './vendor-names.ts';

const fieldsOf = ({ settings, credentials }: (typeof mdmVendorForms)[number]) => [
  ...settings,
  ...credentials.flatMap(({ fields }) => fields),
];

describe('the catalogue of vendors', () => {
  it('knows each vendor under its own name', () => {
    expect(Object.entries(mdmVendorCatalogue).map(([name, { vendor }]) => [name, vendor])).toEqual(
      mdmVendors.map((vendor) => [vendor, vendor]),
    );
  });

  it.each(mdmVendorForms.map((form) => [form.vendor, form] as const))(
    'has words for every field of %s, and a title for every way to sign in',
    (_, form) => {
      for (const { label, help } of fieldsOf(form)) expect(label.length * help.length).toBeGreaterThan(0);
      for (const { title } of form.credentials) expect(title).not.toBe('');
    },
  );

  it('marks exactly what may never be shown again', () => {
    const secrets = mdmVendorForms.flatMap((form) => fieldsOf(form).filter(({ secret }) => secret));
    expect(new Set(secrets.map(({ name }) => name))).toEqual(
      new Set(['clientSecret', 'privateKey', 'pkcs12', 'pkcs12Password', 'password', 'tenantCode']),
    );
  });

  it('marks nothing of the settings as secret: they are shown and audited', () => {
    expect(mdmVendorForms.flatMap(({ settings }) => settings).filter(({ secret }) => secret)).toEqual([]);
  });

  it('gives a form what it needs to draw a field', () => {
    const intune = mdmVendorForms.find(({ vendor }) => vendor === 'intune');
    expect(intune?.settings.find(({ name }) => name === 'tenantId')).toMatchObject({
      label: 'Tenant',
      whereToFind: expect.stringContaining('Overview > Tenant ID') as string,
      required: true,
      secret: false,
      schema: { type: 'string', examples: [expect.any(String)] },
    });
    expect(intune?.settings.find(({ name }) => name === 'graphUrl')).toMatchObject({
      required: false,
      schema: { default: 'https://graph.microsoft.com' },
    });
    expect(connectionForm.map(({ name, required }) => [name, required])).toEqual([
      ['name', true],
      ['apps', false],
      ['configurationKey', false],
    ]);
  });
});

describe('a new connection', () => {
  const workspaceOne = {
    name: 'Workspace ONE',
    vendor: 'workspace-one',
    settings: { apiUrl: 'https://as1.awmdm.com/' },
    credentials: { clientId: 'a', clientSecret: 'b' },
  };

  it('has the defaults of its vendor, and its address without a slash at the end', () => {
    expect(newMdmConnectionSchema.parse(workspaceOne)).toMatchObject({
      settings: {
        apiUrl: 'https://as1.awmdm.com',
        tokenUrl: 'https://na.uemauth.workspaceone.com/connect/token',
      },
      configurationKey: 'PINGID_MDM_TOKEN',
    });
  });

  it('has the fields of its vendor only', () => {
    const { error } = newMdmConnectionSchema.safeParse({ ...workspaceOne, vendor: 'ivanti-epmm' });
    expect(error?.issues.map(({ path }) => path[0])).toContain('credentials');
  });

  const entraApp = { clientId: '11111111-1111-4111-8111-111111111111', clientSecret: 'b' };
  const servers = [
    ['intune', 'graphUrl', { tenantId: 'contoso.example' }, entraApp],
    ['intune', 'loginUrl', { tenantId: 'contoso.example' }, entraApp],
    ['workspace-one', 'apiUrl', {}, { clientId: 'a', clientSecret: 'b' }],
    ['ivanti-neurons', 'apiUrl', {}, { username: 'a', password: 'b' }],
    ['ivanti-epmm', 'apiUrl', {}, { username: 'a', password: 'b' }],
  ] as const;
  const paths = ['/API', '/api', '/api/', '/API/v1', '/v1.0', '/beta/', '/msa/v1/cps', '/x', '//x', '/%2e'];
  const withServer = ([vendor, name, settings, credentials]: (typeof servers)[number], address: string) =>
    newMdmConnectionSchema.safeParse({
      name: 'Test',
      vendor,
      settings: { ...settings, [name]: address },
      credentials,
    });

  it.each(
    servers.flatMap((server) => paths.map((path) => ({ server, vendor: server[0], field: server[1], path }))),
  )('of $vendor is refused with a path in its $field, by name: $path', ({ server, field, path }) => {
    const { error } = withServer(server, `https://mdm.example.com${path}`);
    expect(error?.issues.map((issue) => issue.path)).toEqual([['settings', field]]);
    expect(error?.issues[0]?.message).toContain('leave out the path');
  });

  it.each(servers.map((server) => ({ server, vendor: server[0], field: server[1] })))(
    'of $vendor is taken with a port, capitals and slashes at the end of its $field',
    ({ server }) => {
      for (const address of [
        'https://mdm.example.com',
        'https://MDM.example.com:443/',
        'https://mdm.example.com:8443',
      ])
        expect(withServer(server, address).success).toBe(true);
    },
  );

  it('takes a device space for Neurons alone', () => {
    const connection = {
      name: 'Ivanti',
      settings: { apiUrl: 'https://mdm.example.com', deviceSpaceId: 3 },
      credentials: { username: 'a', password: 'b' },
    };
    expect(newMdmConnectionSchema.safeParse({ ...connection, vendor: 'ivanti-neurons' }).success).toBe(true);
    expect(newMdmConnectionSchema.safeParse({ ...connection, vendor: 'ivanti-epmm' }).success).toBe(false);
  });
});

describe('an address', () => {
  it.each([
    'https://mdm.example.com/?a=b',
    'https://mdm.example.com?',
    'https://mdm.example.com/#part',
    'https://mdm.example.com#',
    'https://me:secret@mdm.example.com',
    'https://me@mdm.example.com',
    'https://@mdm.example.com',
    'https:/me@mdm.example.com',
    'https://mdm.example.com/a b',
    'mdm.example.com',
    'ftp://mdm.example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('%j is refused', (url) => {
    expect(addressSchema.safeParse(url).success).toBe(false);
  });

  it.each([
    ['https://mdm.example.com/', 'https://mdm.example.com'],
    ['https://mdm.example.com:8443/path/@home//', 'https://mdm.example.com:8443/path/@home'],
    ['https://mdm.exa\nmple.com\r\n', 'https://mdm.example.com'],
    ['https://münchen.example', 'https://münchen.example'],
  ])('%j is taken', (url, taken) => {
    expect(addressSchema.parse(url)).toBe(taken);
  });
});

describe('a PKCS#12 file in base64', () => {
  const text = Buffer.alloc(300, 7).toString('base64');
  const wrapped = (width: number, lineEnd: string) =>
    (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => `${line}${lineEnd}`).join('');

  it.each([
    ['in one line', text],
    ['in one line with its end', `${text}\n`],
    ['wrapped at 64', wrapped(64, '\n')],
    ['wrapped at 76', wrapped(76, '\n')],
    ['wrapped at 76 with CRLF', wrapped(76, '\r\n')],
    ['indented', wrapped(64, '\n    ')],
  ])('%s is taken', (_, given) => {
    expect(pkcs12Fields.pkcs12.parse(given)).toBe(text);
  });

  it.each([
    ['nothing', ''],
    ['only line ends', '\r\n'],
    ['other characters', 'abc*'],
    ['a rest', 'abcde'],
    ['more than a file has', 'A'.repeat(65_540)],
  ])('%s is refused', (_, given) => {
    expect(pkcs12Fields.pkcs12.safeParse(given).success).toBe(false);
  });
});
