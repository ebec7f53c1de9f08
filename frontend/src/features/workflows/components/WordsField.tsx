import { IconBraces } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Button, Menu, Textarea, TextInput } from '../../../ui';
import { variablesQuery } from '../records';
import classes from './panel.module.css';

interface WordsFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  lines: number;
  maxLength: number | undefined;
  channel: 'sms' | 'email' | undefined;
  description: string | undefined;
  error: string | undefined;
}

/** A text in which variables stand for what is known of the person. */
export function WordsField(props: WordsFieldProps) {
  const { label, value, onChange, lines, maxLength, channel, description, error } = props;
  const line = useRef<HTMLInputElement>(null);
  const block = useRef<HTMLTextAreaElement>(null);
  const variables = useQuery(variablesQuery);
  const put = (piece: string) => {
    const field = line.current ?? block.current;
    const from = field?.selectionStart ?? value.length;
    const to = field?.selectionEnd ?? value.length;
    onChange(value.slice(0, from) + piece + value.slice(to));
    setTimeout(() => {
      field?.focus();
      field?.setSelectionRange(from + piece.length, from + piece.length);
    });
  };
  const shared = { label, value, error, description, ...(maxLength ? { maxLength } : {}) };
  return (
    <div className={classes.words}>
      {lines > 1 ? (
        <Textarea
          ref={block}
          {...shared}
          autosize
          minRows={lines}
          maxRows={18}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <TextInput ref={line} {...shared} onChange={(event) => onChange(event.currentTarget.value)} />
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            className={classes.variable ?? ''}
            leftSection={<IconBraces size={13} stroke={1.7} aria-hidden />}
            aria-label={`Insert a variable into ${label}`}
          >
            Variable
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.variables ?? ''}>
          {(variables.data ?? [])
            .filter(({ channels }) => !channel || channels.includes(channel))
            .map(({ name, label: words, advice }) => (
              <Menu.Item key={name} onClick={() => put(`{{${name}${advice ? `|${advice}` : ''}}}`)}>
                {words}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
