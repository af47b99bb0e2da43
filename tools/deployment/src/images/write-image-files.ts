import { Argument, Command } from 'commander';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { writeImageFiles } from './image-files.ts';
import { programs, type Program } from './programs.ts';

/** What the Dockerfile calls, and tests without Docker. */
new Command('image:files')
  .description('writes the files that the image of a program holds')
  .addArgument(new Argument('<program>').choices(programs))
  .argument('<folder>')
  .action((program: Program, folder: string) => {
    writeImageFiles(workspaceRoot, program, folder);
  })
  .parse();
