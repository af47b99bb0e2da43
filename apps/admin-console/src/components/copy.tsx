import { useState } from 'react';
import { Button } from './button.tsx';

/** Copies a text, and says whether it did: a browser may not let a page do so. */
export const Copy = ({ text }: { readonly text: string }) => {
  const [said, setSaid] = useState('Copy');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Not copied: select it');
    }
  };
  return <Button onClick={() => void copy()}>{said}</Button>;
};
