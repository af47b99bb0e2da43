import { valuesToEnter } from './values-to-enter.ts';

describe('what to enter to connect a simulated MDM', () => {
  it('is said in the words of its form, with where the form hides it', () => {
    const { mdm, values } = valuesToEnter({
      name: 'Intune',
      vendor: 'intune',
      settings: {
        tenantId: '5f2b7c1e-58a1-4c53-9f4e-0d6c4b7a9e21',
        graphUrl: 'http://127.0.0.1:1',
        assignToGroupIds: ['1af81550-377c-4bb3-8851-40e7b8635e55'],
      },
      credentials: { clientId: 'c97c4d69-5102-48cd-8988-bd6cb966665b', clientSecret: 'a-secret' },
    });
    expect(mdm).toBe('Microsoft Intune');
    expect(values.map(({ label, underMoreSettings }) => [label, underMoreSettings])).toEqual([
      ['Tenant', false],
      ['Microsoft Graph', true],
      ['Groups', true],
      ['Application (client) ID', false],
      ['Client secret', false],
    ]);
  });

  it('is nothing that a form does not ask for', () => {
    const { values } = valuesToEnter({ name: 'By hand', vendor: 'other', settings: {}, credentials: {} });
    expect(values).toEqual([]);
  });
});
