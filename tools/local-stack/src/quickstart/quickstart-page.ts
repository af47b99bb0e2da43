import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../stack/stack-folder.ts';

/** Commands of the page, and what it says that they write; null when it does not say. */
export interface QuickstartStep {
  readonly commands: string;
  readonly shown: string | null;
}

const stepPattern = /```sh\n(?<commands>[\s\S]*?)```(?:\n\n```text\n(?<shown>[\s\S]*?)```)?/g;

/** What a reader of docs/quickstart.md types, in order. */
export const readQuickstart = (): readonly QuickstartStep[] => {
  const page = readFileSync(join(repositoryRoot, 'docs/quickstart.md'), 'utf8');
  return [...page.matchAll(stepPattern)].map(({ groups }) => ({
    commands: groups?.['commands'] ?? '',
    shown: groups?.['shown']?.trim() ?? null,
  }));
};

/** Whether a text is what the page shows, where `…` stands for anything. */
export const isShown = (shown: string, written: string): boolean => {
  const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(written.trim());
};
