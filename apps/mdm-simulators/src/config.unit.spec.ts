import { readConfig } from './config.ts';

describe('The configuration of the simulators', () => {
  it('takes any free ports and keeps nothing unless told', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      ports: { intune: 0, workspaceOne: 0, mobileiron: 0 },
      stateFile: undefined,
    });
  });

  it.each([
    ['an unknown key', { MDM_SIMULATORS_INTUNE_PROT: '1' }],
    ['an address that is none', { MDM_SIMULATORS_HOST: 'everywhere' }],
    ['a port that is none', { MDM_SIMULATORS_INTUNE_PORT: '70000' }],
    [
      'a shortest delay above the longest',
      { MDM_SIMULATORS_CHECK_IN_DELAY_MIN_MS: '10', MDM_SIMULATORS_CHECK_IN_DELAY_MAX_MS: '5' },
    ],
  ])('refuses %s and names it', (_, environment) => {
    expect(() => readConfig(environment)).toThrow(/MDM_SIMULATORS_/u);
  });

  it('leaves the rest of the environment alone', () => {
    expect(() => readConfig({ PATH: '/bin', MDM_PUSH_HEALTH_PORT: 'x' })).not.toThrow();
  });
});
