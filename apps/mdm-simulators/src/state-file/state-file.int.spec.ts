import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StateFile } from './state-file.ts';
import { type StateRecord } from './state-record.ts';

const record = (tenant: string, device: string | null, value: unknown): StateRecord => ({
  vendor: 'vendor',
  tenant,
  device,
  value: () => value,
});

describe('The state file', () => {
  let folder: string;
  let file: string;
  let state: StateFile;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mdm-simulators-state-'));
    file = path.join(folder, 'state.jsonl');
    state = new StateFile(file);
    state.open();
  });

  afterEach(() => rm(folder, { recursive: true }));

  const reopened = (): unknown => Object.fromEntries(new StateFile(file).open());

  it('gives back the last value of each piece, in the order of the first', async () => {
    state.markChanged([
      record('one', null, 1),
      record('one', 'a', 'old'),
      record('one', 'b', 'b'),
      record('two', null, 2),
    ]);
    await state.settled();
    state.markChanged([record('one', 'a', 'new')]);
    await state.settled();
    expect(reopened()).toEqual({
      vendor: [
        { head: 1, devices: ['new', 'b'] },
        { head: 2, devices: [] },
      ],
    });
  });

  it('loses nothing to changes that come while it is being written', async () => {
    const writings = Array.from({ length: 50 }, (_, index) => {
      state.markChanged([record('one', String(index), index)]);
      return state.settled();
    });
    await Promise.all(writings);
    expect(reopened()).toEqual({
      vendor: [{ head: null, devices: Array.from({ length: 50 }, (_, index) => index) }],
    });
  });

  it('forgets what was cleared and keeps what came after', async () => {
    state.markChanged([record('one', null, 1), record('two', null, 2)]);
    await state.settled();
    state.markChanged([record('three', null, 3)]);
    state.clear('vendor');
    state.markChanged([record('one', null, 'again')]);
    await state.settled();
    expect(reopened()).toEqual({ vendor: [{ head: 'again', devices: [] }] });
  });

  it('passes over a line that a crash left unfinished, and is compact again', async () => {
    state.markChanged([record('one', null, 1)]);
    await state.settled();
    await appendFile(file, '["vendor","one",null,{"ha');
    expect(reopened()).toEqual({ vendor: [{ head: 1, devices: [] }] });
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2);
  });
});
