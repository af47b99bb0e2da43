import { useNavigate, useSearch } from '@tanstack/react-router';

/** Whether the form for something new is open stands in the address, so that other pages lead to it. */
export interface NewFormSearch {
  readonly new?: true;
}

export const newFormIn = (search: Readonly<Record<string, unknown>>): NewFormSearch =>
  search['new'] === true ? { new: true } : {};

/** A page's form for something new. */
export const useNewForm = () => {
  const navigate = useNavigate();
  const show = (search: NewFormSearch) =>
    void navigate({ to: '.', search, replace: true, resetScroll: false });
  return {
    isOpen: newFormIn(useSearch({ strict: false })).new === true,
    open: () => {
      show({ new: true });
    },
    close: () => {
      show({});
    },
  };
};
