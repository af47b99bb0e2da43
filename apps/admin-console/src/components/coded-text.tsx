/** A sentence in which backticks mark what is typed or read as it stands. */
export const CodedText = ({ text }: { readonly text: string }) =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part : <code key={`${index} ${part}`}>{part}</code>));
