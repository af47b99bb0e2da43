import { workspaceRoot } from '../workspace/workspace-root.ts';
import { cruise } from './cruise.ts';

it('no import in this workspace breaks a rule', async () => {
  const { files, violations } = await cruise(workspaceRoot);
  expect(files).toBeGreaterThan(100);
  expect(violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([]);
});
