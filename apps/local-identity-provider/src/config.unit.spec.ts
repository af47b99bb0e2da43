import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('takes clients and fills in what was left out', () => {
    const clients = JSON.stringify([{ clientId: 'a', clientSecret: 'long-enough' }]);
    expect(readConfig({ LOCAL_IDP_CLIENTS: clients }).LOCAL_IDP_CLIENTS).toEqual([
      { clientId: 'a', clientSecret: 'long-enough', roles: [], redirectUris: [], postLogoutRedirectUris: [] },
    ]);
  });

  it('refuses a variable it does not know', () => {
    expect(() => readConfig({ LOCAL_IDP_CLIENT: '[]' })).toThrow('LOCAL_IDP_CLIENT');
  });

  it('stays on this machine unless told, and refuses what is no address', () => {
    expect(readConfig({}).LOCAL_IDP_HOST).toBe('127.0.0.1');
    expect(() => readConfig({ LOCAL_IDP_HOST: 'everywhere' })).toThrow('LOCAL_IDP_HOST');
  });

  it.each([
    ['text that is not JSON', 'hush-hush'],
    ['a role that does not exist', '[{"clientId":"a","clientSecret":"hush-hush","roles":["root"]}]'],
    ['a field that does not exist', '[{"clientId":"a","clientSecret":"hush-hush","role":[]}]'],
  ])('refuses %s without repeating the secret', (_, clients) => {
    const reading = () => readConfig({ LOCAL_IDP_CLIENTS: clients });
    expect(reading).toThrow('LOCAL_IDP_CLIENTS');
    expect(reading).not.toThrow('hush-hush');
  });
});
