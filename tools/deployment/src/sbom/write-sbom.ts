import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { writeImageFiles } from '../images/image-files.ts';
import { programs, type Program } from '../images/programs.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';

/** What the image holds, as a CycloneDX document: https://cyclonedx.org/. */
const writeSbom = (program: Program, target: string): void => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-sbom-'));
  try {
    writeImageFiles(workspaceRoot, program, folder);
    const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--omit', 'dev'];
    const document = execFileSync('npm', args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    writeFileSync(join(target, `${program}.cdx.json`), document);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

new Command('sbom')
  .description('writes a CycloneDX document per image: what it holds')
  .argument('<folder>')
  .addArgument(new Argument('[programs...]', 'all unless named').choices(programs))
  .action((folder: string, named: Program[]) => {
    mkdirSync(folder, { recursive: true });
    for (const program of named.length > 0 ? named : programs) writeSbom(program, folder);
  })
  .parse();
