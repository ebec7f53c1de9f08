import { IconPaperclip, IconX } from '@tabler/icons-react';
import type { Upload } from '../../../api';
import { ActionIcon } from '../../../ui';
import type { PendingFile } from '../useFiles';
import classes from './composer.module.css';

interface FilesProps {
  files: readonly Upload[];
  pending: readonly PendingFile[];
  onRemove: (id: number) => void;
}

/** What is sent along, and what is still on its way up. */
export function Files({ files, pending, onRemove }: FilesProps) {
  if (files.length + pending.length === 0) return null;
  return (
    <ul className={classes.files} aria-label="Files">
      {files.map(({ id, name, size }) => (
        <li key={id}>
          <IconPaperclip size={13} stroke={1.7} aria-hidden />
          <span>{name}</span>
          <small className="num">
            {size < 1_000_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`}
          </small>
          <ActionIcon size={18} aria-label={`Remove ${name}`} onClick={() => onRemove(id)}>
            <IconX size={12} stroke={2} />
          </ActionIcon>
        </li>
      ))}
      {pending.map(({ key, name, part }) => (
        <li key={key} data-pending>
          <IconPaperclip size={13} stroke={1.7} aria-hidden />
          <span>{name}</span>
          <small className="num">{Math.round(part * 100)} %</small>
        </li>
      ))}
    </ul>
  );
}
