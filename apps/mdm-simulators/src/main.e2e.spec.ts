import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningProcess, startProcess, waitFor } from '@mdm-gate/testing';
import { at, call, listAt, textAt } from './simulators.fixture.ts';

const MAIN = path.join(import.meta.dirname, 'main.ts');

describe('The process of the simulators', () => {
  let folder: string;
  let stateFile: string;
  const started: RunningProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mdm-simulators-'));
    stateFile = path.join(folder, 'state', 'simulators.json');
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((process) => process.stop()));
    await rm(folder, { recursive: true });
  });

  async function start(): Promise<{ process: RunningProcess; mobileiron: string }> {
    const running = await startProcess({
      command: process.execPath,
      args: ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', MAIN],
      env: {
        MDM_SIMULATORS_STATE_FILE: stateFile,
        MDM_SIMULATORS_CHECK_IN_DELAY_MIN_MS: '300',
        MDM_SIMULATORS_CHECK_IN_DELAY_MAX_MS: '400',
      },
      readyWhen: /"ready":true/u,
    });
    started.push(running);
    const ready: unknown = JSON.parse(running.output().trim());
    expect(Object.keys(ready as object)).toEqual(['ready', 'intune', 'workspaceOne', 'mobileiron']);
    return { process: running, mobileiron: textAt(ready, 'mobileiron') };
  }

  it('says where it is in one line, and ends with 0 when asked to', async () => {
    const { process: running } = await start();
    expect(running.output().trim().split('\n')).toHaveLength(1);
    running.kill('SIGTERM');
    expect(await running.waitForExit()).toEqual({ code: 0, signal: null });
  });

  it('has forgotten nothing after SIGKILL, not even a device that was about to check in', async () => {
    const first = await start();
    const { json: tenant } = await call(`${first.mobileiron}/__sim/tenant`);
    const pair = Buffer.from(`${textAt(tenant, 'userName')}:${textAt(tenant, 'password')}`).toString(
      'base64',
    );
    const { json } = await call(`${first.mobileiron}/__sim/devices`);
    const identifiers = listAt(json, 'devices').map((device) => textAt(device, 'id'));
    const written = await call(`${first.mobileiron}/msa/v1/cps/device`, {
      json: { identifiers, attributes: { pingidmdmtoken: 'token' } },
      headers: { authorization: `Basic ${pair}` },
    });
    expect(written.json).toEqual({ result: identifiers.length });
    first.process.kill('SIGKILL');
    await first.process.waitForExit();
    const { mobileiron } = await start();
    expect(at((await call(`${mobileiron}/__sim/tenant`)).json, 'password')).toBe(at(tenant, 'password'));
    await waitFor(async () => {
      const app = 'com.pingidentity.pingid.prod';
      const answer = await call(
        `${mobileiron}/__sim/devices/${identifiers[0] ?? ''}/managed-app-configuration?app=${app}`,
      );
      return at(answer.json, 'configuration', 'PINGID_MDM_TOKEN') === 'token';
    });
  });

  it('refuses a state file of another version with a text that helps', async () => {
    stateFile = path.join(folder, 'state.json');
    await writeFile(stateFile, '{"version":0}');
    await expect(start()).rejects.toThrow('delete it to start afresh');
  });
});
