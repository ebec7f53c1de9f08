import { IconFileUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { Button } from '../../../ui';

/** The button that opens the system's choice of files. */
export function ChooseFile({
  label,
  variant,
  onFiles,
}: {
  label: string;
  variant?: 'default';
  onFiles: (files: File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...(variant ? { variant } : {})}
        leftSection={<IconFileUpload size={15} stroke={1.7} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to import"
        accept=".csv,.tsv,.txt,.xlsx"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file can be chosen again after it was mended.
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
