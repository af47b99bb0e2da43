import { z } from 'zod';

const control = /\p{Cc}/u;
const lineSeparator = /[\p{Zl}\p{Zp}]/u;
/** Spaces, joiners, marks of direction, fillers and the blank of Braille: nothing that a person could see. */
const invisible = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;

const opensDirection = /[\u202a\u202b\u202d\u202e\u2066-\u2068]/;
const closesDirection = /[\u202c\u2069]/;

/** Whether a change of direction would go on behind the text, and turn what stands beside it in a list. */
const leavesDirectionOpen = (text: string): boolean => {
  let open = 0;
  for (const character of text) {
    if (opensDirection.test(character)) open += 1;
    else if (closesDirection.test(character) && open > 0) open -= 1;
  }
  return open > 0;
};

/** Why a text cannot be shown to people as it is, or null. Any script is welcome, also with joiners and marks. */
const reasonAgainst = (text: string): string | null => {
  if (!text.isWellFormed()) return 'holds half a character';
  if (control.test(text)) return 'no control characters, such as tabs or line ends';
  if (lineSeparator.test(text)) return 'must be one line';
  if (text.replace(invisible, '') === '') return 'holds nothing that can be seen';
  return leavesDirectionOpen(text) ? 'changes the direction of what is written behind it' : null;
};

/** The one rule for labels, names and notes: text for people, on one line. Surrounding spaces are cut off. */
export const plainTextSchema = (lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(lengthMax)
    .superRefine((text, context) => {
      const message = reasonAgainst(text);
      if (message !== null) context.addIssue({ code: 'custom', message });
    });
