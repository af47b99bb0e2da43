import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser, type Dockerfile, type Instruction } from 'dockerfile-ast';
import { workspaceRoot } from '../fixtures/service-processes.ts';

/** What an image of the Dockerfile says about how its program runs. */
export interface ImageDescription {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly healthCheck: readonly string[];
  readonly user: string;
  readonly ports: readonly string[];
  readonly labels: readonly string[];
}

const parse = (): Dockerfile =>
  DockerfileParser.parse(readFileSync(join(workspaceRoot, 'Dockerfile'), 'utf8'));

/** The image of this target, with what it has from the stages below it. */
export const describeImage = (target: string): ImageDescription => {
  const instructions = instructionsOf(parse(), target);
  const last = (keyword: string): Instruction | undefined =>
    instructions.findLast((each) => each.getKeyword() === keyword);
  return {
    command: [...listOf(last('ENTRYPOINT')), ...listOf(last('CMD'))],
    env: Object.fromEntries(instructions.flatMap(pairsOf('ENV'))),
    healthCheck: listOf(last('HEALTHCHECK')),
    user: last('USER')?.getArgumentsContent() ?? '',
    ports: instructions
      .filter((each) => each.getKeyword() === 'EXPOSE')
      .flatMap((each) => each.getArguments().map((argument) => argument.getValue())),
    labels: instructions.flatMap(pairsOf('LABEL')).map(([name]) => name),
  };
};

const instructionsOf = (file: Dockerfile, target: string): readonly Instruction[] => {
  const stage = file.getFROMs().find((from) => from.getBuildStage() === target);
  if (stage === undefined) return [];
  const next = file.getFROMs().find((from) => from.getRange().start.line > stage.getRange().start.line);
  const own = file.getInstructions().filter((each) => {
    const { line } = each.getRange().start;
    return line > stage.getRange().start.line && line < (next?.getRange().start.line ?? Infinity);
  });
  return [...instructionsOf(file, stage.getImage() ?? ''), ...own];
};

const pairsOf =
  (keyword: string) =>
  (instruction: Instruction): readonly (readonly [string, string])[] =>
    instruction.getKeyword() !== keyword
      ? []
      : instruction.getArguments().map((argument) => {
          const [name = '', ...value] = argument.getValue().split('=');
          return [name, value.join('=')] as const;
        });

/** The form of these instructions that needs no shell is a JSON list. */
const listOf = (instruction: Instruction | undefined): readonly string[] => {
  const text = instruction?.getArgumentsContent() ?? '';
  const list: unknown = JSON.parse(/\[[^\]]*\]/.exec(text)?.[0] ?? '[]');
  return Array.isArray(list) ? list.map(String) : [];
};
