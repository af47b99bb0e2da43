import { checkReasons, deliveryStates, policyModes, rotationStates, tokenStates } from '@mdm-gate/contracts';

/** Under which heading of the glossary which words of the contracts stand. */
const listed: Readonly<Record<string, readonly string[]>> = {
  'Why a check is answered so': checkReasons,
  'Modes of the policy': policyModes,
  'States of a token': tokenStates,
  'States of a rotation': rotationStates,
  'States of a delivery': deliveryStates,
};

/** The glossary explains every word that the contracts answer with, and no other. */
export const checkGlossary = (page: string): readonly string[] =>
  Object.entries(listed).flatMap(([heading, words]) => {
    const [, section = ''] = page.split(`## ${heading}\n`);
    const [own = ''] = section.split('\n## ');
    const explained = [...own.matchAll(/^\| `([a-z-]+)`/gm)].map(([, word = '']) => word);
    return [
      ...words
        .filter((word) => !explained.includes(word))
        .map((word) => `docs/glossary.md: "${heading}" does not explain ${word}`),
      ...explained
        .filter((word) => !words.includes(word))
        .map((word) => `docs/glossary.md: "${heading}" explains ${word}, which no contract has`),
    ];
  });
