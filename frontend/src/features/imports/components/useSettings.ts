import { useState } from 'react';
import { ApiError, type ImportPatch } from '../../../api';
import { usePatchImport, usePreview, useStart } from '../mutations';
import { stepOfField } from '../steps';
import { focusStep } from './StepSection';

/** The settings of an import as they are changed, and what the server says against them, by field. */
export interface Settings {
  patch: (change: ImportPatch) => void;
  refused: Readonly<Record<string, string>>;
  isSaving: boolean;
}

function fieldsOf(change: ImportPatch): string[] {
  return Object.entries(change).flatMap(([name, value]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.keys(value).map((key) => `${name}.${key}`)
      : [name],
  );
}

/** All that is done to an import before it runs. A refusal is kept beside its field until that field changes. */
export function useSettings(id: number) {
  const [refused, setRefused] = useState<Record<string, string>>({});
  const { mutate: save, isPending: isSaving } = usePatchImport(id);
  const preview = usePreview(id);
  const start = useStart(id);

  const forget = (names: readonly string[]) =>
    setRefused((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !names.includes(name))));
  const note = (error: Error) => {
    if (error instanceof ApiError) setRefused((now) => ({ ...now, ...error.fieldMessages() }));
  };
  const noteAndShow = (error: Error) => {
    note(error);
    const [field] = error instanceof ApiError ? Object.keys(error.fields) : [];
    if (field) focusStep(stepOfField(field), field);
  };
  const settings: Settings = {
    patch: (change) => {
      forget(fieldsOf(change));
      preview.reset();
      start.reset();
      save(change, { onError: note });
    },
    refused,
    isSaving,
  };
  return {
    settings,
    preview: () => preview.mutate(undefined, { onError: noteAndShow }),
    start: () => start.mutate(undefined, { onError: noteAndShow }),
    isAsking: preview.isPending || start.isPending,
    /** The newest refusal of a preview or a start. */
    error: preview.error ?? start.error,
  };
}
