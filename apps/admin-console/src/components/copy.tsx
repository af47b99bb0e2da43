import { useState } from 'react';
import { Button } from './button.tsx';

/** Copies a text, and says that it did. */
export const Copy = ({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) => {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
        });
      }}
    >
      {copied ? 'Copied' : label}
    </Button>
  );
};
