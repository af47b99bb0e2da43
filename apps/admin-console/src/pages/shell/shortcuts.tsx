import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { DialogEnd } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Facts } from '../../components/layout.tsx';
import { organizationPages } from './organization-pages.ts';

/** So long the second key may be waited for. */
const chordMs = 1_500;

const isTyping = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey ||
  metaKey ||
  altKey ||
  (target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]'));

const isDialogOpen = (): boolean => document.querySelector('[role=dialog]') !== null;

const focusSearch = (): boolean => {
  const field = document.querySelector<HTMLInputElement>('[role=search] input[type=search]');
  field?.focus();
  return field !== null;
};

/** Keys for those who do without a mouse; `?` tells which. */
export const Shortcuts = ({ organizationId }: { readonly organizationId: string | undefined }) => {
  const [told, setTold] = useState(false);
  const navigate = useNavigate();
  const begunAtMs = useRef(-Infinity);
  useEffect(() => {
    const goTo = (key: string) => {
      const page = organizationPages.find((each) => each.key === key);
      if (page === undefined || organizationId === undefined) return;
      void navigate({ to: page.to, params: { organizationId } });
    };
    const press = (event: KeyboardEvent) => {
      if (isTyping(event) || isDialogOpen()) return;
      const { key } = event;
      if (event.timeStamp - begunAtMs.current < chordMs) goTo(key);
      else if (key === '?') setTold(true);
      else if (key === '/' && focusSearch()) event.preventDefault();
      begunAtMs.current = key === 'g' ? event.timeStamp : -Infinity;
    };
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', press);
    };
  }, [navigate, organizationId]);
  if (!told) return null;
  const close = () => {
    setTold(false);
  };
  return (
    <Dialog title="Keys" onClose={close}>
      <Facts
        facts={[
          ...organizationPages.map(({ key, name }) => [`g, then ${key}`, name] as const),
          ['/', 'To the search of a list'],
          ['?', 'These keys'],
          ['Escape', 'Closes a dialog'],
        ]}
      />
      <DialogEnd onClose={close} />
    </Dialog>
  );
};
