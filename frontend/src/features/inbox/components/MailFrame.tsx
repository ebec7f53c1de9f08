import { IconPhotoOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../../api';
import { useMedia } from '../../../lib/media';
import { useColourScheme } from '../../../ui';
import classes from './message.module.css';

const SMALLEST = 40;

/**
 * A mail as it was written, in a frame that runs nothing and loads nothing. It keeps our origin so that its height can
 * be measured from here; pictures from elsewhere would tell their sender that it was opened, so they are asked for.
 */
export function MailFrame({ message, title }: { message: Message; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const watcher = useRef<ResizeObserver | null>(null);
  const [height, setHeight] = useState(SMALLEST);
  const [remote, setRemote] = useState(0);
  const [withImages, setWithImages] = useState(false);
  const { scheme } = useColourScheme();
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const isDark = scheme === 'dark' || (scheme === 'system' && systemIsDark);
  const asked = [withImages ? 'images=1' : '', isDark ? 'dark=1' : ''].filter(Boolean).join('&');

  const onLoad = () => {
    const page = frame.current?.contentDocument;
    if (!page?.body) return;
    const told = page.querySelector<HTMLMetaElement>('meta[name="remote-images"]')?.content;
    setRemote(Number(told ?? 0));
    const measure = () => setHeight(Math.max(SMALLEST, Math.ceil(page.documentElement.offsetHeight)));
    measure();
    watcher.current?.disconnect();
    watcher.current = new ResizeObserver(measure);
    watcher.current.observe(page.documentElement);
  };
  useEffect(() => () => watcher.current?.disconnect(), []);

  return (
    <>
      {remote > 0 && !withImages ? (
        <p className={classes.pictures}>
          <IconPhotoOff size={14} stroke={1.7} aria-hidden />
          {remote === 1 ? 'A picture' : `${remote} pictures`} from elsewhere {remote === 1 ? 'is' : 'are'} not
          loaded.
          <button type="button" className={classes.act} onClick={() => setWithImages(true)}>
            Show
          </button>
        </p>
      ) : null}
      <iframe
        ref={frame}
        title={title}
        className={classes.frame}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        src={`/api/v1/messages/${message.id}/html${asked ? `?${asked}` : ''}`}
        style={{ height }}
        onLoad={onLoad}
      />
    </>
  );
}
