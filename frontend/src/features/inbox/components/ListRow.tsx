import { IconArrowBackUp, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { ConversationRow } from '../../../api';
import { useMinute } from '../../../lib/minute';
import { Face, VisuallyHidden } from '../../../ui';
import { countWords, moment, previewOf, rowTime, UNREAD_MOST, waitedFor } from '../model';
import { markedPieces } from '../rows';
import { ChannelMark } from './ChannelMark';
import classes from './list.module.css';

interface ListRowProps {
  row: ConversationRow;
  isOpen: boolean;
  isActive: boolean;
  /** The row where Tab enters the list. */
  isEntry: boolean;
  /** What is searched for. */
  q: string;
  /** Pixels from the head of the list. */
  top: number;
  height: number;
  onActivate: (id: number) => void;
}

function Plain({ row, isOpen, isActive, isEntry, q, top, height, onActivate }: ListRowProps) {
  useMinute();
  const { contact, hit } = row;
  return (
    <li style={{ transform: `translateY(${top}px)`, height }} className={classes.item}>
      <Link
        to="/inbox/$conversationId"
        params={{ conversationId: row.id }}
        search
        preload={false}
        tabIndex={isEntry ? undefined : -1}
        className={classes.row}
        data-row={row.id}
        data-unread={row.unread_count > 0 || undefined}
        data-active={isActive || undefined}
        aria-current={isOpen ? 'page' : undefined}
        onFocus={() => isActive || onActivate(row.id)}
      >
        <Face name={contact.name} size={32} />
        <span className={classes.words}>
          <span className={classes.line}>
            <span className={classes.name}>
              <Marked text={contact.name} q={q} />
            </span>
            <span className={classes.channel}>
              <ChannelMark channel={row.channel} />
            </span>
            <time dateTime={row.last_at} className={classes.time}>
              {rowTime(row.last_at)}
            </time>
          </span>
          <span className={classes.line}>
            <span className={classes.preview}>
              {row.preview_direction === 'out' && !hit ? (
                <IconArrowBackUp size={13} stroke={1.7} aria-label="Sent by us:" role="img" />
              ) : null}
              {hit ? <Marked text={hit.text} q={q} /> : previewOf(row)}
            </span>
            {row.unread_count > 0 ? (
              <span className={classes.unread}>
                {countWords(row.unread_count, UNREAD_MOST)}
                <VisuallyHidden> unread</VisuallyHidden>
              </span>
            ) : null}
          </span>
          <span className={classes.line}>
            <span className={classes.marks}>
              <State row={row} />
              {row.has_draft ? (
                <span className={classes.mark}>
                  <IconPencil size={12} stroke={1.7} aria-hidden />
                  Draft
                </span>
              ) : null}
              {row.failed_count > 0 ? (
                <span className={classes.mark} data-tone="fault">
                  Not delivered
                </span>
              ) : null}
            </span>
            {row.assigned_user ? (
              <span className={classes.assigned} title={`Assigned to ${row.assigned_user.name}`}>
                <Face name={row.assigned_user.name} size={18} />
                <VisuallyHidden>Assigned to {row.assigned_user.name}</VisuallyHidden>
              </span>
            ) : null}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** One conversation of the list. Only rows that changed are drawn anew. */
export const ListRow = memo(Plain);

function State({ row }: { row: ConversationRow }) {
  if (row.state === 'snoozed')
    return (
      <span className={classes.mark}>
        {row.snoozed_until ? `Until ${moment(row.snoozed_until)}` : 'Snoozed'}
      </span>
    );
  if (row.state === 'closed') return <span className={classes.mark}>Closed</span>;
  if (row.turn === 'us' && row.waiting_since)
    return (
      <span className={classes.mark} data-tone="wait">
        Waiting {waitedFor(row.waiting_since)}
      </span>
    );
  if (row.turn === 'them') return <span className={classes.mark}>Waiting on them</span>;
  return null;
}

function Marked({ text, q }: { text: string; q: string }) {
  if (!q) return text;
  return markedPieces(text, q).map((piece) =>
    piece.isMarked ? <mark key={piece.at}>{piece.text}</mark> : piece.text,
  );
}
