import { IconFile, IconFileAlert, IconPaperclip } from '@tabler/icons-react';
import type { Message } from '../../../api';
import { isPicture, sizeText } from '../model';
import classes from './message.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

/** What came along: pictures are seen, everything else is saved. `withInline` shows what stands inside a mail, too. */
export function Files({ message }: { message: Message }) {
  const files = message.files.filter((file) => !file.is_inline || !message.has_html);
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label="Files">
      {files.map((file) => {
        const address = `/api/v1/files/${file.id}`;
        if (file.state !== 'stored')
          return (
            <li key={file.id} className={classes.file} data-missing>
              {file.state === 'to_fetch' ? <IconPaperclip {...icon} /> : <IconFileAlert {...icon} />}
              <span className={classes.fileName}>{file.name || 'File'}</span>
              <small>{file.state === 'to_fetch' ? 'being fetched…' : file.error || 'not kept'}</small>
            </li>
          );
        if (isPicture(file))
          return (
            <li key={file.id}>
              <a
                href={address}
                download={file.name}
                className={classes.picture}
                title={`${file.name} · save`}
              >
                <img src={address} alt={file.name} loading="lazy" />
              </a>
            </li>
          );
        return (
          <li key={file.id}>
            <a href={address} download={file.name} className={classes.file}>
              <IconFile {...icon} />
              <span className={classes.fileName}>{file.name || 'File'}</span>
              <small>{sizeText(file.size)}</small>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
